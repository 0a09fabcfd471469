# Everything that a clone of Trama can do. Each target brings the tools that it needs, pinned, into
# target/tools (Chromium, for the browser tests, as Debian's package).

SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

export PATH := $(CURDIR)/target/tools/bin:$(PATH)

HOST ?= 127.0.0.1
PORT ?= 8080
DATA ?= data

# What the built app depends on: with nothing newer than its stamp, it is not built again.
APP_SOURCES := $(shell find app shared/src public locales Cargo.toml Cargo.lock shared/Cargo.toml Trunk.toml \
	scripts/app.sh scripts/split.mjs scripts/compress.mjs -type f 2>/dev/null)
APP_STAMP := target/app.stamp

.PHONY: help
help: ## List the targets
	@echo "Trama: make TARGET"
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: tools app server ## Build and start on http://127.0.0.1:8080, data in ./data (PORT=…, DATA=…)
	@scripts/run.sh "$(HOST)" "$(PORT)" "$(DATA)"

.PHONY: test
test: ## Prove everything: lints, units, simulation, server, app size, browsers, interop (as CI does)
	@scripts/test.sh

.PHONY: soak
soak: ## The long proofs: 1,000 kills, 5,000 simulation seeds, a million damaged messages
	@scripts/soak.sh

.PHONY: fuzz
fuzz: ## Search for messages that break the wire, the chunk guard or a room (a minute each)
	@scripts/fuzz.sh

.PHONY: bench
bench: tools-test app server ## Measure: latency against automerge-repo, opening a long case
	@scripts/bench.sh

.PHONY: screenshots
screenshots: tools-test app server ## Take the pictures of the app (e2e/shots, docs/pictures)
	@cd e2e && TRAMA_BIN="$(CURDIR)/target/release/trama" npx playwright test --project=screenshots

.PHONY: e2e
e2e: tools-test app ## Only the browser and interop tests
	@scripts/test.sh build-tests browsers interop

.PHONY: lint
lint: tools-test ## Only the lints: formatting, clippy, dependencies
	@scripts/test.sh format clippy clippy-wasm dependencies

.PHONY: fmt
fmt: ## Format the Rust code
	@cargo fmt --all

.PHONY: app
app: tools $(APP_STAMP) ## Build the app for release into dist/, compressed

$(APP_STAMP): $(APP_SOURCES)
	@scripts/app.sh
	@mkdir -p target && touch $@

.PHONY: server
server: ## Build the server for release
	@cargo build --release --locked --package trama-server --bin trama

.PHONY: tools
tools: ## Bring the tools for building
	@scripts/tools.sh build

.PHONY: tools-test
tools-test: ## Bring the tools for building and testing
	@scripts/tools.sh test
