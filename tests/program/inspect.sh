#!/bin/sh
# What a clerk's machine does to a run: kill -9, Ctrl-C, a second run in the same folder, bad rows, missing files, a full disk.
# usage: inspect.sh PROGRAM SOURCE
set -u
program=$1
source=$2
export XUNJIAN_DATA="$source/data"
out=$(mktemp -d) || exit 1
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$out"' EXIT INT TERM
failures=0

fail() {
    echo "FAILED: $*"
    failures=$((failures + 1))
}

# The sentence on stderr must be one line and contain the words; the exit status must be the given one.
expect() {
    wanted=$1 words=$2
    shift 2
    "$@" >"$out/stdout" 2>"$out/stderr"
    got=$?
    [ "$got" = "$wanted" ] || fail "status $got, not $wanted: $*"
    grep -q "$words" "$out/stderr" || fail "stderr lacks “$words”: $(cat "$out/stderr")"
    [ "$(grep -c '^xunjian：' "$out/stderr")" -le 1 ] || fail "more than one sentence: $(cat "$out/stderr")"
}

head='网站标识码,网站名称,首页网址,主办单位,行政区划,网站类型,状态,对外服务'
good='5199010001,云溪县人民政府,http://127.0.0.1:9/,云溪县人民政府办公室,519901,政府门户网站,运行,是'

# ---- wrong use and bad input ----
printf '%s\n%s\n' "$head" "$good" >"$out/good.csv"
expect 2 '用法' "$program" inspect
expect 2 '没有 --colour' "$program" inspect --colour red
expect 2 'rate' "$program" inspect --sites "$out/good.csv" --out "$out/x" --rate fast
expect 2 '没有' "$program" inspect --sites "$out/good.csv" --out "$out/x" --checks no-such-check
expect 2 'connect-to' "$program" inspect --sites "$out/good.csv" --out "$out/x" --connect-to nonsense
expect 2 'format' "$program" inspect --sites "$out/good.csv" --out "$out/x" --format xml
expect 1 'missing.csv' "$program" inspect --sites "$out/missing.csv" --out "$out/x"
printf '编号,名称\n1,2\n' >"$out/columns.csv"
expect 1 '网站标识码' "$program" inspect --sites "$out/columns.csv" --out "$out/x"
expect 1 'good.csv' "$program" inspect --sites "$out/good.csv" --out "$out/good.csv"
expect 1 'postgres' "$program" inspect --sites "$out/good.csv" --out "$out/x" --store postgresql://h/d
printf 'not a database, but long enough to look like one to nobody\n' >"$out/broken.db"
expect 1 'broken.db' "$program" inspect --sites "$out/good.csv" --out "$out/x" --store "sqlite:$out/broken.db"

# A bad row costs itself only.
{
    printf '%s\n' "$head"
    printf '12,短码,http://127.0.0.1:9/,某局,519901,部门网站,运行,是\n'
    printf '%s\n' "$good"
    printf '5199010003,坏网址,ftp://x/,某局,519901,部门网站,运行,是\n'
} >"$out/rows.csv"
expect 0 '第 2 行' "$program" inspect --sites "$out/rows.csv" --out "$out/rows" --try-gap 0 --checks site-unreachable --rate 0
grep -q '第 4 行' "$out/stderr" || fail "the bad row 4 is not named"
[ "$(wc -l <"$out/rows/sites.jsonl")" = 1 ] || fail "one good row should give one site"

# ---- the demo county, interrupted ----
county="$source/data/demo"
"$program" demo --serve >"$out/serve" 2>&1 &
server=$!
for _ in 1 2 3 4 5 6 7 8 9 10; do
    grep -q curl "$out/serve" 2>/dev/null && break
    sleep 0.3
done
rules=$(sed -n 's/.*inspect.*\(--connect-to :443[^-]*--connect-to :80:[0-9.:]*\).*/\1/p' "$out/serve")
[ -n "$rules" ] || fail "the demo server does not say how to reach it"
checks=dead-link,stale-column,blank-column,hidden-link,page-tags,site-identity
# Takes the shell's place, so that a signal to it reaches the program.
start() {
    # One word a rule.
    # shellcheck disable=SC2086
    exec "$program" inspect --sites "$county/sites.csv" --out "$1" --now "$now" --rate 0 --try-gap 0 --timeout 6 --quiet \
        --checks $checks $rules
}
inspect() {
    (start "$1")
}
now=2026-11-20T09:00:00+08:00
inspect "$out/whole" || fail "an uninterrupted run"
for delay in 0.1 0.2 0.3 0.5 0.7 0.9; do
    now=2026-11-20T08:59:0${delay#0.}+08:00 # the clock went on when it starts again
    start "$out/killed" &
    victim=$!
    sleep "$delay"
    kill -9 "$victim" 2>/dev/null
    wait "$victim" 2>/dev/null
done
now=2026-11-20T09:00:00+08:00
inspect "$out/killed" || fail "a run after kill -9"
[ "$(wc -l <"$out/killed/sites.jsonl")" = "$(wc -l <"$out/whole/sites.jsonl")" ] || fail "sites are missing after kill -9"
# Evidence lies elsewhere, and a page that was being fetched may have been the other referrer's first: the findings are the same.
strip() {
    sed 's/"evidence":\[[^]]*\]//; s/"seen":"[^"]*"//' "$1/findings.jsonl"
}
strip "$out/whole" >"$out/a"
strip "$out/killed" >"$out/b"
cmp -s "$out/a" "$out/b" || fail "other findings after kill -9: $(diff "$out/a" "$out/b" | head -5)"

# Ctrl-C keeps what was done and says so.
start "$out/stopped" >"$out/stdout" 2>"$out/stderr" &
victim=$!
while [ ! -e "$out/stopped/work/journal.db" ] && grep -q '^State:.[^Z]' "/proc/$victim/status"; do sleep 0.05; done
kill -TERM "$victim"
wait "$victim"
status=$?
if [ "$status" = 1 ]; then
    grep -q '接着做' "$out/stderr" || fail "a stopped run does not say that it can go on"
elif [ "$status" != 0 ]; then
    fail "a stopped run ended with $status"
fi
inspect "$out/stopped" || fail "a run after SIGTERM"

# A crash of the program costs the page that it was reading.
child_of() {
    tr -d ' ' <"/proc/$1/task/$1/children" 2>/dev/null
}
ASAN_OPTIONS=handle_segv=0 start "$out/crashed" >"$out/stdout" 2>"$out/stderr" &
parent=$!
child=
while [ -z "$child" ] || [ ! -e "$out/crashed/work/journal.db" ]; do
    grep -q '^State:.[^Z]' "/proc/$parent/status" || break
    sleep 0.05
    child=$(child_of "$parent")
done
kill -SEGV "$child" || fail "there is no child to crash"
wait "$parent" || fail "a run whose child crashed"
grep -q '异常中止' "$out/stderr" || fail "a crash is not told: $(cat "$out/stderr")"
[ "$(wc -l <"$out/crashed/sites.jsonl")" = "$(wc -l <"$out/whole/sites.jsonl")" ] || fail "sites are missing after a crash"

# Killed again and again, as for want of memory, it gives up and says so.
start "$out/starved" >"$out/stdout" 2>"$out/stderr" &
parent=$!
n_kills=0 last=
while [ "$n_kills" -lt 21 ] && grep -q '^State:.[^Z]' "/proc/$parent/status"; do
    child=$(child_of "$parent")
    [ -n "$child" ] && [ "$child" != "$last" ] && kill -9 "$child" && n_kills=$((n_kills + 1)) && last=$child
done
wait "$parent"
[ $? = 1 ] || fail "a run that was killed again and again does not fail"
tail -1 "$out/stderr" | grep -q '不再继续' || fail "the end of restarts is not told: $(tail -1 "$out/stderr")"
inspect "$out/starved" || fail "a run after it was given up"
[ "$(wc -l <"$out/starved/sites.jsonl")" = "$(wc -l <"$out/whole/sites.jsonl")" ] || fail "sites are missing after many kills"

# Who asks it to stop while it crashes is heard.
start "$out/both" >"$out/stdout" 2>"$out/stderr" &
parent=$!
child=
while [ -z "$child" ] && grep -q '^State:.[^Z]' "/proc/$parent/status" 2>/dev/null; do child=$(child_of "$parent"); done
[ -n "$child" ] || fail "a run has no child"
kill -STOP "$parent"
kill -9 "$child"
kill -TERM "$parent"
kill -CONT "$parent"
wait "$parent"
[ $? = 1 ] || fail "a run goes on that was asked to stop while it crashed"
inspect "$out/both" || fail "a run after both"

# Two at once in one folder.
start "$out/twice" &
first=$!
for _ in 1 2 3 4 5 6 7 8 9 10; do
    [ -e "$out/twice/work/journal.db" ] && break
    sleep 0.1
done
expect 1 '另一个巡检' inspect "$out/twice"
wait "$first" || fail "the first of two runs"

# A second run says the same.
inspect "$out/whole" || fail "a second run"
strip "$out/whole" >"$out/b"
cmp -s "$out/a" "$out/b" || fail "a second run finds something else: $(diff "$out/a" "$out/b" | head -5)"

# ---- what the sites write is learnt, kept, and read with ----
checks=typo
learn() {
    # One word a rule.
    # shellcheck disable=SC2086
    "$program" inspect --sites "$county/sites.csv" --out "$1" --now "$now" --rate 0 --try-gap 0 --timeout 6 --quiet --checks $checks $rules \
        --learn "$2" ${3:+--field "$3"}
}
learn "$out/learnt" "$out/field.bin" || fail "a run that learns"
cp "$out/field.bin" "$out/first.bin"
# Who may not work in a folder learns nothing there.
# One word a rule.
# shellcheck disable=SC2086
expect 1 '另一个巡检' python3 -c 'import fcntl, subprocess, sys
with open(sys.argv[1], "r+") as lock:
    fcntl.lockf(lock, fcntl.LOCK_EX)
    sys.exit(subprocess.run(sys.argv[2:]).returncode)' "$out/learnt/work/journal.db.lock" \
    "$program" inspect --sites "$county/sites.csv" --out "$out/learnt" --quiet --checks typo $rules --learn "$out/other.bin"
[ ! -e "$out/learnt/work/learning" ] || fail "two that learn in one folder"
learn "$out/learnt2" "$out/field.bin" "$out/first.bin" || fail "a run that reads with what was learnt"
cmp -s "$out/field.bin" "$out/first.bin" || fail "the same pages taught something else"
[ -s "$out/learnt/findings.jsonl" ] || fail "no slip was found"
printf '国土资源部\n' >"$out/draft.txt"
"$program" check --field "$out/field.bin" "$out/draft.txt" >"$out/stdout" || fail "a draft read with what was learnt"
printf 'xunjian ngrams, or what calls itself so' >"$out/broken.bin"
expect 1 'broken.bin' "$program" check --field "$out/broken.bin" "$out/draft.txt"
expect 1 'broken.bin' learn "$out/x" "$out/broken.bin"
expect 2 'typo' "$program" inspect --sites "$county/sites.csv" --out "$out/x" --checks dead-link --learn "$out/new.bin"
checks=dead-link,stale-column,blank-column,hidden-link,page-tags,site-identity

# ---- no room ----
(
    ulimit -f 100
    inspect "$out/full"
) >"$out/stdout" 2>"$out/stderr"
[ $? = 1 ] || fail "a full disk is not an error: $(cat "$out/stderr")"
[ "$(grep -c '^xunjian：' "$out/stderr")" = 1 ] || fail "a full disk gives not one sentence: $(cat "$out/stderr")"
inspect "$out/full" || fail "a run after the disk was full"
strip "$out/full" >"$out/b"
cmp -s "$out/a" "$out/b" || fail "other findings after a full disk: $(diff "$out/a" "$out/b" | head -5)"

[ "$failures" = 0 ] && echo "all passed"
exit "$failures"
