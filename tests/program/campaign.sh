#!/bin/sh
# What was found with a list of articles or words stays open when a later inspection has no list.
# usage: campaign.sh PROGRAM SOURCE
set -u
program=$1
source=$2
export XUNJIAN_DATA="$source/data"
out=$(mktemp -d) || exit 1
trap 'rm -rf "$out"' EXIT INT TERM

fail() {
    echo "FAILED: $*"
    cat "$out/log"
    exit 1
}
inspect() {
    "$program" demo --county "$out/county" --out "$out/$1" --quiet --browser off >"$out/log" 2>&1 || fail "the inspection of $1"
}
# How many findings of the check there are, and how many of them are gone.
count() {
    python3 - "$out/$1/xunjian.db" "$1" <<'END'
import sqlite3, sys
print(*sqlite3.connect(sys.argv[1]).execute(
    "SELECT count(*), total(gone <> 0) FROM finding WHERE check_id = ?", sys.argv[2:]).fetchone())
END
}

for case in campaign-article/hit-missing campaign-word/hit-left-over; do
    check=${case%/*}
    cp -r "$source/tests/sites/$case" "$out/county"
    inspect "$check"
    before=$(count "$check")
    case $before in
        [1-9]*' 0.0') ;;
        *) fail "$check with its list: $before" ;;
    esac
    rm -f "$out/county/articles.csv" "$out/county/words.txt"
    inspect "$check"
    after=$(count "$check")
    [ "$before" = "$after" ] || fail "$check without its list: $after, not $before"
    rm -rf "$out/county"
done
