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
"$program" review confirm --check account-stale --by 张三 --store "$store" >/dev/null
"$program" round new --title 2026年第四季度 --from 2026-10-01 --to 2026-11-20 --by 张三 --store "$store" >/dev/null
if "$program" notice --round 1 -o "$out/n.docx" --store "$store" 2>"$out/said"; then
    fail "a round that is not frozen has a notice"
fi
grep -q 尚未冻结 "$out/said" || fail "$(cat "$out/said")"
# What units handed in: one before the period, one after it, the others in it.
python3 - "$out/county/xunjian.db" <<'END'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
for kind, at in (("health", "2026-09-30 23:59:59"), ("health", "2026-10-01 00:00:00"), ("domain", "2026-11-20 23:59:59"),
                 ("health", "2026-11-20 12:00:00"), ("site-close", "2026-11-21 00:00:00")):
    db.execute("INSERT INTO filing (kind, unit, subject, domain, document, text, submitted, deadline, is_sure, state, created, changed, who) "
               "VALUES (?, 1, '', '', '', '请审核', 20000, 0, 1, 1, unixepoch(?, '-8 hours'), 0, '张三')", (kind, at))
db.commit()
END
for item in W1 W2 W5 W6 M1 M2.3 M3; do
    "$program" round state 1 --item "$item" --outcome 无 --reason 已逐站核查 --by 张三 --store "$store"
done
"$program" round freeze 1 --by 张三 --now 2026-11-23T09:00:00+08:00 --store "$store" >"$out/frozen"
grep -q '^政务新媒体 10 个：合格 [1-9]，不合格 1，' "$out/frozen" || fail "$(cat "$out/frozen")"
good=$(sed -n 's/^网站.*：合格 \([0-9]*\)，.*/\1/p' "$out/frozen")

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
# Nor is a number that no query tells of.
for drop in docx xlsx; do
    cp "$out/n.docx" "$out/less.docx"
    cp "$out/n.xlsx" "$out/less.xlsx"
    python3 - "$out/n.json" "$out/less.json" $drop <<'END'
import json, sys
notice = json.load(open(sys.argv[1], encoding="utf-8"))
notice["numbers"].remove(next(n for n in notice["numbers"] if n["in"] == sys.argv[3] and "value" in n))
json.dump(notice, open(sys.argv[2], "w", encoding="utf-8"))
END
    if (numbers "$out/county/xunjian.db" "$out/less") >/dev/null; then
        fail "a number in the $drop has no query"
    fi
done
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
for i in 1 2 3 4 5 6 7; do
    unzip_part "$out/n.xlsx" "xl/worksheets/_rels/sheet$i.xml.rels" 2>/dev/null || true
done >"$out/links"
grep -q "county/evidence/000001.warc.gz" "$out/links" || fail "no link to the evidence"
text_of "$out/n.docx" >"$out/text"
has '关于2026年第四季度'
has '截至2026年11月20日，正在运行的政府网站共15家'
has "已判定的结果：合格${good}家，不合格1家（见附件2）。另有4家未能判定：.*4家部分内容未能检测（同一家可有几种原因）。合格率待全部判定后得出"
has '（一）信息更新不及时，存在空白栏目。云溪县农业农村局网站首页信息更新不及时。'
has '^附件2'
has '正在运行的政务新媒体共9个，其中：'
has '不合格1个（见附件4）'
has '（三）报备和申请情况。检查期间，各单位共报备、申请3次，其中：健康运行报备2次、网站域名业务申报1次。'
has '“云溪教育”新浪微博超过两周未更新。'
has '监测时间点前两周内没有更新'
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

# A round that nobody cleared: some sites have failed, the others wait. There is no rate, and it says why.
"$program" round new --title 未认定 --from 2026-10-01 --to 2026-11-20 --by 张三 --store "$store" >/dev/null
"$program" round freeze 2 --by 张三 --store "$store" >"$out/frozen"
grep -q '合格 0，不合格 1，未能判定 14，不在运行、不作判定 4$' "$out/frozen" || fail "$(cat "$out/frozen")"
"$program" notice --round 2 -o "$out/open.docx" --store "$store" >/dev/null
text_of "$out/open.docx" >"$out/text"
has '^本轮还有14家政府网站未能判定，合格率待定'
has '已判定的结果：合格0家，不合格1家（见附件2）。另有14家未能判定：.*14家须人工检查的情形尚未检查'
if grep -q '合格率为' "$out/text"; then
    fail "a rate of those that happen to be judged: $(cat "$out/text")"
fi
numbers "$out/county/xunjian.db" "$out/open"

# A later run changes nothing of what was frozen, its evidence included.
"$program" demo --out "$out/county" --quiet
"$program" notice --round 1 -o "$out/again.docx" --store "$store" >/dev/null
cmp "$out/n.docx" "$out/again.docx" || fail "another notice after a later run"
python3 - "$out/n.xlsx" "$out/again.xlsx" <<'END' || fail "other tables after a later run"
import sys, zipfile
parts = [{name: book.read(name) for name in book.namelist() if name.startswith("xl/worksheets")}
         for book in map(zipfile.ZipFile, sys.argv[1:])]
sys.exit(parts[0] != parts[1] or not parts[0])
END

# Of a sample, the rest of the running sites are not counted as looked at.
"$program" round new --title 抽查 --from 2026-10-01 --to 2026-11-20 --sample 30 --by 张三 --store "$store" >/dev/null
"$program" round freeze 3 --by 张三 --store "$store" >/dev/null
"$program" notice --round 3 -o "$out/sample.docx" --store "$store" >/dev/null
text_of "$out/sample.docx" >"$out/text"
has '网站共15家，.*本次检查[1-9][0-9]*家，检查比例为[1-9][0-9]\.[0-9]%'
has '另有[1-9][0-9]*条问题未经人工复核，没有写入本稿'
numbers "$out/county/xunjian.db" "$out/sample"
if grep -q 尚未完成 "$out/text"; then
    fail "sites that are not in the sample are due"
fi

# All main accounts and a tenth of the others.
"$program" round new --title 抽查 --from 2026-10-01 --to 2026-11-20 --sample-accounts 10 --seed 3 --by 张三 --store "$store" >/dev/null
"$program" round freeze 4 --by 张三 --store "$store" >"$out/frozen"
grep -q '范围：全部主账号和不在运行的账号，其他各类账号的 10%.*抽样种子 3' "$out/frozen" || fail "$(cat "$out/frozen")"
"$program" notice --round 4 -o "$out/media.docx" --include-unreviewed --store "$store" >/dev/null
numbers "$out/county/xunjian.db" "$out/media"

# A made-up round: 60 sites and 40 accounts with 12,040 findings, two checks confirmed, a sample of a third.
made=sqlite:$out/made.db
python3 "$source/tests/bench/gen_judge.py" "$program" "$out/made.db" 60 12000 40
"$program" review confirm --check hidden-link --by 李四 --store "$made" >/dev/null
"$program" review confirm --check page-tags --by 李四 --store "$made" >/dev/null
"$program" round new --title 假想 --from 2026-10-01 --to 2026-12-31 --sample 33 --seed 5 --by 李四 --store "$made" >/dev/null
"$program" round freeze 1 --by 李四 --store "$made" >/dev/null
for options in "" --include-unreviewed; do
    # No word, or one.
    # shellcheck disable=SC2086
    "$program" notice --round 1 -o "$out/made.docx" $options --store "$made" >/dev/null
    numbers "$out/made.db" "$out/made"
done
text_of "$out/made.docx" >"$out/text"
has '政府网站共60家，其中：政府门户网站3家、部门网站57家。本次检查22家'

# An office's own words.
sed 's/^issuer: ""/issuer: 云溪县人民政府办公室/; s/^area: ""/area: 全县/' "$source/data/notice.yaml" >"$out/office.yaml"
"$program" notice --round 1 -o "$out/own.docx" --config "$out/office.yaml" --store "$store" >/dev/null
text_of "$out/own.docx" >"$out/text"
has '^云溪县人民政府办公室关于2026年第四季度'
has '全县正在运行的政府网站共15家'
# In a document of its own: what was made above, with marks in it.
python3 - "$out/own.docx" "$out/form.docx" <<'END'
import re, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as old, zipfile.ZipFile(sys.argv[2], "w") as new:
    for name in old.namelist():
        part = old.read(name)
        if name == "word/document.xml":
            xml = part.decode()
            body = xml.index("<w:body>") + 8
            run = "<w:r><w:t>%s</w:t></w:r>"
            marks = [run % "本县检查{{检查网" + run % "站数}}家", run % "{{主要问题}}", run % "{{不合格网站表}}"]
            part = (xml[:body] + "".join(f"<w:p>{m}</w:p>" for m in marks) + xml[xml.rindex("<w:sectPr"):]).encode()
        new.writestr(name, part)
END
"$program" notice --round 1 -o "$out/filled.docx" --template "$out/form.docx" --store "$store" >/dev/null
text_of "$out/filled.docx" >"$out/text"
has '^本轮还有4家政府网站未能判定'
has '^本县检查15家$'
has '^（一）信息更新不及时，存在空白栏目。云溪县农业农村局网站首页信息更新不及时。$'
has '^云溪县农业农村局$'
sed -i 's/check: tls/check: no-such/' "$out/office.yaml"
if "$program" notice --round 1 -o "$out/bad.docx" --config "$out/office.yaml" --store "$store" 2>"$out/said"; then
    fail "a wrong file is taken"
fi
grep -q 'office.yaml:[0-9]*：没有这个检查项' "$out/said" || fail "$(cat "$out/said")"
test ! -e "$out/bad.docx" || fail "a notice in spite of a wrong file"
