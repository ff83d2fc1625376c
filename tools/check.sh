#!/bin/sh
# House rules that a machine can see (see CONTRIBUTING.md). Prints "file:line: reason"; exit 1 if any.
#   check.sh [DIR]     DIR: the source folder, default the current one
set -u
cd "${1:-.}" || exit 2
export LC_ALL=C

# C files: layers, third-party headers, banned calls, sizes.
check_code() {
    find src fuzz tests -name '*.[ch]' 2>/dev/null | sort | xargs awk '
    function bad(reason) {
        print FILENAME ":" FNR ": " reason
    }
    # Code without the content of strings and without comments. A multi-line comment sets in_comment.
    function strip(s,    out, c, i, n) {
        if (!in_comment && s !~ /["\047\/]/)
            return s
        out = ""
        n = length(s)
        for (i = 1; i <= n; i++) {
            c = substr(s, i, 1)
            if (in_comment) {
                if (c == "*" && substr(s, i + 1, 1) == "/") { in_comment = 0; i++ }
            } else if (c == "/" && substr(s, i + 1, 1) == "*") {
                in_comment = 1; i++
            } else if (c == "/" && substr(s, i + 1, 1) == "/") {
                break
            } else if (c == "\"" || c == "\047") {
                quote = c
                for (i++; i <= n && (c = substr(s, i, 1)) != quote; i++)
                    if (c == "\\") i++
                out = out quote quote
            } else {
                out = out c
            }
        }
        return out
    }
    function check_include(line,    target, folder) {
        target = line
        sub(/^#include ["<]/, "", target)
        sub(/[">].*/, "", target)
        if (line ~ /^#include "/) {
            folder = target
            sub(/\/.*/, "", folder)
            if (!(folder in level) && layer != "")
                bad("include by full path, \"folder/file.h\": " target)
            else if (layer != "" && folder != layer && level[folder] >= level[layer])
                bad(layer " must not know " folder " (layers, see design)")
            if (layer != "" && !n_includes++ && FILENAME ~ /\.c$/ && target != "base/base.h")
                bad("the first include is base/base.h")
        } else if (layer != "") {
            for (prefix in home)
                if (index(target, prefix) == 1 && !(("," home[prefix] ",") ~ ("," layer ",")))
                    bad("<" target "> belongs to " home[prefix] " only")
        }
    }
    function end_of_file() {
        if (file != "" && n_lines > (file ~ /\.h$/ ? 250 : 800))
            print file ":" n_lines ": " n_lines " lines, more than " (file ~ /\.h$/ ? 250 : 800)
    }
    BEGIN {
        split("base 0 model 1 text 2 speller 2 maker 3 net 3 dom 3 attach 3 proof 3 archive 3 store 3 browser 3 loopback 3 page 4 document 4 office 4" \
              " check 4 judge 5 crawl 5 account 5 watch 5 desk 6 notice 6 report 7 web 7 api 8 app 9 support 10", w, " ") # support: tests/support, for tests only
        for (i = 1; i in w; i += 2) level[w[i]] = w[i + 1]
        split("curl/ net unicode/ net libpsl.h net openssl/ net,archive,office,desk myhtml/ dom" \
              " mycss/ dom modest/ dom mycore/ dom myencoding/ dom myurl/ dom" \
              " sqlite3.h store xxhash.h base zlib.h archive libdeflate.h archive jansson.h base cyaml/ base,office,check,judge,desk,notice,loopback" \
              " hs.h proof opencc.h proof microhttpd.h loopback,web sodium.h web gnutls/ loopback libxml/ attach zip.h attach,desk,document xlsxwriter.h document,notice,report" \
              " seccomp.h attach,browser", w, " ")
        for (i = 1; i in w; i += 2) home[w[i]] = w[i + 1]
        banned = "(^|[^A-Za-z0-9_.>])(strcpy|strcat|strncpy|strncat|sprintf|vsprintf|strtok|atoi" \
                 "|atol|atof|gets|gmtime|localtime|ctime|mktime|rand|srand|random|system|popen" \
                 "|alloca|signal|setjmp|longjmp) *\\("
        clocks = "(^|[^A-Za-z0-9_.>])(time|gettimeofday|clock_gettime) *\\("
    }
    FNR == 1 {
        end_of_file()
        file = FILENAME
        layer = ""
        if (FILENAME ~ /^src\//) {
            layer = FILENAME
            sub(/^src\//, "", layer)
            sub(/\/.*/, "", layer)
            if (!(layer in level)) bad("no such layer: " layer)
        }
        in_comment = in_function = n_includes = 0
    }
    { n_lines = FNR }
    /^#include / { check_include($0); next }
    /^#/ { next }
    {
        code = strip($0)
        if (code ~ banned && FILENAME !~ /^tests\//) bad("banned call: " code)
        if (code ~ /(^|[^A-Za-z0-9_])strerror *\(/ && FILENAME != "src/base/err.c")
            bad("os_reason says it in Chinese: " code)
        if (code ~ clocks && layer != "" && FILENAME != "src/base/clock.c")
            bad("only base/clock.c asks for the time: " code)
        if (code ~ /(^|[^A-Za-z0-9_])log_line *\(/ && layer != "" &&
            (layer != "base" || FILENAME !~ /\/log\./) && layer !~ /^(crawl|desk|web|api|app)$/)
            bad("only crawl, desk, web, api and app log; return the error")
        if (code ~ /^[ \t]*extern / && FILENAME ~ /\.c$/ && FILENAME !~ /^fuzz\//)
            bad("extern in a .c file; include the header")
        if (code ~ /\t/) bad("tab")
        # clang-format puts a brace on a line of its own only at the start of a function.
        if (code ~ /^\{/) { in_function = 1; first = FNR }
        if (code ~ /^\}/ && in_function) {
            in_function = 0
            if (FNR - first - 1 > 80) bad("function of " FNR - first - 1 " lines, more than 80")
        }
    }
    END { end_of_file() }
    ' || echo "tools/check.sh:1: awk failed"
}

# A check is a line in checks.def, a file and little sites that it hits and that are clean. Little
# sites have no DNS, so ipv6 has only an unknown one; its answers are in tests/unit/test_check_reach.c.
check_checks() {
    def=src/check/checks.def
    [ -f "$def" ] || { echo "$def:1: missing"; return; }
    names=$(sed -n 's/^CHECK(\([a-z0-9_]*\)).*/\1/p' "$def")
    for name in $names; do
        id=$(echo "$name" | tr _ -)
        [ -f "src/check/$name.c" ] || echo "$def:1: $name has no src/check/$name.c"
        kinds="hit clean"
        [ "$id" = ipv6 ] && kinds=unknown
        for kind in $kinds; do
            set -- "tests/sites/$id/$kind"*
            [ -d "$1" ] || echo "$def:1: $id has no tests/sites/$id/$kind-*"
        done
    done
    grep -l '^const struct check check_' src/check/*.c 2>/dev/null | while read -r file; do
        name=$(basename "$file" .c)
        grep -q "^CHECK($name)" "$def" || echo "$file:1: no line in checks.def"
    done
}

# The pages: what crawled sites say never becomes markup, no types are thrown away, no file grows past reading.
check_pages() {
    [ -d web/src ] || return
    find web/src ! -name schema.d.ts \( -name '*.ts' -o -name '*.vue' \) | sort | xargs awk '
    function end_of_file() {
        if (file != "" && n_lines > 450) print file ":" n_lines ": " n_lines " lines, more than 450"
    }
    FNR == 1 { end_of_file(); file = FILENAME; is_list = FILENAME ~ /^web\/src\/(words|api\/types)/ }
    { n_lines = is_list ? 0 : FNR }
    /v-html|innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function/ {
        print FILENAME ":" FNR ": text must not become markup or code"
    }
    /(:|<|as) *any([^A-Za-z]|$)|@ts-ignore|@ts-nocheck/ { print FILENAME ":" FNR ": give it its type" }
    /console\.|debugger/ { print FILENAME ":" FNR ": left from looking for a fault" }
    END { end_of_file() }
    ' || echo "tools/check.sh:1: awk failed"
}

# All text files of ours. data/demo and tests/sites hold web pages as they come.
text_files() {
    find . \( -path ./.git -o -path ./build -o -path ./data/demo -o -path ./tests/sites \
        -o -path ./fuzz/corpus -o -path ./tests/data -o -path ./web/dist -o -name node_modules \) -prune -o -type f \
        \( -name '*.[ch]' -o -name '*.def' -o -name '*.sh' -o -name '*.py' -o -name '*.md' \
        -o -name '*.cmake' -o -name '*.txt' -o -name '*.json' -o -name '*.yaml' -o -name '*.sql' \
        -o -name '*.html' -o -name '*.ts' -o -name '*.vue' -o -name '*.css' -o -name run \) -print | sed 's,^\./,,' | sort
}

check_text() {
    files=$(text_files)
    cr=$(printf '\r')
    # Names of files hold no white space here; one that does is reported by the shell below.
    # shellcheck disable=SC2086
    {
        grep -n "$cr\$" $files /dev/null | sed "s/^\([^:]*:[0-9]*\):.*/\1: ends in CR LF/"
        grep -nE '(^|[^A-Za-z_])(TO''DO|FIX''ME|XX''X)([^A-Za-z_]|$)' $files /dev/null |
            sed 's/^\([^:]*:[0-9]*\):.*/\1: do it, or open an issue/'
        grep -nE "(^|[ \"'=(:])/(work|root|home/[a-z]+|Users)/" $files /dev/null |
            grep -v '^tools/check.sh:' |
            sed 's/^\([^:]*:[0-9]*\):.*/\1: path of one machine/'
        grep -nE '^(<<<<<<<|>>>>>>>) ' $files /dev/null | sed 's/\(:[0-9]*\):.*/\1: merge conflict/'
        awk 'FNR == 1 && f { print n, f } { n = FNR; f = FILENAME } END { print n, f }' $files \
            >"$scratch/records"
        wc -l $files | awk '$2 != "total" { print $1, $2 }' >"$scratch/newlines"
        # awk counts a last line without its newline, wc does not.
        sort -o "$scratch/records" "$scratch/records"
        sort "$scratch/newlines" | comm -23 "$scratch/records" - |
            sed 's/^\([0-9]*\) \(.*\)/\2:\1: no newline at the end/'
    }
}

scratch=$(mktemp -d) || exit 2
trap 'rm -rf "$scratch"' EXIT
{
    check_code
    check_checks
    check_pages
    check_text
} >"$scratch/found" 2>&1
if [ -s "$scratch/found" ]; then
    cat "$scratch/found"
    exit 1
fi
