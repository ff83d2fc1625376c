#!/bin/sh
# xunjian lexicon: build, sign, verify, install, list, test; a package that was tampered with is refused.
# Usage: lexicon.sh PROGRAM SOURCE_DIR
set -eu
program=$1
export XUNJIAN_DATA="$2/data"
out=$(mktemp -d)
export XUNJIAN_LEXICONS="$out/installed"
trap 'rm -rf "$out"' EXIT
fail() {
    echo "$*"
    exit 1
}
# wants TEXT FILE
wants() {
    grep -qF -- "$1" "$2" || { cat "$2"; fail "$2 lacks: $1"; }
}
# refuses TEXT ARGUMENT…: exit status 1 or 2 and a sentence
refuses() {
    text=$1
    shift
    if "$program" lexicon "$@" >"$out/text" 2>"$out/err"; then
        fail "accepted: $*"
    fi
    wants "$text" "$out/err"
}

mkdir "$out/county"
cat >"$out/county/county.csv" <<'CSV'
# 类别：固定表述
# 级别：一般
# 状态：地方
# 核对：2026-11-28
# 依据：县政府办公室通知
错误,正确
云西县,云溪县
CSV

"$program" lexicon keygen "$out/key" >/dev/null
test "$(stat -c %a "$out/key")" = 600 || fail "the secret key can be read by others"
refuses "已有同名文件" keygen "$out/key"
"$program" lexicon keygen "$out/other" >/dev/null

"$program" lexicon build "$out/county" --name county --version 2026.11.1 --now 2026-11-28 --out "$out/p.zip" >"$out/text"
wants "county 2026.11.1（2026-11-28，0 天前），1 条" "$out/text"
refuses "没有签名" verify "$out/p.zip" --trust "$out/key.pub"
"$program" lexicon sign "$out/p.zip" --key "$out/key" >/dev/null
"$program" lexicon verify "$out/p.zip" --trust "$out/other.pub" --trust "$out/key.pub" --now 2026-12-08 >"$out/text"
wants "签名有效：county 2026.11.1（2026-11-28，10 天前），1 条" "$out/text"
refuses "签名与信任的公钥都不符" verify "$out/p.zip" --trust "$out/other.pub"
refuses "不是 Ed25519 公钥" verify "$out/p.zip" --trust "$out/key"
refuses "没有信任的公钥" verify "$out/p.zip"

# a changed file, a changed manifest, an added file
python3 - "$out" <<'PY'
import sys, zipfile
out = sys.argv[1]
def rewrite(name, change, extra=None):
    with zipfile.ZipFile(f"{out}/p.zip") as old, zipfile.ZipFile(f"{out}/{name}", "w") as new:
        for i in old.namelist():
            new.writestr(i, change(i, old.read(i)))
        if extra:
            new.writestr(extra, b"x")
rewrite("file.zip", lambda i, b: b.replace("云西县".encode(), "云东县".encode()))
rewrite("manifest.zip", lambda i, b: b.replace(b"2026.11.1", b"2026.11.2"))
rewrite("added.zip", lambda i, b: b, "more.csv")
rewrite("outside.zip", lambda i, b: b, "../more.csv")
PY
refuses "county.csv 与清单不符，已被改动" install "$out/file.zip" --trust "$out/key.pub"
refuses "签名与信任的公钥都不符" install "$out/manifest.zip" --trust "$out/key.pub"
refuses "与清单不符" install "$out/added.zip" --trust "$out/key.pub"
refuses "包里有不该有的文件" install "$out/outside.zip" --trust "$out/key.pub"
test ! -e "$out/installed" || fail "something was installed"
head -c 300 "$out/p.zip" >"$out/cut.zip"
refuses "cut.zip" verify "$out/cut.zip" --trust "$out/key.pub"

# installed, it is used, and a newer version takes its place
"$program" lexicon install "$out/p.zip" --trust "$out/key.pub" >/dev/null
printf '云西县人民政府' | "$program" check - >"$out/text"
wants "云西县 → 云溪县" "$out/text"
"$program" lexicon list --now 2026-12-08 >"$out/text"
wants "county 2026.11.1（2026-11-28，10 天前），1 条" "$out/text"
wants "base 20" "$out/text"
mv "$out/county/county.csv" "$out/county/new.csv"
echo '云夕县,云溪县' >>"$out/county/new.csv"
"$program" lexicon build "$out/county" --name county --version 2026.12 --now 2026-12-01 --out "$out/p2.zip" >/dev/null
"$program" lexicon sign "$out/p2.zip" --key "$out/key" >/dev/null
"$program" lexicon install "$out/p2.zip" --trust "$out/key.pub" >/dev/null
test ! -e "$out/installed/county/county.csv" || fail "a file of the old version is left"
"$program" lexicon list --now 2026-12-08 >"$out/text"
wants "county 2026.12（2026-12-01，7 天前），2 条" "$out/text"

# an older one takes its place only when told to
refuses "已装有较新的 county 2026.12（2026-12-01），这一个是 2026.11.1（2026-11-28）" install "$out/p.zip" --trust "$out/key.pub"
"$program" lexicon list --now 2026-12-08 >"$out/text"
wants "county 2026.12（2026-12-01，7 天前），2 条" "$out/text"
"$program" lexicon install "$out/p.zip" --trust "$out/key.pub" --allow-older >/dev/null
"$program" lexicon list --now 2026-12-08 >"$out/text"
wants "county 2026.11.1（2026-11-28，10 天前），1 条" "$out/text"

# nor does an older version of the same day; versions count by their numbers
for version in 2026.9 2026.10; do
    "$program" lexicon build "$out/county" --name twice --version $version --now 2026-12-01 --out "$out/$version.zip" >/dev/null
    "$program" lexicon sign "$out/$version.zip" --key "$out/key" >/dev/null
    "$program" lexicon install "$out/$version.zip" --trust "$out/key.pub" >/dev/null
done
refuses "已装有较新的 twice 2026.10（2026-12-01），这一个是 2026.9（2026-12-01）" install "$out/2026.9.zip" --trust "$out/key.pub"
"$program" lexicon install "$out/2026.10.zip" --trust "$out/key.pub" >/dev/null
rm -r "$out/installed/twice"

# base stands in the place of the lexicon that comes with the program, but not of a newer one
for made in 2026-01-01 2099-01-01; do
    "$program" lexicon build "$out/county" --name base --version 1 --now $made --out "$out/base.zip" >/dev/null
    "$program" lexicon sign "$out/base.zip" --key "$out/key" >/dev/null
    "$program" lexicon install "$out/base.zip" --trust "$out/key.pub" >/dev/null
    "$program" lexicon list --now 2099-01-02 >"$out/$made"
done
wants "base 20" "$out/2026-01-01"
wants "base 1（2099-01-01，1 天前），2 条" "$out/2099-01-01"

# a lexicon that does not load is not built; one is tried on a text
refuses "名称“../x”不对" build "$out/county" --name ../x --version 1 --out "$out/p3.zip"
refuses "版本“1a”不对" build "$out/county" --name x --version 1a --out "$out/p3.zip"
printf '云夕县云溪县\n' >"$out/clean.txt"
"$program" lexicon test "$out/county" "$out/clean.txt" >"$out/text"
wants "2 条，报出 1 处" "$out/text"
echo '甲,乙' >>"$out/county/new.csv"
refuses "new.csv:9：词至少两个字" build "$out/county" --name x --version 1 --out "$out/p3.zip"
refuses "没有“burn”这个动作" burn
