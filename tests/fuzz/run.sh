#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Builds the fuzz targets and runs each for SECONDS (60) from its kept corpus; new inputs go to build/fuzz/corpus.
set -u
cd "$(dirname "$0")/../.." || exit 1
seconds=${1:-60}
cmake --preset fuzz >/dev/null && cmake --build --preset fuzz >build/fuzz-build.log 2>&1 || {
    tail -n 30 build/fuzz-build.log
    echo "FAILED fuzz-build"
    exit 1
}
rc=0
for target in tests/fuzz/fuzz_*.c; do
    name=$(basename "$target" .c)
    new=build/fuzz/corpus/$name
    mkdir -p "$new" "tests/fuzz/corpus/${name#fuzz_}"
    dict=
    [ -e "tests/fuzz/$name.dict" ] && dict=-dict=tests/fuzz/$name.dict
    if build/fuzz/"$name" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=16384 -print_final_stats=1 \
        -artifact_prefix="build/fuzz/$name-" $dict "$new" "tests/fuzz/corpus/${name#fuzz_}" >"build/fuzz/$name.log" 2>&1; then
        echo "ok $name $(sed -n 's/^stat::number_of_executed_units: *//p' "build/fuzz/$name.log") runs"
    else
        echo "FAILED $name"
        grep -vE '^#|^INFO|^stat' "build/fuzz/$name.log" | tail -n 40
        rc=1
    fi
done
exit $rc
