#!/bin/sh
# The demo county: every planted fault is found, and nothing else; a second run says the same.
# Usage: demo.sh PROGRAM SOURCE_DIR
set -eu
program=$1
source=$2
compare=$(dirname "$program")/compare_truth
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

XUNJIAN_DATA=$source/data "$program" demo --out "$out/county" --quiet
for file in findings.jsonl sites.jsonl accounts.jsonl run.json index.html notice.docx annex.xlsx notice.json; do
    test -s "$out/county/$file" || { echo "$file is missing or empty"; exit 1; }
done
"$compare" "$source/data/demo/truth.jsonl" "$out/county"
grep -q '"lexicons": *\[{"name": *"base","version": *"20' "$out/county/run.json" ||
    { echo "run.json does not name its lexicons"; exit 1; }
# A site that gave no answer, and an account of a file that the office collected, have no answer to show.
if grep -F '"evidence":[]' "$out/county/findings.jsonl" | grep -vF -e '"check":"site-unreachable"' -e '"site":"快手:云溪市场监管"'; then
    echo "findings without evidence"
    exit 1
fi

XUNJIAN_DATA=$source/data "$program" demo --out "$out/county" --quiet
"$compare" "$source/data/demo/truth.jsonl" "$out/county"

# With a browser the pages that scripts fill are judged too: some of what was unknown is clean or a fault then.
chromium=/usr/lib/chromium/chromium-headless-shell
if [ -x "$chromium" ]; then
    grep -vxFf "$source/data/demo/browser-gone.jsonl" "$source/data/demo/truth.jsonl" >"$out/truth.jsonl"
    cat "$source/data/demo/browser-new.jsonl" >>"$out/truth.jsonl"
    for round in 1 2; do
        XUNJIAN_DATA=$source/data "$program" demo --out "$out/browser" --quiet --browser "$chromium"
        "$compare" "$out/truth.jsonl" "$out/browser" || { echo "with a browser, round $round"; exit 1; }
    done
else
    echo "the browser's part is skipped: chromium-headless-shell is not installed"
fi
