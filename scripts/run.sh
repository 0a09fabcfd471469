#!/usr/bin/env bash
# Starts the release server on a data folder, with the demonstration case where there is no case yet.
# Called by `make run`, which has built everything.
set -euo pipefail
cd "$(dirname "$0")/.."
host=$1 port=$2 data=$3
mkdir -p "$data"

echo "==> starting Trama on http://$host:$port, its data in $data (Ctrl-C ends it)"
echo "    The first time, open the link that the server prints below and choose a name and a password;"
echo "    from then on sign in with them. What else it can do: target/release/trama --help"
exec target/release/trama serve --data "$data" --listen "$host:$port" --app dist --demo demo/marisol.json
