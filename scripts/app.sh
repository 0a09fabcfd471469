#!/usr/bin/env bash
# Builds the app for release into dist/ and compresses what the server will send.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/target/tools/bin:$PATH"

echo "==> app: building for release (some minutes the first time)"
# Trunk passes --offline on to cargo, so that the crates must be there first.
cargo fetch --locked --quiet
# Leptos then keeps views behind one type at component borders, which makes the module 6 % smaller.
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="--cfg=erase_components"
# Trunk reads NO_COLOR as a flag of its own and refuses any value but true and false.
env -u NO_COLOR trunk build --release --offline --skip-version-check --locked
echo "==> app: compressing"
node scripts/compress.mjs dist
