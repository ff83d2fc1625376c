#!/bin/sh
# A round that inspects its own lists: opened, cut off, gone on with, frozen, written down.
# Usage: round.sh PROGRAM SOURCE_DIR
set -eu
program=$1
source=$2
county=$source/data/demo
out=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$out"' EXIT INT TERM
export XUNJIAN_DATA="$source/data"
mkdir "$out/office"
store=sqlite:$out/office/xunjian.db

fail() {
    echo "$*"
    exit 1
}
round() {
    "$program" round "$@" --store "$store" >"$out/said" 2>&1
}
says() {
    grep -q "$1" "$out/said" || fail "no \"$1\" in: $(cat "$out/said")"
}

"$program" demo --serve >"$out/serve" 2>&1 &
server=$!
for _ in 1 2 3 4 5 6 7 8 9 10; do
    grep -q curl "$out/serve" 2>/dev/null && break
    sleep 0.3
done
rules=$(sed -n 's/.*inspect.*\(--connect-to :443[^-]*--connect-to :80:[0-9.:]*\).*/\1/p' "$out/serve")
[ -n "$rules" ] || fail "the demo server does not say how to reach it"
# Takes the shell's place, so that a signal to it reaches the program.
start() {
    # One word a rule.
    # shellcheck disable=SC2086
    exec "$program" round run 1 --store "$store" --now 2026-11-20T09:00:00+08:00 --rate 0 --try-gap 0 --timeout 6 --quiet \
        --checks dead-link,stale-home,blank-column,hidden-link,page-tags,account-stale $rules
}

# Opened from a folder of its own: the lists are found again from elsewhere.
(cd "$county" && round new --title 2026年第四季度 --from 2026-10-01 --to 2026-11-20 --sites sites.csv --accounts accounts.csv \
    --sample 30 --seed 3 --by 张三) || fail "$(cat "$out/said")"
says 'xunjian round run 1'
round list && says '尚未巡检'
round show 1 && says '^注意：本轮尚未完成，20 个网站（账号）中有 20 个没有巡检结果，巡检还没有结束'
if round freeze 1; then
    fail "a round that was not inspected is frozen"
fi
says '还没有巡检；先运行 xunjian round run 1'
if round new --title x --from 2026-10-01 --to 2026-11-20 --sites "$county/sites.csv" --run 1; then
    fail "a round on a list and on a run"
fi
if "$program" round run 1 --store "$store" --sites "$county/sites.csv" 2>"$out/said"; then
    fail "other lists than the round's"
fi

start >/dev/null 2>&1 &
victim=$!
sleep 0.4
kill -9 "$victim" 2>/dev/null || true
wait "$victim" 2>/dev/null || true
(start) || fail "a round that goes on"
round list && says '第 1 次巡检' # not another one
round show 1 || fail "$(cat "$out/said")"
# A portal, 30 % of 13 departments and of 1 special site rounded up; the four that do not run.
says '^网站 10 个：.*未能判定 6，不在运行、不作判定 4'
if grep -q 尚未完成 "$out/said"; then
    fail "a whole round is called half done: $(cat "$out/said")"
fi
[ "$(wc -l <"$out/office/sites.jsonl")" = 10 ] || fail "other sites than the round's"
"$program" review confirm --check stale-home --store "$store" --by 张三 >/dev/null
round freeze 1 || fail "$(cat "$out/said")"
if (start 2>"$out/said"); then
    fail "a frozen round is inspected"
fi
says '已经冻结'
"$program" notice --round 1 -o "$out/office/n.docx" --store "$store" >/dev/null
python3 "$source/tests/program/check_notice.py" "$out/office/xunjian.db" "$out/office/n.json" "$out/office/n.docx" "$out/office/n.xlsx" >"$out/said" ||
    fail "$(cat "$out/said")"
python3 - "$out/office/n.docx" >"$out/said" <<'END'
import re, sys, zipfile
print(re.sub("<[^>]*>", "", zipfile.ZipFile(sys.argv[1]).read("word/document.xml").decode()))
END
says '正在运行的政府网站共15家，.*本次检查6家，检查比例为40.0%'
unzip_links() {
    python3 -c 'import sys, zipfile
book = zipfile.ZipFile(sys.argv[1])
print([book.read(n).count(b"evidence/0000") for n in book.namelist() if n.endswith(".rels")])' "$1"
}
# What nobody confirmed is in the tables when it is asked for.
"$program" notice --round 1 -o "$out/office/all.docx" --include-unreviewed --store "$store" >/dev/null
unzip_links "$out/office/all.xlsx" | grep -q '[1-9]' || fail "no links to the evidence"

# A list that lost one of the round's sites is no longer the round's.
cp "$county/sites.csv" "$out/list.csv"
round new --title 二 --from 2026-10-01 --to 2026-11-20 --sites "$out/list.csv" --by 张三
sed -i 2d "$out/list.csv"
if "$program" round run 2 --store "$store" 2>"$out/said"; then
    fail "a list without a site of the round"
fi
says '名单中缺少本轮的 1 个网站或账号'
