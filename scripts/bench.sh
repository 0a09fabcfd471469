#!/usr/bin/env bash
# Measures, with the release server, and prints tables. Bounded: about five minutes.
set -euo pipefail
cd "$(dirname "$0")/.."
# What a long history costs, natively: one edit at 50,000 changes may take at most 1.2 times as long as at 500.
cargo run --quiet --release -p trama-shared --example long_history
TRAMA_BIN="$PWD/target/release/trama" exec node e2e/bench/run.js "$@"
