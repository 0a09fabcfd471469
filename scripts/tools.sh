#!/usr/bin/env bash
# Brings every tool that Trama needs beyond git, make, a C compiler, rustup and Node, pinned, into
# target/tools (ignored by git) or as a Debian package. What is already there is skipped at once.
#
#   scripts/tools.sh build   what `make run` needs: wasm target, trunk, wasm-bindgen, wasm-split-cli, wasm-opt
#   scripts/tools.sh test    the above, cargo-deny, Chromium, PostgreSQL, networkx and the packages of e2e/
set -euo pipefail
cd "$(dirname "$0")/.."

# wasm-bindgen-cli must be the very version of the wasm-bindgen crate in Cargo.lock, and Trunk.toml
# names it too: change them together.
TRUNK=0.21.14          # 0.22 wants a newer compiler than the project's minimum
WASM_BINDGEN=0.2.130
WASM_SPLIT=0.2.4       # reads what wasm-bindgen of this version writes, and the macros of wasm_split_helpers in Cargo.lock
BINARYEN=132.0.0       # Debian's own (108) succeeds and writes a broken module
CARGO_DENY=0.20.2
NETWORKX=3.6

tools="$PWD/target/tools"
mkdir -p "$tools/bin" "$tools/stamps"

say() { printf '==> %s\n' "$*"; }
fail() { printf 'error: %s\n' "$*" >&2; exit 1; }

# A tool is there when its stamp of this very version is and its program can be run.
have() { [ -e "$tools/stamps/$1-$2" ] && [ -x "$tools/bin/$1" ]; }
stamp() { rm -f "$tools/stamps/$1-"[0-9]*; : >"$tools/stamps/$1-$2"; }

command -v cargo >/dev/null || fail "cargo is missing: install the stable toolchain with rustup (https://rustup.rs)"
command -v node >/dev/null || fail "node is missing: install Node.js 20 or newer"
command -v npm >/dev/null || fail "npm is missing: it comes with Node.js; on Debian: apt-get install npm"
[ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ] || fail "Node.js 20 or newer is needed, found $(node --version)"

# They are compiled once and used as tools: compiling fast beats running fast.
cargo_tool() { # crate, version, program, further arguments
    local crate=$1 version=$2 program=$3
    shift 3
    have "$program" "$version" && return
    say "$program $version: compiling it into target/tools (once; some minutes)"
    CARGO_TARGET_DIR="$tools/build" CARGO_PROFILE_RELEASE_LTO=false CARGO_PROFILE_RELEASE_OPT_LEVEL=1 \
        CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_DEBUG=false \
        cargo install "$crate" --version "=$version" --root "$tools" --force --quiet "$@" \
        || fail "$crate $version did not build; what cargo said is above"
    stamp "$program" "$version"
    say "$program $version: ready"
}

wasm_target() {
    local target=wasm32-unknown-unknown
    [ -d "$(rustc --print target-libdir --target $target)" ] && return
    command -v rustup >/dev/null || fail "the Rust target $target is missing and there is no rustup to add it: install the toolchain with rustup"
    say "Rust target $target: adding it with rustup"
    rustup target add $target
}

wasm_opt() {
    have wasm-opt "$BINARYEN" && return
    say "wasm-opt (binaryen $BINARYEN): installing it into target/tools with npm"
    mkdir -p "$tools/npm"
    npm install --prefix "$tools/npm" --no-audit --no-fund --no-save --loglevel=error "binaryen@$BINARYEN"
    ln -sf ../npm/node_modules/.bin/wasm-opt "$tools/bin/wasm-opt"
    stamp wasm-opt "$BINARYEN"
}

# Installs Debian packages, as root or with sudo. What they are for is told when that cannot be.
debian() { # what needs them, packages...
    local what=$1
    shift
    command -v apt-get >/dev/null || fail "$what: install $* by hand (this is not a Debian machine)"
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
            as_root=(sudo -n)
        elif command -v sudo >/dev/null && [ -t 0 ]; then
            say "$*: sudo may ask for your password, to install Debian's packages"
            as_root=(sudo)
        else
            fail "$what, and this user may not install it; as root run: apt-get install -y --no-install-recommends $*"
        fi
    fi
    say "$*: installing Debian's packages"
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >"$tools/apt.log" 2>&1 \
        || { tail -n 20 "$tools/apt.log" >&2; fail "apt-get could not install $*; the log is target/tools/apt.log"; }
}

chromium() {
    command -v chromium >/dev/null || debian "the browser tests need Chromium, as 'chromium' in PATH" chromium
}

# The tests start their own PostgreSQL from these programs; a server of the machine's own is neither needed nor made.
postgres() {
    compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null && return
    local settings=/etc/postgresql-common/createcluster.conf
    if [ ! -e "$settings" ]; then
        debian "the tests of the second storage need PostgreSQL's programs" postgresql-common
        sed -i 's/^#\?create_main_cluster.*/create_main_cluster = false/' "$settings" 2>/dev/null \
            || sudo -n sed -i 's/^#\?create_main_cluster.*/create_main_cluster = false/' "$settings"
    fi
    debian "the tests of the second storage need PostgreSQL's programs" postgresql-15
}

# networkx reads back what Trama exports, and measures it again: `networkx-python` is the Python that has it.
networkx() {
    have networkx-python "$NETWORKX" && return
    python3 -c 'import ensurepip, venv' 2>/dev/null || debian "the exports are checked with networkx, which needs Python" python3 python3-venv
    say "networkx $NETWORKX: installing it into target/tools with pip"
    python3 -m venv --clear "$tools/python"
    "$tools/python/bin/pip" install --quiet --disable-pip-version-check "networkx==$NETWORKX"
    # A link would lose its way to the packages.
    printf '#!/bin/sh\nexec "%s" "$@"\n' "$tools/python/bin/python" >"$tools/bin/networkx-python"
    chmod +x "$tools/bin/networkx-python"
    stamp networkx-python "$NETWORKX"
}

e2e_packages() {
    [ -e e2e/package-lock.json ] || return 0
    local wanted
    wanted=$(node -p "require('crypto').createHash('sha256').update(require('fs').readFileSync('e2e/package-lock.json')).digest('hex')")
    [ "$(cat e2e/node_modules/.installed 2>/dev/null)" = "$wanted" ] && return
    say "e2e: installing its npm packages (no browser download)"
    # Not `npm ci`: it refuses a lock file that does not list the optional packages of every other
    # platform. What the lock file lists is installed as listed, and it is not rewritten.
    (cd e2e && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm install --no-save --no-audit --no-fund --loglevel=error)
    printf '%s\n' "$wanted" >e2e/node_modules/.installed
}

wasm_target
wasm_opt
cargo_tool trunk "$TRUNK" trunk --locked --no-default-features --features rustls
# Its own lock file names yanked crates, so it is resolved anew.
cargo_tool wasm-bindgen-cli "$WASM_BINDGEN" wasm-bindgen --no-default-features
cargo_tool wasm_split_cli_support "$WASM_SPLIT" wasm-split-cli --locked --features build-binary
case "${1:-build}" in
    build) ;;
    test)
        chromium
        postgres
        cargo_tool cargo-deny "$CARGO_DENY" cargo-deny --locked --no-default-features
        networkx
        e2e_packages
        ;;
    *) fail "unknown argument '$1': use build or test" ;;
esac
rm -rf "$tools/build"
