#!/bin/sh
# Every little site of tests/sites/<check>/<case>: served, inspected by the real program, findings compared with what the case expects.
# usage: sites.sh PROGRAM SOURCE [CHECK[/CASE]]
set -u
program=$1
source=$2
only=${3:-}
compare=$(dirname "$program")/compare_truth
out=$(mktemp -d) || exit 1
trap 'rm -rf "$out"' EXIT INT TERM
export XUNJIAN_DATA="$source/data"
passed=0
failed=0

for dir in "$source"/tests/sites/*/*/; do
    name=${dir#"$source"/tests/sites/}
    name=${name%/}
    case $name in "$only"*) ;; *) continue ;; esac
    checks=$(sed -n 's/^checks: *\([a-z0-9,-]*\).*/\1/p' "$dir/case.yaml" 2>/dev/null)
    rm -rf "$out/case"
    if "$program" demo --county "$dir" --out "$out/case" --quiet ${checks:+--checks "$checks"} >"$out/log" 2>&1 &&
        "$compare" "$dir/expected.jsonl" "$out/case" >>"$out/log" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "--- $name"
        cat "$out/log"
    fi
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
