#!/usr/bin/env bash
# The long proofs. `make test` runs the same tests with fewer rounds.
set -euo pipefail
cd "$(dirname "$0")/.."
export TRAMA_SEEDS="${TRAMA_SEEDS:-5000}"
export TRAMA_KILL_ROUNDS="${TRAMA_KILL_ROUNDS:-1000}"
export TRAMA_MUTATIONS="${TRAMA_MUTATIONS:-1000000}"
export TRAMA_TOUCHED="${TRAMA_TOUCHED:-100000}"

echo "==> simulation: $TRAMA_SEEDS seeds"
cargo test --workspace --locked --release --test simulation -- --nocapture
echo "==> kill -9: $TRAMA_KILL_ROUNDS rounds"
cargo test --workspace --locked --release --test server -- kills --nocapture
echo "==> damage: $TRAMA_MUTATIONS messages through sockets"
cargo test --workspace --locked --release --test server -- mutations --nocapture
echo "==> memory: $TRAMA_TOUCHED documents that somebody has touched"
cargo test --workspace --locked --release --test server -- --ignored --nocapture a_touched_document_leaves_little
