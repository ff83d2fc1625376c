#!/bin/sh
# From findings to a verdict through a person: dismissed ones do not come back, the sheet goes out and in.
# Usage: review.sh PROGRAM SOURCE_DIR
set -eu
program=$1
source=$2
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
export XUNJIAN_DATA="$source/data"
store="--store sqlite:$out/county/xunjian.db"

fail() {
    echo "$*"
    exit 1
}
# shellcheck disable=SC2086
review() {
    "$program" review "$@" $store
}

"$program" demo --out "$out/county" --quiet
grep -q '"check":"hidden-link"' "$out/county/findings.jsonl" || fail "nothing to review"
review confirm --check stale-home --by 张三 >/dev/null
review dismiss --check hidden-link --reason 已核实不是暗链 --by 张三 >/dev/null
if review dismiss --check dead-link --by 张三 2>"$out/said"; then
    fail "a dismissal without a reason is taken"
fi
review log | grep -q '张三  排除' || fail "the log does not say who dismissed what"

"$program" demo --out "$out/county" --quiet
if grep '"check":"hidden-link"' "$out/county/findings.jsonl"; then
    fail "a dismissed finding came back"
fi
# The confirmed home page that is not updated fails its site; nobody reviewed the others.
[ "$(grep -c '"verdict":"不合格"' "$out/county/sites.jsonl")" = 1 ] || fail "not one failed site"
grep '"verdict":"不合格"' "$out/county/sites.jsonl" | grep -q '"id":"W3.1"' || fail "not by W3.1"

review export --file "$out/sheet.csv" --open
sed '2s/"",""\(.\{0,1\}\)$/"确认",""\1/; 3s/"",""\(.\{0,1\}\)$/"排除",""\1/' "$out/sheet.csv" >"$out/filled.csv"
review import --file "$out/filled.csv" --by 李四 >"$out/said" 2>&1
grep -q '第 3 行：排除须写明“理由”' "$out/said" || fail "no word on the bad row: $(cat "$out/said")"
grep -q '^确认 1 个，排除 0 个' "$out/said" || fail "$(cat "$out/said")"
# The same as .xlsx, with a list to choose from.
review export --file "$out/sheet.xlsx" --open
python3 - "$out/sheet.xlsx" "$out/filled.xlsx" <<'END' || fail "no list of decisions in the sheet"
import re, sys, zipfile

def fill(xml, row, cells):
    said = "".join(f'<c r="{at}{row}" t="inlineStr"><is><t>{text}</t></is></c>' for at, text in cells)
    return re.sub(f'(<row r="{row}".*?)</row>', lambda m: m[1] + said + "</row>", xml, count=1)

with zipfile.ZipFile(sys.argv[1]) as book, zipfile.ZipFile(sys.argv[2], "w") as out:
    for name in book.namelist():
        part = book.read(name)
        if name == "xl/worksheets/sheet1.xml":
            xml = part.decode()
            n_rows = xml.count("<row ")
            choice = re.search(r'<dataValidation type="list".*?sqref="(.*?)".*?<formula1>(.*?)</formula1>', xml)
            if not choice or choice.groups() != (f"H2:H{n_rows}", '"确认,排除"') or 'state="frozen"' not in xml:
                sys.exit(1)
            xml = fill(xml, 2, [("H", "确认")])
            xml = fill(xml, 3, [("H", "排除"), ("I", "引文如此")])
            part = fill(xml, 4, [("H", "也许")]).encode()
        out.writestr(name, part)
END
review import --file "$out/filled.xlsx" --by 李四 >"$out/said" 2>&1
grep -q '第 4 行：“结论”只能是 确认 或 排除' "$out/said" || fail "$(cat "$out/said")"
grep -q '^确认 1 个，排除 1 个' "$out/said" || fail "$(cat "$out/said")"
# A number of the sheet names the same finding on the command line.
review note "$(sed -n '3s/^"\([^"]*\)".*/\1/p' "$out/sheet.csv")" --reason 待核实 --by 李四 >/dev/null ||
    fail "a number as the sheet writes it is not known"

# A round on the newest run: stated on, frozen, and then it stays.
# shellcheck disable=SC2086
round() {
    "$program" round "$@" --by 张三 $store
}
round new --title 2026年第四季度 --from 2026-10-01 --to 2026-12-31 | grep -q '^第 1 轮' || fail "no round"
for item in W1 W2 W5 W6; do
    round state 1 --item "$item" --outcome 无 --reason 已逐站核查
done
if round state 1 --item Z9 --outcome 无 --reason x 2>/dev/null; then
    fail "an unknown indicator is taken"
fi
if round state 1 --item W1 --outcome 有 --reason x 2>"$out/said"; then
    fail "all situations of an indicator are stated at once"
fi
grep -q 须写明是哪一种情形 "$out/said" || fail "$(cat "$out/said")"
round freeze 1 >"$out/said"
grep -q '^网站 .*不合格 1' "$out/said" || fail "$(cat "$out/said")"
if round state 1 --item W1.1 --outcome 有 --reason x 2>"$out/said"; then
    fail "a frozen round is changed"
fi
grep -q 已经冻结 "$out/said" || fail "$(cat "$out/said")"
round show 1 | grep -q '不合格' || fail "the verdicts are not shown"
# What a later inspection finds again is a repeat; the same one, judged again, has none.
round new --title 2026年第四季度（复核） --from 2026-10-01 --to 2026-12-31 >/dev/null
if round freeze 2 | grep -q '以前各轮已有 [1-9]'; then
    fail "an inspection repeats itself"
fi
"$program" demo --out "$out/county" --quiet
round new --title 2027年第一季度 --from 2027-01-01 --to 2027-03-31 >/dev/null
round freeze 3 | grep -q '以前各轮已有 [1-9]' || fail "repeats are not counted"
# Nothing was stated in the second round, so what had passed is open again.
round show 1 | grep -q ' 合格' || fail "no site passed"
round compare 1 2 | grep -q ' 合格 *未能判定' || fail "the change is not told"

# The ledger of one unit: its findings and the list to check itself; nothing of other units, nothing dismissed.
"$program" export --unit 云溪县农业农村局 --out "$out/ledger" --store "sqlite:$out/county/xunjian.db" >"$out/said"
test -s "$out/ledger/云溪县农业农村局.xlsx" || fail "no workbook"
page="$out/ledger/云溪县农业农村局.html"
grep -q '首页不更新' "$page" || fail "its fault is missing"
grep -q '泄露国家秘密.*须自查' "$page" || fail "the list to check is missing"
if grep -q '云溪县卫生健康局' "$page"; then
    fail "another unit's site is in it"
fi
"$program" export --unit 云溪县教育局 --out "$out/ledger" --store "sqlite:$out/county/xunjian.db" >"$out/said"
grep -q '网站 1 个，政务新媒体 2 个' "$out/said" || fail "$(cat "$out/said")"
page="$out/ledger/云溪县教育局.html"
grep -q '<td>云溪教育（新浪微博）</td><td class="w">新媒体不更新' "$page" || fail "its account's fault is missing"
grep -q '<td>云溪教育（新浪微博）</td>.*监测时间点前两周内没有更新.*待复核' "$page" || fail "the rule of accounts is missing"
if "$program" export --unit 无此单位 --out "$out/ledger" --store "sqlite:$out/county/xunjian.db" 2>"$out/said"; then
    fail "a unit without sites is taken"
fi
grep -q 无此单位 "$out/said" || fail "$(cat "$out/said")"
