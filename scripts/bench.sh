#!/usr/bin/env bash
# Measures, with the release server, and prints tables. Bounded: about five minutes.
set -euo pipefail
cd "$(dirname "$0")/.."
TRAMA_BIN="$PWD/target/release/trama" exec node e2e/bench/run.js "$@"
