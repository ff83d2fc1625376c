#!/bin/sh
# xunjian check: drafts as files and on standard input, in both forms; --lines for scorers.
# Usage: check.sh PROGRAM SOURCE_DIR
set -eu
program=$1
export XUNJIAN_DATA="$2/data"
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
fail() {
    echo "$*"
    exit 1
}
# wants TEXT FILE
wants() {
    grep -qF -- "$1" "$2" || { cat "$2"; fail "$2 lacks: $1"; }
}

printf '关于印发办法的通知\n近日，国土资源部召开会议。\n' >"$out/draft.txt"
"$program" check "$out/draft.txt" --now 2026-11-20 >"$out/text"
wants "第 2 行 机构更名：国土资源部 → 自然资源部" "$out/text"
wants "共 1 处问题" "$out/text"

"$program" check "$out/draft.txt" --now 2026-11-20 --format json >"$out/json"
wants '"line":2,"at":3,"wrong":"国土资源部","right":"自然资源部","kind":"wrong-expression"' "$out/json"
test "$(wc -l <"$out/json")" = 1 || fail "more than one line of JSON"

# what a draft holds commands no terminal, nor does the name of a file
escape=$(printf '\033')
printf '近日\033[2J，\302\2332J国土资源部\033]0;x\007召开\342\200\256会议。\n' >"$out/a$escape[2J.txt"
"$program" check "$out/a$escape[2J.txt" "$out/none$escape[2J.txt" --now 2026-11-20 >"$out/text" 2>&1 || true
wants "国土资源部 → 自然资源部" "$out/text"
wants "]0;x召开会议" "$out/text"
for bad in '\033' '\007' '\302\233' '\342\200\256'; do
    ! LC_ALL=C grep -qF "$(printf "$bad")" "$out/text" || fail "$bad reaches the terminal"
done

# cells of a table stay apart
printf '名称\t国土资源部\t金额\n' >"$out/cells.txt"
"$program" check "$out/cells.txt" --now 2026-11-20 >"$out/text" || true
wants "    名称 国土资源部 金额" "$out/text"

# the day of publication counts
"$program" check "$out/draft.txt" --now 2017-11-20 >"$out/text"
wants "没有发现问题" "$out/text"

# standard input, HTML, GB18030
printf '<html><body><h1>通知</h1><p>国土资源部</p></body></html>' | "$program" check - >"$out/text"
wants "国土资源部 → 自然资源部" "$out/text"
# a saved page is of the day that it shows, if no other is given
printf '<html><head><meta name="PubDate" content="2016-03-01"></head><body><h1>关于印发方案的通知</h1><p>发布时间：2016-03-01</p><p>国土资源部</p></body></html>' >"$out/page.html"
"$program" check "$out/page.html" >"$out/text"
wants "没有发现问题" "$out/text"
"$program" check --now 2026-11-20 "$out/page.html" >"$out/text"
wants "国土资源部 → 自然资源部" "$out/text"
iconv -f utf-8 -t gb18030 "$out/draft.txt" >"$out/gbk.txt"
"$program" check "$out/gbk.txt" >"$out/text"
wants "国土资源部 → 自然资源部" "$out/text"

printf '国土资源部\n\n没有问题的一行\n' >"$out/lines.txt"
"$program" check --lines "$out/lines.txt" --now 2026-11-20 >"$out/json"
test "$(wc -l <"$out/json")" = 3 || fail "not one object a line"
wants '{"problems":[{"at":0,"wrong":"国土资源部"' "$out/json"
wants '{"problems":[]}' "$out/json"
wants '"level":"确认"' "$out/json"
# lines whose day is not known: what is wrong from some day on is a suspicion
"$program" check --lines "$out/lines.txt" >"$out/json"
wants '"wrong":"国土资源部"' "$out/json"
! grep -q '"level":"确认"' "$out/json" || fail "a line without a day is sure to be of today"

# documents, by their bytes and not by their names; numbers of people are found and never shown
county=$2/tests/sites/personal-data
for file in mingdan.docx mingdan.pdf mingdan.doc mingdan.wps; do
    "$program" check "$county/hit-attachments/www/www.yunxi.gov.cn/tz/$file" >"$out/text"
    wants "身份证号码：519902**********10" "$out/text"
    ! grep -q 519902198506130010 "$out/text" || fail "$file: an identity number is shown"
done
"$program" check "$county/hit-attachments/www/www.yunxi.gov.cn/tz/mingdan.xlsx" --format json >"$out/json"
wants '"line":2,"at":4,"wrong":"519902**********10"' "$out/json"
wants '"kind":"personal-data","class":"身份证号码"' "$out/json"
wants '"where":"工作表“名单” · 第 2 行"' "$out/json"
"$program" check "$county/hit-attachments/www/www.yunxi.gov.cn/tz/mingdan.pdf" >"$out/text"
wants "mingdan.pdf 第 1 页 · 第 " "$out/text"
# what ends a line of a document may be half a word; a text's lines are its own
printf '各部门要加强沟通，及时消除各类事故隐换\n' >"$out/half.txt"
python3 - "$out" <<'PY'
import sys, zipfile
out = sys.argv[1]
with zipfile.ZipFile(f"{out}/half.docx", "w") as z:
    z.writestr("word/document.xml", '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
               f"<w:body><w:p><w:r><w:t>{open(f'{out}/half.txt').read().strip()}</w:t></w:r></w:p></w:body></w:document>")
PY
"$program" check "$out/half.txt" >"$out/text"
wants "换 → 患" "$out/text"
"$program" check "$out/half.docx" >"$out/text"
wants "没有发现问题" "$out/text"
printf '一、主要任务\n近日，国土资源部召开会议。\n' | "$program" check - --format json >"$out/json"
wants '"where":"一、主要任务 · 第 1 段"' "$out/json"
status=0
"$program" check "$county/unknown-attachments/www/www.yunxi.gov.cn/tz/mima.pdf" >"$out/text" 2>"$out/err" || status=$?
test $status = 1 || fail "a pdf with a password: exit status $status"
wants "mima.pdf：附件设有密码，无法读取" "$out/err"
wants "1 个文件未能检查" "$out/text"
! grep -q "没有发现问题" "$out/text" || fail "what was not read is called clean"

printf '旧口号\n' >"$out/words.txt"
printf '墙上还有旧口号。' | "$program" check - --words "$out/words.txt" >"$out/text"
wants "清理词：旧口号" "$out/text"

# wrong use is 2, a file that is not there 1, and the other files are read
status=0
"$program" check >"$out/text" 2>&1 || status=$?
test $status = 2 || fail "no file: exit status $status"
status=0
"$program" check "$out/missing.txt" "$out/draft.txt" >"$out/text" 2>"$out/err" || status=$?
test $status = 1 || fail "missing file: exit status $status"
wants "missing.txt：打不开（没有这个文件）" "$out/err"
wants "国土资源部 → 自然资源部" "$out/text"
# no text at all, or none that anybody wrote, is not free of faults
: >"$out/empty.txt"
printf '通知\0\0\0通知\n' >"$out/zeroes.txt"
for file in empty zeroes; do
    status=0
    "$program" check "$out/$file.txt" >"$out/text" 2>"$out/err" || status=$?
    test $status = 1 || fail "$file: exit status $status"
done
wants "zeroes.txt：不是能读的文字" "$out/err"
head -c 4000 /dev/urandom >"$out/random.bin"
status=0
"$program" check "$out/random.bin" >"$out/text" 2>"$out/err" || status=$?
test $status = 1 || fail "binary file: exit status $status"
