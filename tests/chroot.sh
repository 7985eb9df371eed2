#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Proves the two commands of the README on a bare Debian 12: an empty chroot, a clean clone, nothing else. As root;
# needs mmdebstrap. `sh tests/chroot.sh` runs deploy/run.sh, asks it something, stops it, installs the package and
# runs the quick tests; `sh tests/chroot.sh run` leaves the tests out.
set -eu
cd "$(dirname "$0")/.."
root=$(mktemp -d)
started=$(date +%s)
say() { printf '[%4ds] %s\n' $(($(date +%s) - started)) "$*"; }
cleanup() {
    umount -l "$root/proc" "$root/dev" 2>/dev/null || true
    rm -rf "$root"
}
trap cleanup EXIT

say "mmdebstrap --variant=minbase bookworm"
mmdebstrap --quiet --variant=minbase bookworm - | tar -C "$root" -x
cp /etc/resolv.conf /etc/hosts "$root/etc/" 2>/dev/null || true
mount --bind /dev "$root/dev"
mount -t proc proc "$root/proc"
git clone -q . "$root/lurus"
# A machine that reaches the registries through its own authority lends its certificates.
authority=${NODE_EXTRA_CA_CERTS:-/etc/ssl/certs/ca-certificates.crt}
[ -e "$authority" ] && cp "$authority" "$root/machine.pem"
inside() { chroot "$root" env -i NODE_EXTRA_CA_CERTS=/machine.pem PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 "$@"; }

say "sh deploy/run.sh --prepare"
inside sh /lurus/deploy/run.sh --prepare
say "sh deploy/run.sh"
inside sh /lurus/deploy/run.sh >"$root/run.out" 2>"$root/run.err" &
for _ in $(seq 600); do
    grep -q '^ready on' "$root/run.err" && break
    sleep 0.1
done
cat "$root/run.out"
grep '^ready on' "$root/run.err"
inside /lurus/build/release/lurus -c /lurus/lurus-data/lurus.conf ask "brp lembaga pelatihan prakerja"
pid=$(pgrep -f "lurus-data/lurus.conf serve" | head -n 1)
kill -INT "$pid"
wait $! && say "stopped by Ctrl-C: exit 0"
say "the data stay: $(inside ls /lurus/lurus-data | tr '\n' ' ')"

say "cpack -G DEB, installed and started"
inside sh -c 'cd /lurus/build/release && cpack -G DEB >/dev/null && apt-get install -y -qq ./lurus_*.deb >/dev/null 2>&1'
inside sh -c 'setpriv --reuid=lurus --regid=lurus --clear-groups lurus -c /etc/lurus/lurus.conf serve >/tmp/deb.out 2>&1 & sleep 1; grep "^ready on" /tmp/deb.out; kill %1 2>/dev/null || pkill -x lurus; wait'
[ "${1:-}" = run ] && exit 0

say "sh tests/run.sh"
inside sh /lurus/tests/run.sh
say "done"
