#!/bin/sh
# What the speller finds in the tuning sets, by the strict scorer: both levels, without and with texts of the field, and how fast.
#   typo.sh PROGRAM DIR     DIR: SET.tsv, score.py, law_text.txt.gz
set -u
program=$1
sets=$2
[ -r "$sets/score.py" ] || { echo "没有 $sets，跳过 / skipped"; exit 0; }
scratch=$(mktemp -d) || exit 2
trap 'rm -rf "$scratch"' EXIT

# measure NAME SET [OPTION VALUE]: a line for each level; the time includes opening the data.
measure() {
    name=$1
    set=$2
    shift 2
    cut -f1 "$sets/$set.tsv" >"$scratch/lines"
    "$program" check "$@" --lines "$scratch/lines" >"$scratch/found" || exit 1
    printf '%-18s %-10s 疑似 %s\n' "$set" "$name" \
        "$(python3 "$sets/score.py" "$sets/$set.tsv" "$scratch/found")"
    python3 -c '
import json, sys
for line in sys.stdin:
    problems = [p for p in json.loads(line)["problems"] if p["level"] == "确认"]
    print(json.dumps({"problems": problems}))' <"$scratch/found" >"$scratch/confirmed"
    printf '%-18s %-10s 确认 %s\n' "$set" "$name" \
        "$(python3 "$sets/score.py" "$sets/$set.tsv" "$scratch/confirmed")"
}

for set in ecspell_odw ecspell_law ecspell_med sighan_revised_13 sighan_revised_14 sighan15_test \
    clean_xxqg clean_rmrb; do
    measure Debian "$set"
    measure law_text "$set" --corpus "$sets/law_text.txt.gz"
done
