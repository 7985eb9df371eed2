#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Asks the binary $LURUS_BIN what people really ask of the shipped facts: every row of ask.tsv, "ok" or "FAILED"
# per row, the total in the last line. The columns, split by tabs; "#" starts a comment:
#   query     as it is typed, on one line
#   lang      id or en: given as --lang, and the language that the reply must have; "id>en": asked with the
#             first, answered in the second, since the text itself tells
#   expected  the outcome, or several that are right, split by "|"; "answer/keyword" wants the rule too
#   what      the fact that answers or is among those offered, or the intent's name; "-": any
#   at        a date for --at, or nothing
# sh tests/shipped/run.sh [TABLE]
set -u
cd "$(dirname "$0")/../.." || exit 1
table=${1:-tests/shipped/ask.tsv}
bin=${LURUS_BIN:-build/dev/lurus}
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' HUP INT TERM

# One call per language and date, all its queries through stdin; the rows and the replies stay in step.
awk -F '\t' -v dir="$dir" '
    /^#/ || NF == 0 { next }
    NF < 4 { print "FAILED " FILENAME ":" FNR ": a row has 4 or 5 columns"; next }
    {
        split($2, lang, ">")
        call = lang[1] " " ($5 == "" ? "-" : $5)
        if (!(call in calls)) { calls[call] = ++count; print call > (dir "/calls") }
        print > (dir "/" calls[call] ".rows")
        print $1 > (dir "/" calls[call] ".queries")
    }' "$table" >"$dir/results"

number=0
while read -r lang at; do
    number=$((number + 1))
    set -- --lang "$lang" --json
    [ "$at" = - ] || set -- "$@" --at "$at"
    "$bin" -c tests/check.conf ask "$@" - <"$dir/$number.queries" >"$dir/$number.replies" 2>"$dir/log" || {
        echo "FAILED $bin ask $*: $(head -n 1 "$dir/log")"
    }
    awk -F '\t' -v replies="$dir/$number.replies" '
        # The value of the first "name":"…" at or after the place `from` of the JSON text; names inside the
        # texts have their quotes escaped and are not found.
        function text_of(json, name, from,    start, rest) {
            rest = substr(json, from)
            start = index(rest, "\"" name "\":\"")
            if (!start) return ""
            rest = substr(rest, start + length(name) + 4)
            return substr(rest, 1, index(rest, "\"") - 1)
        }
        function facts_of(json,    start, rest, ids) {
            start = index(json, "\"facts\":[")
            if (!start) return ""
            rest = substr(json, start)
            rest = substr(rest, 1, index(rest, "],\"links\":["))
            while (match(rest, /[{]"id":"[^"]*"/)) {
                ids = ids " " substr(rest, RSTART + 7, RLENGTH - 8)
                rest = substr(rest, RSTART + RLENGTH)
            }
            return ids
        }
        function is_expected(wanted, outcome, rule,    part, n, i) {
            n = split(wanted, part, "|")
            for (i = 1; i <= n; i++)
                if (part[i] == outcome || part[i] == outcome "/" rule) return 1
            return 0
        }
        function is_about(what, outcome, intent, ids,    first) {
            if (what == "-" || outcome == "none" || outcome == "link") return 1
            if (outcome == "intent") return intent == what
            split(ids, first, " ")
            return outcome == "answer" ? first[1] == what : index(ids " ", " " what " ") > 0
        }
        {
            got = (getline json < replies) > 0 ? json : ""
            after = index(got, "\"outcome\":\"")
            outcome = text_of(got, "outcome", 1); rule = text_of(got, "rule", after ? after : 1)
            intent = text_of(got, "intent", after ? after : 1)
            lang = text_of(got, "lang", 1)
            ids = facts_of(got)
            n = split($2, langs, ">")
            at = $5 == "" ? "" : " at " $5
            if (is_expected($3, outcome, rule) && is_about($4, outcome, intent, ids) && lang == langs[n])
                print "ok " $1 at
            else
                print "FAILED " $1 at ": " $3 " " $4 " in " langs[n] " wanted; it is " outcome "/" rule " " intent ids " in " lang
        }' "$dir/$number.rows"
done <"$dir/calls" >>"$dir/results"

cat "$dir/results"
good=$(grep -c '^ok ' "$dir/results")
bad=$(grep -c '^FAILED ' "$dir/results")
echo "shipped: $good ok, $bad failed"
[ "$bad" = 0 ] && [ "$good" -gt 0 ]
