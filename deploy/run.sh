#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# From a bare Debian 12 to a running hotline: installs the packages that are missing, builds the release, imports
# the shipped facts on the first run and serves on 127.0.0.1:8080. `--prepare` stops before serving.
set -eu
cd "$(dirname "$0")/.."

packages='cmake ninja-build gcc libc6-dev pkg-config gzip libwebsockets-dev libwebsockets-evlib-ev libev-dev libcurl4-openssl-dev libcjson-dev libsqlite3-dev
 libssl-dev libutf8proc-dev libstemmer-dev libconfuse-dev libargon2-dev esbuild ca-certificates'
data=${LURUS_DATA:-./lurus-data}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        echo "lurus: deploy/run.sh: these packages are missing:$missing; install them as root, or install sudo" >&2
        exit 1
    fi
}

missing=
for p in $packages; do
    dpkg-query -W -f '${Status}' "$p" 2>/dev/null | grep -q 'ok installed' || missing="$missing $p"
done
if [ -n "$missing" ]; then
    echo "Memasang paket / installing:$missing" >&2
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq
    # shellcheck disable=SC2086
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
fi

echo "Membangun / building…" >&2
mkdir -p build
{ cmake --preset release && cmake --build --preset release; } >build/run.log 2>&1 || {
    tail -n 30 build/run.log >&2
    echo "lurus: deploy/run.sh: the build failed; the whole log is build/run.log" >&2
    exit 1
}
lurus=build/release/lurus

mkdir -p "$data"
chmod 700 "$data"
if [ ! -e "$data/lurus.conf" ]; then
    cp deploy/lurus.conf "$data/lurus.conf"
    chmod 600 "$data/lurus.conf"
fi
if [ ! -e "$data/lurus.db" ]; then
    for facts in intents/facts/*.jsonl; do
        "$lurus" -c "$data/lurus.conf" import "$facts" >&2
    done
fi
[ "${1:-}" = --prepare ] && exit 0

echo "Buka / open: http://127.0.0.1:8080/chat"
echo "Ketik / type: prakerja · brp lembaga pelatihan · apa benar daftar di prakerja.vip"
echo "Data: $data (lurus.db, lurus.key, lurus.conf) · Ctrl-C berhenti / stops"
exec "$lurus" -c "$data/lurus.conf" serve
