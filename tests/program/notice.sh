#!/bin/sh
# From nothing to a notice: a frozen round gives the document and its tables; what was confirmed stands in it.
# Usage: notice.sh PROGRAM SOURCE_DIR
set -eu
program=$1
source=$2
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
export XUNJIAN_DATA="$source/data"
store=sqlite:$out/county/xunjian.db

fail() {
    echo "$*"
    exit 1
}
# The words of a .docx.
text_of() {
    python3 -c '
import re, sys, zipfile
xml = zipfile.ZipFile(sys.argv[1]).read("word/document.xml").decode()
print(re.sub("<[^>]*>", "", re.sub("</w:p>", "\n", xml)))' "$1"
}
# Every number of a notice is what the store gives: numbers STORE BASE.
numbers() {
    python3 "$source/tests/program/check_notice.py" "$1" "$2.json" "$2.docx" "$2.xlsx" >"$out/said" ||
        fail "$2: $(cat "$out/said")"
}
has() {
    grep -q "$1" "$out/text" || fail "no \"$1\" in: $(cat "$out/text")"
}

"$program" demo --out "$out/county" --quiet
cp "$out/county/annex.xlsx" "$out/county/notice.xlsx"
numbers "$out/county/xunjian.db" "$out/county/notice"
"$program" review confirm --check stale-home --by 张三 --store "$store" >/dev/null
"$program" round new --title 2026年第四季度 --from 2026-10-01 --to 2026-11-20 --by 张三 --store "$store" >/dev/null
if "$program" notice --round 1 -o "$out/n.docx" --store "$store" 2>"$out/said"; then
    fail "a round that is not frozen has a notice"
fi
grep -q 尚未冻结 "$out/said" || fail "$(cat "$out/said")"
for item in W1 W2 W5 W6; do
    "$program" round state 1 --item "$item" --outcome 无 --reason 已逐站核查 --by 张三 --store "$store"
done
"$program" round freeze 1 --by 张三 --store "$store" >"$out/frozen"
good=$(sed -n 's/.*：合格 \([0-9]*\)，.*/\1/p' "$out/frozen")

"$program" notice --round 1 -o "$out/n.docx" --store "$store" >"$out/said"
grep -q '处【】待填写' "$out/said" || fail "$(cat "$out/said")"
test -s "$out/n.xlsx" || fail "no tables beside it"
numbers "$out/county/xunjian.db" "$out/n"
cp "$out/county/xunjian.db" "$out/other.db"
python3 - "$out/other.db" <<'END'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute("UPDATE round_finding SET is_confirmed = 1 - is_confirmed WHERE rowid = (SELECT min(rowid) FROM round_finding)")
db.commit()
END
if (numbers "$out/other.db" "$out/n") >/dev/null; then
    fail "numbers of another store are taken for right"
fi
# The frozen findings are whole.
unzip_part() {
    python3 -c 'import sys, zipfile; sys.stdout.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]).decode())' "$1" "$2"
}
python3 - "$out/county/xunjian.db" <<'END' || fail "a frozen finding is not the run's"
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
same = """SELECT count(*) FROM round_finding r JOIN site s ON s.code = r.site JOIN finding f ON f.site = s.id AND f.id = r.id
WHERE (r.place, r.suggest, r.detail, r.evidence, r.last_seen) = (f.place, f.suggest, f.detail, f.evidence, f.last_seen)
AND r.measured IS f.measured AND r.limit_value IS f.limit_value"""
n, = db.execute("SELECT count(*) FROM round_finding").fetchone()
n_same, = db.execute(same).fetchone()
sys.exit(not (n > 50 and n == n_same))
END
for i in 1 2 3 4 5; do
    unzip_part "$out/n.xlsx" "xl/worksheets/_rels/sheet$i.xml.rels" 2>/dev/null || true
done >"$out/links"
grep -q "county/evidence/000001.warc.gz" "$out/links" || fail "no link to the evidence"
text_of "$out/n.docx" >"$out/text"
has '关于2026年第四季度'
has '截至2026年11月20日，正在运行的政府网站共15家'
has "检查结果：合格${good}家，不合格1家（见附件2）"
has '（一）信息更新不及时，存在空白栏目。云溪县农业农村局网站首页信息更新不及时。'
has '^附件2'
has '首页不更新'
if grep -q '本稿含未经人工复核\|暗链' "$out/text"; then
    fail "an unreviewed problem is in it: $(cat "$out/text")"
fi

"$program" notice --round 1 -o "$out/all.docx" --include-unreviewed --store "$store" >/dev/null
text_of "$out/all.docx" >"$out/text"
has '本稿含未经人工复核的问题[1-9]'
has '存在暗链'
numbers "$out/county/xunjian.db" "$out/all"
sed 's/^names: 5/names: 1/; s/^decimals: 1/decimals: 2/' "$source/data/notice.yaml" >"$out/office.yaml"
"$program" notice --round 1 -o "$out/few.docx" --include-unreviewed --config "$out/office.yaml" --store "$store" >/dev/null
text_of "$out/few.docx" >"$out/text"
has '[2-9]家网站[^，]*，如'
numbers "$out/county/xunjian.db" "$out/few"

# Of a sample, the rest of the running sites are not counted as looked at.
"$program" round new --title 抽查 --from 2026-10-01 --to 2026-11-20 --sample 30 --by 张三 --store "$store" >/dev/null
"$program" round freeze 2 --by 张三 --store "$store" >/dev/null
"$program" notice --round 2 -o "$out/sample.docx" --store "$store" >/dev/null
text_of "$out/sample.docx" >"$out/text"
has '网站共15家，.*本次检查[1-9][0-9]*家，检查比例为[1-9][0-9]\.[0-9]%'
has '【问题尚未复核】'
numbers "$out/county/xunjian.db" "$out/sample"
if grep -q 尚未完成 "$out/text"; then
    fail "sites that are not in the sample are due"
fi

# An office's own words.
sed 's/^issuer: ""/issuer: 云溪县人民政府办公室/; s/^area: ""/area: 全县/' "$source/data/notice.yaml" >"$out/office.yaml"
"$program" notice --round 1 -o "$out/own.docx" --config "$out/office.yaml" --store "$store" >/dev/null
text_of "$out/own.docx" >"$out/text"
has '^云溪县人民政府办公室关于2026年第四季度'
has '全县正在运行的政府网站共15家'
sed -i 's/check: tls/check: no-such/' "$out/office.yaml"
if "$program" notice --round 1 -o "$out/bad.docx" --config "$out/office.yaml" --store "$store" 2>"$out/said"; then
    fail "a wrong file is taken"
fi
grep -q 'office.yaml:[0-9]*：没有这个检查项' "$out/said" || fail "$(cat "$out/said")"
test ! -e "$out/bad.docx" || fail "a notice in spite of a wrong file"
