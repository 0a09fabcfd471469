#!/usr/bin/env bash
# Measures, with the release server, and prints tables: some 45 minutes, and the building. BENCH_LONG_SECONDS=60 makes the two parts of ten
# minutes shorter.
#   scripts/bench.sh [--only-history | --only-bombs | --only-nodes | --only-latency | --only-fan-out | --only-durable | --only-memory |
#                     --only-long | --only-siege | --only-opening | --only-dragging | --only-writing | --only-list]
set -euo pipefail
cd "$(dirname "$0")/.."
only="${1:-}"
# What a long history costs, natively: one edit at 50,000 changes may take at most 1.2 times as long as at 500.
if [[ $only != --only-* || $only == --only-history ]]; then
    cargo run --quiet --release -p trama-shared --example long_history
fi
# What hostile messages cost the server, and those who work on it meanwhile.
if [[ $only != --only-* || $only == --only-bombs ]]; then
    cargo test --quiet --workspace --locked --release --test server -- --ignored --nocapture what_a_bomb_costs
fi
# How soon another server of the same database goes on where one has died.
if [[ $only != --only-* || $only == --only-nodes ]]; then
    cargo test --quiet --workspace --locked --release --test server -- --nocapture killed_under_load
fi
if [[ $only != --only-history && $only != --only-bombs && $only != --only-nodes ]]; then
    cargo build --quiet --release --locked --package trama-server --examples
    if [[ ! $only =~ ^--only-(opening|dragging|writing|list)$ ]]; then
        peers=e2e/bench/peers
        wanted=$(sha256sum "$peers/package-lock.json")
        if [[ $(cat "$peers/node_modules/.installed" 2>/dev/null) != "$wanted" ]]; then
            echo "==> installing the peers; their storage is compiled, which takes minutes"
            # With the headers that lie beside node.
            (cd "$peers" && npm_config_nodedir="$(dirname "$(dirname "$(readlink -f "$(command -v node)")")")" npm ci --no-audit --no-fund --loglevel=error)
            printf '%s\n' "$wanted" >"$peers/node_modules/.installed"
        fi
    fi
    TRAMA_BIN="$PWD/target/release/trama" exec node e2e/bench/run.js "$@"
fi
