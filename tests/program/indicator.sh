#!/bin/sh
# Indicator sets from outside: listed, shown, checked; an inspection judges by the one that is named.
# Usage: indicator.sh PROGRAM SOURCE_DIR
set -eu
program=$1
source=$2
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
export XUNJIAN_DATA="$source/data"

fail() {
    echo "$*"
    exit 1
}

for set in national-2019 national-2015 sichuan-2021 hanzhong-2022; do
    "$program" indicator list | grep -q "^$set " || fail "$set is not listed"
    "$program" indicator check "$source/data/indicator/$set.yaml" >/dev/null
done
"$program" indicator show national-2019 >"$out/show"
grep -q '至少 140 次' "$out/show" || fail "the arithmetic of visits is not shown"
grep -q 'W4.3  空白栏目' "$out/show" || fail "W4.3 is not shown"
# The number 5 of W6.2 was never seen in the text: it must not look official.
grep -A 3 'W6.2' "$out/show" | grep '5 个' | grep -q '未经核实' || fail "W6.2 looks official"

sed 's/version: /colour: /' "$source/data/indicator/national-2019.yaml" >"$out/bad.yaml"
if "$program" indicator check "$out/bad.yaml" 2>"$out/said"; then
    fail "a bad file is taken"
fi
grep -q 'bad.yaml:[0-9]*：.*colour' "$out/said" || fail "no file, line, reason: $(cat "$out/said")"
status=0
"$program" indicator show nowhere 2>/dev/null || status=$?
[ "$status" = 1 ] || fail "an unknown set ends with $status"
status=0
"$program" indicator 2>/dev/null || status=$?
[ "$status" = 2 ] || fail "wrong use ends with $status"
