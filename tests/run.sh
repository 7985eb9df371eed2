#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# All tests: installs what they need, builds with sanitizers, runs unit, case, lint, fixture and end-to-end
# tests. `full` adds the gcc and release builds, ThreadSanitizer and fuzzing; `console` the editors' console, which is
# not part of the usual build yet. Last line: N passed, N failed, N skipped.
set -u
cd "$(dirname "$0")/.." || exit 1
mode=${1:-quick}
passed=0 failed=0 skipped=0
logs=build/logs
mkdir -p "$logs"

note() { printf '\n== %s\n' "$*"; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

packages='cmake ninja-build gcc clang libclang-rt-14-dev llvm pkg-config gzip git ca-certificates curl
 libwebsockets-dev libwebsockets-evlib-ev libev-dev libcurl4-openssl-dev libcjson-dev libsqlite3-dev libssl-dev libutf8proc-dev libstemmer-dev
 libconfuse-dev libargon2-dev esbuild chromium sqlite3 procps'
install_packages() {
    missing=
    for p in $packages; do
        dpkg-query -W -f '${Status}' "$p" 2>/dev/null | grep -q 'ok installed' || missing="$missing $p"
    done
    command -v node >/dev/null || missing="$missing nodejs"
    command -v npm >/dev/null || missing="$missing npm"
    [ -z "$missing" ] && return 0
    note "installing$missing"
    export DEBIAN_FRONTEND=noninteractive
    as_root apt-get update -qq >"$logs/apt.log" 2>&1
    # shellcheck disable=SC2086
    as_root apt-get install -y -qq --no-install-recommends $missing >>"$logs/apt.log" 2>&1 || {
        tail -n 20 "$logs/apt.log"
        return 1
    }
}

# step NAME COMMAND…: counts one test; prints the log of a failed one.
step() {
    name=$1
    shift
    if "$@" >"$logs/$name.log" 2>&1; then
        passed=$((passed + 1))
        echo "ok $name"
    else
        failed=$((failed + 1))
        echo "FAILED $name"
        tail -n 60 "$logs/$name.log"
    fi
}

# count_lines FILE: adds the `ok …` and `FAILED …` lines of a log.
count_lines() {
    ok=$(grep -c '^\([0-9]*: \)\{0,1\}ok ' "$1")
    bad=$(grep -c '^\([0-9]*: \)\{0,1\}FAILED ' "$1")
    skip=$(grep -c '^\([0-9]*: \)\{0,1\}skipped ' "$1")
    passed=$((passed + ok))
    failed=$((failed + bad))
    skipped=$((skipped + skip))
}

# suite NAME COMMAND…: a program that prints ok and FAILED lines itself.
suite() {
    name=$1
    shift
    "$@" >"$logs/$name.log" 2>&1
    rc=$?
    before=$failed
    count_lines "$logs/$name.log"
    if [ $rc -ne 0 ] && [ $failed -eq $before ]; then failed=$((failed + 1)); fi
    if [ $rc -ne 0 ]; then
        echo "FAILED $name"
        grep -v '^\([0-9]*: \)\{0,1\}ok ' "$logs/$name.log" | tail -n 60
    else
        echo "ok $name"
    fi
    grep '^note: ' "$logs/$name.log"
}

# node_suite NAME FILE…: Node's test runner. A failed test may leave its service running, which it would wait for.
node_suite() {
    name=$1
    shift
    timeout -k 10 600 node --test --test-concurrency=1 --test-reporter=tap "$@" >"$logs/$name.log" 2>&1
    rc=$?
    p=$(sed -n 's/^# pass \([0-9]*\).*/\1/p' "$logs/$name.log" | tail -n 1)
    f=$(sed -n 's/^# fail \([0-9]*\).*/\1/p' "$logs/$name.log" | tail -n 1)
    s=$(sed -n 's/^# skipped \([0-9]*\).*/\1/p' "$logs/$name.log" | tail -n 1)
    passed=$((passed + ${p:-0}))
    skipped=$((skipped + ${s:-0}))
    if [ $rc -ne 0 ]; then
        [ "${f:-0}" = 0 ] && f=1
        failed=$((failed + f))
        echo "FAILED $name"
        grep -E '^( *)not ok|error:|expected|actual|AssertionError' "$logs/$name.log" | head -n 60
    else
        echo "ok $name (${p:-0})"
    fi
    grep -E '^# (note|bound): ' "$logs/$name.log" | sed 's/^# //'
}

build() {
    cmake --preset "$1" && cmake --build --preset "$1"
}

end_to_end() {
    LURUS_BIN=$1
    export LURUS_BIN
    for file in tests/e2e/*.test.js; do
        [ -e "$file" ] && node_suite "e2e-$(basename "$file" .test.js)-$2" "$file"
    done
}

finish() {
    echo
    echo "$passed passed, $failed failed, $skipped skipped"
    [ "$failed" = 0 ] && [ "$passed" -gt 0 ]
    exit $?
}

install_packages || { failed=1; finish; }
[ -d ../shared ] || echo "note: ../shared is not there; the tests that need it say so"
note "build with AddressSanitizer and UndefinedBehaviorSanitizer"
step build-dev build dev
[ "$failed" = 0 ] || finish
note "lint, unit and case tests"
suite lint node tests/lint/lint.js
suite unit ctest --preset dev -V -j 2
if [ -e tests/shipped/run.sh ]; then
    LURUS_BIN=build/dev/lurus suite shipped sh tests/shipped/run.sh
fi
step check build/dev/lurus -c tests/check.conf check
if [ -e tests/package.json ]; then
    note "end to end, in the browser and on raw sockets"
    step npm sh -c 'cd tests && npm ci --no-audit --no-fund'
    end_to_end build/dev/lurus dev
fi
if [ "$mode" = console ]; then
    note "the editors' console, in the browser"
    step build-console sh -c 'cmake --preset dev -B build/console -DLURUS_CONSOLE=ON && cmake --build build/console --target lurus'
    LURUS_BIN=build/console/lurus
    export LURUS_BIN
    for file in tests/console/*.test.js; do
        node_suite "console-$(basename "$file" .test.js)" "$file"
    done
fi
if [ "$mode" = full ]; then
    note "gcc, coverage, release and ThreadSanitizer builds"
    step build-gcc build gcc
    suite unit-gcc ctest --preset gcc -V -j 2
    step build-coverage build coverage
    step build-release build release
    end_to_end build/release/lurus release
    step build-tsan build tsan
    suite unit-tsan ctest --preset tsan -V -j 2
    end_to_end build/tsan/lurus tsan
    if [ -e tests/fuzz/run.sh ]; then
        note "fuzzing"
        suite fuzz sh tests/fuzz/run.sh 60
    fi
fi
finish
