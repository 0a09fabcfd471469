#!/usr/bin/env bash
# Builds the app for release into dist/, splits it into what the first page needs and what comes later, and compresses
# what the server will send. dist/ is replaced only when all of it is there.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/target/tools/bin:$PATH"
stage=target/app

echo "==> app: building for release (some minutes the first time)"
# Trunk passes --offline on to cargo, so that the crates must be there first.
cargo fetch --locked --quiet
# erase_components: Leptos keeps views behind one type at component borders, which makes the module 6 % smaller.
# trama_split, --emit-relocs: the app is written to be split, and the linker leaves word of what belongs together.
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="--cfg=erase_components --cfg=trama_split -Clink-args=--emit-relocs"
# Trunk reads NO_COLOR as a flag of its own and refuses any value but true and false.
mkdir -p "$stage"
env -u NO_COLOR trunk build --release --offline --skip-version-check --locked --dist "$stage"
echo "==> app: splitting"
node scripts/split.mjs "$stage" target/wasm32-unknown-unknown/wasm-release/trama-app.wasm
echo "==> app: compressing"
node scripts/compress.mjs "$stage"
rm -rf dist
mv "$stage" dist
