#!/bin/sh
# `xunjian page`: a JSON line a page, in the contract's fields; a missing file stops nothing.
set -u
program=$1
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
failed=0

expect() { # name, actual, pattern
    case $2 in
    $3) ;;
    *)
        echo "$1: $2"
        failed=1
        ;;
    esac
}

cat >"$dir/list.html" <<'PAGE'
<html><head><meta charset=utf-8><title>通知公告</title><meta name=ColumnName content=通知公告></head>
<body><ul><li><a href=a1.html>关于一件事情的通知</a><span>2026-11-20</span></li>
<li><a href=a2.html>关于另一件事情的通知</a><span>2026-11-18</span></li>
<li><a href=a3.html>关于第三件事情的公告</a><span>2026-11-02</span></li></ul>
网站标识码：5103990001 蜀ICP备12345678号-1</body></html>
PAGE
mkdir "$dir/sub"
cp "$dir/list.html" "$dir/sub/page.html"
printf 'path\turl\nsub/page.html\thttp://www.yunxi.gov.cn/tzgg/\nmissing.html\thttp://www.yunxi.gov.cn/x\n' \
    >"$dir/pages.tsv"

out=$("$program" page "$dir/list.html" --url http://www.yunxi.gov.cn/tzgg/)
expect "one page" "$?" 0
expect "kind" "$out" '*"kind":"column"*'
expect "absolute item" "$out" '*"url":"http://www.yunxi.gov.cn/tzgg/a1.html","date":"2026-11-20"*'
expect "newest" "$out" '*"newest_item":"2026-11-20"*'
expect "code" "$out" '*"site_code":"5103990001"*'
expect "nulls" "$out" '*"source":null,"published":null,"published_meta":null*'

out=$("$program" page "$dir/list.html")
expect "item as written" "$out" '*"url":"a1.html"*'
expect "no url" "$out" '*"url":null*'

out=$("$program" page --list "$dir/pages.tsv" 2>"$dir/err")
expect "missing file" "$?" 1
expect "the others go on" "$out" '*"file":"sub/page.html","url":"http://www.yunxi.gov.cn/tzgg/"*'
expect "one line" "$(printf '%s\n' "$out" | wc -l | tr -d ' ')" 1
expect "the sentence" "$(cat "$dir/err")" '*missing.html：*没有这个文件*'

"$program" page >/dev/null 2>&1
expect "nothing to read" "$?" 2
exit $failed
