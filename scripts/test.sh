#!/usr/bin/env bash
# Proves everything, or only the steps named as arguments. A step that fails does not stop the next
# ones, unless they need it; the end says which failed and exits non-zero.
set -uo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/target/tools/bin:$PATH"
export CARGO_TERM_COLOR="${CARGO_TERM_COLOR:-never}"
# A failure must look the same here and in CI.
export RUST_BACKTRACE="${RUST_BACKTRACE:-1}"
# So must what property tests try; set another seed to try something new.
export PROPTEST_RNG_SEED="${PROPTEST_RNG_SEED:-20261121}"

# One selection of packages everywhere: cargo would build dependencies anew for another one.
native=(--workspace --locked)
wasm=(--package trama-app --package trama-shared --target wasm32-unknown-unknown --locked)

step_tools() { scripts/tools.sh test; }
step_format() { cargo fmt --all --check; }
step_dependencies() { scripts/deny.sh; }
step_clippy() { cargo clippy "${native[@]}" --all-targets --quiet -- -D warnings; }
step_clippy_wasm() { cargo clippy "${wasm[@]}" --quiet -- -D warnings; }
step_build_tests() { cargo test "${native[@]}" --no-run --quiet; }
step_rust() { cargo test "${native[@]}" --no-fail-fast; }
step_networkx() { scripts/networkx.sh; }
step_app() { make --no-print-directory app; }
step_size() { node scripts/size.mjs dist; }
step_browsers() { (cd e2e && TRAMA_E2E_RETRIES=1 npx playwright test --project=chromium); }
# One of the foreign acceptance tests was once told, on a busy machine, that a document is unavailable; the race is not found yet.
step_interop() { (cd e2e && npx vitest run --retry=1); }

all=(tools format dependencies clippy clippy-wasm build-tests rust networkx app size browsers interop)
# What a step cannot do without.
needs() {
    case $1 in
        rust | networkx) echo build-tests ;;
        size) echo app ;;
        browsers) echo "build-tests app" ;;
        interop) echo build-tests ;;
    esac
}

# What a failed step said of its failures, so that the end of a long output is enough to know where to look.
digest() {
    local plain
    plain=$(sed -E 's/\x1b\[[0-9;]*m//g' "$1")
    grep -m 40 -E '^test .* FAILED$|^error(\[|:)|panicked at|^ +[0-9]+\) \[|^ +(Error|TimeoutError|AssertionError): |^ +(Locator|Expected|Received|Timeout)[^:]*: |^ FAIL ' <<<"$plain" \
        || tail -n 15 <<<"$plain"
}

steps=("$@")
[ $# -gt 0 ] || steps=("${all[@]}")
passed=0 failed=0
declare -A broken
summary=()
logs=target/test-logs
rm -rf "$logs"
mkdir -p "$logs"
begin=$SECONDS

for step in "${steps[@]}"; do
    if ! declare -F "step_${step//-/_}" >/dev/null; then
        echo "error: there is no step '$step'; there are: ${all[*]}" >&2
        exit 2
    fi
    missing=
    for need in $(needs "$step"); do [ -n "${broken[$need]:-}" ] && missing=$need; done
    if [ -n "$missing" ]; then
        broken[$step]=1 failed=$((failed + 1))
        summary+=("NOT RUN  $step (needs $missing)")
        continue
    fi
    printf '\n==> %s\n' "$step"
    started=$SECONDS
    if "step_${step//-/_}" </dev/null 2>&1 | tee "$logs/$step.log"; then
        passed=$((passed + 1))
        summary+=("ok       $step  $((SECONDS - started)) s")
    else
        broken[$step]=1 failed=$((failed + 1))
        summary+=("FAILED   $step  $((SECONDS - started)) s")
    fi
    # Without the tools nothing below can say anything true.
    [ "$step" = tools ] && [ -n "${broken[tools]:-}" ] && break
done

printf '\n==> summary (%d min %d s)\n' $(((SECONDS - begin) / 60)) $(((SECONDS - begin) % 60))
printf '%s\n' "${summary[@]}"
printf '%d passed, %d failed\n' "$passed" "$failed"
for step in "${steps[@]}"; do
    if [ -n "${broken[$step]:-}" ] && [ -s "$logs/$step.log" ]; then
        printf '\n==> %s said (whole: %s)\n' "$step" "$logs/$step.log"
        digest "$logs/$step.log"
    fi
done
if grep -q '^ *[0-9]* flaky$' "$logs/browsers.log" 2>/dev/null; then
    printf '\n==> passed only when tried again: a race to be found\n'
    sed -n '/^ *[0-9]* flaky$/,/^ *[0-9]* passed/p' "$logs/browsers.log"
fi
[ "$failed" -eq 0 ]
