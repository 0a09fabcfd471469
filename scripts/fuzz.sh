#!/usr/bin/env bash
# Coverage-guided fuzzing of the wire, the chunk guard and the room: so many seconds each (60), or of one target only.
#   scripts/fuzz.sh [SECONDS [wire|guard|room]]
# What it finds is left in target/fuzz; a finding that is understood goes into fuzz/corpus, where `make test` tries it.
set -euo pipefail
cd "$(dirname "$0")/.."
command -v c++ >/dev/null || {
    echo "error: libFuzzer is built with a C++ compiler, and there is none (on Debian: apt-get install g++)" >&2
    exit 1
}
seconds="${1:-60}"
targets=("${2:-wire}")
[ $# -ge 2 ] || targets=(wire guard room)
# What cargo-fuzz passes too; libFuzzer needs nothing else, and these are flags of the stable compiler.
flags="-Cpasses=sancov-module -Ccodegen-units=1"
for flag in -level=4 -inline-8bit-counters -pc-table -trace-compares; do
    flags+=" -Cllvm-args=-sanitizer-coverage$flag"
done
RUSTFLAGS="$flags" cargo build --quiet --release --locked --manifest-path fuzz/targets/Cargo.toml \
    --target x86_64-unknown-linux-gnu --target-dir target/fuzz
for target in "${targets[@]}"; do
    echo "==> $target: $seconds s"
    mkdir -p "target/fuzz/corpus/$target"
    "target/fuzz/x86_64-unknown-linux-gnu/release/$target" "target/fuzz/corpus/$target" "fuzz/corpus/$target" \
        -max_total_time="$seconds" -max_len=16384 -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
        -artifact_prefix="target/fuzz/$target-" 2>&1 |
        grep -E 'DONE|stat::|ERROR|SUMMARY|Base64|artifact_prefix'
done
