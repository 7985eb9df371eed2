#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The way of a message beside its references, interleaved in one run: libwebsockets answering 200 and nothing
# else, and an Express bot with the same promises. Prints a table; asserts nothing. ROUNDS and COUNT may be set.
# `run.sh match` measures the matcher instead, beside FTS5 on the same facts; FACTS names the sizes of the bases.
# `run.sh normalise` measures the way from raw bytes to words and to a reply, for many scripts and hostile messages.
set -eu
cd "$(dirname "$0")/../.."
rounds=${ROUNDS:-3} count=${COUNT:-60000} secret=bench-secret phone=106540352242922
work=$(mktemp -d)
trap 'kill $pids 2>/dev/null || true; rm -rf "$work"' EXIT
pids=

cmake --preset release -DLURUS_BENCH=ON >"$work/build.log" 2>&1 && cmake --build --preset release >>"$work/build.log" 2>&1 || {
    tail -n 20 "$work/build.log"
    exit 1
}
if [ "${1:-}" = normalise ]; then
    build/release/bench_normalise
    exit 0
fi
if [ "${1:-}" = match ]; then
    echo "machine: $(nproc) cores, $(uname -r); $(date -u +%F)"
    for facts in ${FACTS:-10000 100000 1000000}; do build/release/bench_match "$facts"; done
    exit 0
fi
(cd tests/bench/peer && [ -d node_modules ] || npm ci --no-audit --no-fund >"$work/npm.log" 2>&1) || { cat "$work/npm.log"; exit 1; }
load=build/release/bench_load lurus=build/release/lurus
cat intents/facts/*.jsonl >"$work/facts.jsonl"

wait_port() {
    for _ in $(seq 200); do
        if (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null || bash -c "exec 3<>/dev/tcp/127.0.0.1/$1" 2>/dev/null; then return 0; fi
        sleep 0.02
    done
    return 1
}
stop() {
    kill "$1" 2>/dev/null || true
    wait "$1" 2>/dev/null || true
}

start_lurus() {
    rm -rf "$work/lurus"
    mkdir "$work/lurus"
    cat >"$work/lurus/lurus.conf" <<EOF
server { listen = "127.0.0.1:$1" }
delivery { in_flight = ${IN_FLIGHT:-64} }
whatsapp {
    phone_number_id = "$phone" access_token = "t" app_secret = "$secret" verify_token = "v"
    api_base = "http://127.0.0.1:$2" messages_per_second = 0
}
EOF
    $lurus -c "$work/lurus/lurus.conf" import "$work/facts.jsonl" >/dev/null
    $lurus -c "$work/lurus/lurus.conf" serve 2>"$work/lurus.log" &
    pid=$!
    pids="$pids $pid"
    wait_port "$1"
}
start_express() {
    rm -f "$work"/peer.db*
    node tests/bench/peer/bot.js "$1" "$2" "$secret" "$work/facts.jsonl" "$work/peer.db" >"$work/peer.log" 2>&1 &
    pid=$!
    pids="$pids $pid"
    wait_port "$1"
}
start_bare() {
    build/release/bench_bare "$1" &
    pid=$!
    pids="$pids $pid"
    wait_port "$1"
}

# one NAME START COUNT RATE IDLE WANTS_REPLIES
port=18000
one() {
    port=$((port + 2))
    "start_$2" $port $((port + 1))
    printf '%-22s ' "$1"
    $load $port /hook/whatsapp $((port + 1)) $pid $secret $phone "$3" "$4" $(($3 / 2)) "$5" "$6"
    stop $pid
}

echo "machine: $(nproc) cores, $(uname -r); $(date -u +%F)"
round=1
while [ "$round" -le "$rounds" ]; do
    echo "--- round $round"
    one bare-lws bare "$count" 0 0 0
    one lurus lurus "$count" 0 0 1
    one express express $((count / 15)) 0 0 1
    round=$((round + 1))
done
echo "--- at a rate"
one lurus-200/s lurus 4000 200 0 1
one express-200/s express 4000 200 0 1
one lurus-1000/s lurus 20000 1000 0 1
echo "--- with 4,000 idle chats"
one lurus-idle-chats lurus "$count" 0 4000 1
echo "--- start and memory"
start_lurus 18900 18901
printf 'idle resident MiB: '
awk '/VmRSS/ { printf "%.1f\n", $2 / 1024 }' "/proc/$pid/status"
stop "$pid"
start=$(date +%s%N)
$lurus -c "$work/lurus/lurus.conf" serve 2>"$work/start.log" &
pid=$!
pids="$pids $pid"
until grep -q '^ready on' "$work/start.log"; do sleep 0.005; done
echo "start to ready s: $(awk "BEGIN { print ($(date +%s%N) - $start) / 1e9 }")"
stop "$pid"
one lurus-100k lurus 100000 0 0 1
