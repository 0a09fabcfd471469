#!/usr/bin/env bash
# Exports two networks and lets networkx read them back and measure them. Needs the built tests and
# the tools of `scripts/tools.sh test`.
set -euo pipefail
cd "$(dirname "$0")/.."

out=target/networkx
folders=()
for file in shared/tests/networks/golden.json demo/marisol.json; do
    folder="$out/$(basename "$file" .json)"
    mkdir -p "$folder"
    target/debug/examples/measure_network "$file" "$folder"
    folders+=("$folder")
done
target/tools/bin/networkx-python scripts/networkx_check.py "${folders[@]}"
