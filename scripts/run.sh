#!/usr/bin/env bash
# Starts the release server on a data folder, with the demonstration case where there is no case yet.
# Called by `make run`, which has built everything.
set -euo pipefail
cd "$(dirname "$0")/.."
host=$1 port=$2 data=$3
trama=target/release/trama

mkdir -p "$data"
if [ "$("$trama" case list --json --data "$data")" = "[]" ]; then
    echo "==> no case yet: importing the demonstration case"
    "$trama" import demo/marisol.json --data "$data"
fi
echo "==> starting on http://$host:$port (Ctrl-C ends it)"
echo "    The first time, open the link that the server prints below and choose a name and a password;"
echo "    later, sign in with them. \`$trama --help\` tells what else it can do."
exec "$trama" serve --data "$data" --listen "$host:$port" --app dist
