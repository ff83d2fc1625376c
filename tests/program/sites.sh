#!/bin/sh
# Every little site of tests/sites/<check>/<case>, after what its folder `earlier` shows, if it has one: served, inspected by the real program, findings compared with what the case expects.
# usage: sites.sh PROGRAM SOURCE [CHECK[/CASE]], or with PART/PARTS instead every PARTS-th of them
set -u
program=$1
source=$2
only=${3:-}
part=1
parts=1
case $only in
[0-9]*/[0-9]*)
    part=${only%/*}
    parts=${only#*/}
    only=
    ;;
esac
compare=$(dirname "$program")/compare_truth
out=$(mktemp -d) || exit 1
trap 'rm -rf "$out"' EXIT INT TERM
export XUNJIAN_DATA="$source/data"
passed=0
failed=0
skipped=0
n=0
chromium=/usr/lib/chromium/chromium-headless-shell

for dir in "$source"/tests/sites/*/*/; do
    name=${dir#"$source"/tests/sites/}
    name=${name%/}
    case $name in "$only"*) ;; *) continue ;; esac
    n=$((n + 1))
    [ $((n % parts)) = $((part % parts)) ] || continue
    checks=$(sed -n 's/^checks: *\([a-z0-9,-]*\).*/\1/p' "$dir/case.yaml" 2>/dev/null)
    browser=off
    if grep -q '^browser: *true' "$dir/case.yaml" 2>/dev/null; then
        if [ ! -x "$chromium" ]; then
            skipped=$((skipped + 1))
            continue
        fi
        browser=$chromium
    fi
    rm -rf "$out/case"
    if [ -d "$dir/earlier" ]; then
        "$program" demo --county "$dir/earlier" --out "$out/case" --quiet --browser off ${checks:+--checks "$checks"} >"$out/log" 2>&1
    fi
    if "$program" demo --county "$dir" --out "$out/case" --quiet --browser "$browser" ${checks:+--checks "$checks"} >"$out/log" 2>&1 &&
        "$compare" "$dir/expected.jsonl" "$out/case" >>"$out/log" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "--- $name"
        cat "$out/log"
    fi
done
[ "$skipped" = 0 ] || echo "$skipped skipped: chromium-headless-shell is not installed"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
