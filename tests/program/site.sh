#!/bin/sh
# The registry on the command line: previewed, imported, changed, written out, taken back unchanged.
# Usage: site.sh PROGRAM SOURCE_DIR
set -eu
program=$1
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
cd "$out"

fail() {
    echo "$*"
    exit 1
}
site() {
    "$program" site "$@" --by 张三 --now 2026-11-20
}

cat >sites.csv <<'END'
网站标识码,网站名称,首页网址,主办单位,行政区划,网站类型,状态,对外服务
5107000001,云溪市人民政府,http://www.yunxi.gov.cn/,云溪市人民政府办公室,510700,政府门户网站,运行,是
5107000002,云溪市教育局,jyj.yunxi.gov.cn,云溪市教育局,510700,部门网站,运行,是
510700,坏行,,,,,,
END
site unit 云溪市政府办 --office --region 510700 | grep -q '单位 2' || fail "no unit"
site import sites.csv >said 2>wrong
grep -q '新增 2 个.*有误 1 行' said || fail "the preview does not count"
grep -q 'sites.csv 第 4 行：网站标识码' wrong || fail "the bad row is not told"
[ -z "$(site list)" ] || fail "a preview writes"
site import sites.csv --yes >said 2>wrong
site list | grep -q '5107000002.*云溪市教育局' || fail "not imported"
site units | grep -q '上级 *2.*主办  云溪市教育局' || fail "the sponsor is not below the office of its region"

site set 5107000002 首页网址=https://edu.yunxi.gov.cn 其他域名=jyj.yunxi.gov.cn | grep -q '修改 2 项' || fail "not set"
if site set 5107000002 首页网址=无 2>wrong; then fail "a wrong address is taken"; fi
grep -q '首页网址“无”不是网址' wrong || fail "does not say what is wrong"
if site state 5107000002 已关停 --date 2026-11-19 2>wrong; then fail "closed without a document"; fi
site state 5107000002 已关停 --date 2026-11-19 --filing 云府办函〔2026〕3号
site show 5107000002 | grep -q '张三  状态：“运行”改为“已关停”' || fail "no history"

site export --file list.csv
sed 's/教育局","https/教育和体育局","https/' list.csv >changed.csv
site import changed.csv | grep -q '5107000002 网站名称：“云溪市教育局”改为“云溪市教育和体育局”' || fail "the difference is not told"
site import list.csv | grep -q '新增 0 个，修改 0 个，未变 2 个' || fail "what was written out is a change"
status=0
site frobnicate 2>/dev/null || status=$?
[ "$status" = 2 ] || fail "an unknown verb is taken"
echo "ok"
