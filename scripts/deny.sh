#!/usr/bin/env bash
# Checks licences, bans and sources of every dependency; advisories too where their database can be reached.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/target/tools/bin:$PATH"

cargo fetch --locked --quiet
cargo-deny --offline --log-level error check --hide-inclusion-graph licenses bans sources

database=https://github.com/RustSec/advisory-db
if GIT_TERMINAL_PROMPT=0 timeout 20 git ls-remote --exit-code "$database" HEAD >/dev/null 2>&1; then
    cargo-deny --log-level error check advisories
else
    echo "advisories: skipped, their database ($database) cannot be reached from here"
fi
