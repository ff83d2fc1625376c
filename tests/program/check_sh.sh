#!/bin/sh
# tools/check.sh finds what it promises to find, line by line, and nothing in a clean tree.
#   check_sh.sh PROGRAM SOURCE
set -eu
source=$2
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

mkdir -p src/base src/text src/net src/page src/check tests/sites/good-one/hit-a \
    tests/sites/good-one/clean-a
echo 'CHECK(good_one)' >src/check/checks.def
cat >src/check/good_one.c <<'END'
#include "base/base.h"

#include "text/date.h"

#include <stdio.h>

/* time(NULL) and strcpy(a, b) in a comment,
   system("x") over two lines */
static const char *text(void)
{
    return "sprintf(\"%s\") // strtok(" ;
}
const struct check check_good_one = { 0 };
END
sh "$source/tools/check.sh" "$dir" >out || { echo "a clean tree is blamed:"; cat out; exit 1; }

cat >src/net/bad.c <<'END'
#include "text/date.h"
#include "dom/dom.h"
#include "date.h"
#include <curl/curl.h>
#include <sqlite3.h>
void f(void)
{
    strcpy(a, b); /* why */ x->time(1);
    now = time(NULL);
    log_line(LOG_INFO, "x");
}
END
{
    printf '#include "base/base.h"\nvoid g(void)\n{\n'
    i=0
    while [ $i -lt 81 ]; do echo '    x();'; i=$((i + 1)); done
    printf '}\n'
} >src/text/long.c
awk 'BEGIN { for (i = 0; i < 251; i++) print "int x;" }' >src/text/long.h
printf 'CHECK(good_one)\nCHECK(lost_one)\n' >src/check/checks.def
printf 'const struct check check_stray = { 0 };\n' >src/check/stray.c
mkdir -p web/src
printf '<p v-html="text" />\nconst x: any = 1\nconsole.log(x)\nconst company = many\n' >web/src/Bad.vue
awk 'BEGIN { for (i = 0; i < 451; i++) print "let x" i }' >web/src/long.ts
printf 'one\r\ntwo TO''DO\nsee /wo''rk/x\nno newline' >text.md

cat >want <<'END'
src/check/checks.def:1: lost-one has no tests/sites/lost-one/clean-*
src/check/checks.def:1: lost-one has no tests/sites/lost-one/hit-*
src/check/checks.def:1: lost_one has no src/check/lost_one.c
src/check/stray.c:1: no line in checks.def
src/net/bad.c:10: only crawl, desk, web, api and app log; return the error
src/net/bad.c:1: the first include is base/base.h
src/net/bad.c:2: net must not know dom (layers, see design)
src/net/bad.c:3: include by full path, "folder/file.h": date.h
src/net/bad.c:5: <sqlite3.h> belongs to store only
src/net/bad.c:8: banned call:     strcpy(a, b);  x->time(1);
src/net/bad.c:9: only base/clock.c asks for the time:     now = time(NULL);
src/text/long.c:85: function of 81 lines, more than 80
src/text/long.h:251: 251 lines, more than 250
text.md:1: ends in CR LF
text.md:2: do it, or open an issue
text.md:3: path of one machine
text.md:4: no newline at the end
web/src/Bad.vue:1: text must not become markup or code
web/src/Bad.vue:2: give it its type
web/src/Bad.vue:3: left from looking for a fault
web/src/long.ts:451: 451 lines, more than 450
END
if sh "$source/tools/check.sh" "$dir" >out; then
    echo "faults are not found"
    exit 1
fi
LC_ALL=C sort out >got
diff want got
