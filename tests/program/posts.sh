#!/bin/sh
# Posts that were collected some days ago: what came after is not known, which is no fault.
# Usage: posts.sh PROGRAM SOURCE_DIR
set -eu
program=$1
source=$2
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT INT TERM
export XUNJIAN_DATA="$source/data"

fail() {
    echo "$*"
    exit 1
}
# Inspected on the day $1, collected on the day $2: the line of the account and its findings.
look() {
    rm -rf "$out/run"
    touch -d "$2T18:00:00+08:00" "$out/posts"
    "$program" inspect --accounts "$out/accounts.csv" --out "$out/run" --now "$1T09:00:00+08:00" --quiet \
        --checks account-stale,account-interaction >/dev/null
    cat "$out/run/accounts.jsonl" "$out/run/findings.jsonl" >"$out/said"
}
says() {
    grep -q "$1" "$out/said" || fail "no \"$1\" in: $(cat "$out/said")"
}
says_not() {
    ! grep -q "$1" "$out/said" || fail "\"$1\" in: $(cat "$out/said")"
}

cat >"$out/accounts.csv" <<END
账号名称,账号类型,开设主体,行政区划,状态,是否主账号,账号标识,数据源
云溪教育,微信订阅号,云溪县教育局,519901,运行,是,,posts
END
cat >"$out/posts" <<END
账号名称,发布时间,标题,链接
云溪教育,2026-10-31 09:30,校园新闻,http://mp.test/1
END

look 2026-11-14 2026-11-01
says_not '"check":"account-stale"'
# Nobody looked for four weeks: whether it posted, nobody knows.
look 2026-11-28 2026-11-01
says '"check":"account-stale","reason":"导入的发布记录截至 2026-11-01'
says_not '"grade":"veto"'
# It was silent for too long already when it was looked at.
look 2026-11-28 2026-11-20
says '"measured":20,.*"grade":"veto"'
look 2026-11-28 2026-11-28
says '"measured":28,.*"grade":"veto"'

# A message was in time when it was collected, or late already.
echo '{"posts": [{"time": "2026-10-31", "title": "校园新闻"}], "messages": [{"time": "2026-08-25", "text": "校车几点到？"}]}' >"$out/posts"
look 2026-11-28 2026-11-01
says '"check":"account-interaction","reason":"导入的发布记录截至 2026-11-01'
says_not '"fault":"unanswered"'
look 2026-11-28 2026-11-28
says '"measured":95,.*"fault":"unanswered"'
