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
account() {
    "$program" account "$@" --by 张三 --now 2026-11-20
}
cat >accounts.csv <<'END'
账号名称,账号类型,开设主体,行政区划,状态,是否主账号,数据源
云溪教育,新浪微博,云溪市教育局,510700,运行,是,http://feeds.test/a.xml
云溪论坛,论坛,云溪市教育局,510700,运行,是,
END
account import accounts.csv >said 2>wrong
grep -q '新增 1 个.*有误 1 行' said || fail "the preview does not count accounts"
grep -q 'accounts.csv 第 3 行：账号类型“论坛”' wrong || fail "the bad account is not told"
account import accounts.csv --yes >said 2>wrong
account list | grep -q '新浪微博:云溪教育.*运行.*无结果.*云溪市教育局' || fail "the account is not imported"
[ "$(site list | wc -l)" = 2 ] || fail "an account is listed as a site"
account set 新浪微博:云溪教育 备案名称=云溪教体 | grep -q '修改 1 项' || fail "the account is not set"
if account state 新浪微博:云溪教育 已关停 --date 2026-11-19 --filing x 2>wrong; then fail "an account is closed as a site"; fi
account state 新浪微博:云溪教育 申请注销 --date 2026-11-19
account show 新浪微博:云溪教育 | grep -q '张三  状态：“运行”改为“申请注销”' || fail "no history of the account"
if site show 新浪微博:云溪教育 2>wrong; then fail "an account is shown as a site"; fi
if account units 2>wrong; then fail "units are not of accounts"; fi

# Entered by mistake, and taken back.
printf '%s\n' 账号名称,账号类型,开设主体,行政区划,状态,是否主账号 误登记,新浪微博,云溪市教育局,510700,运行,否 >wrong.csv
account import wrong.csv --yes >said
account remove 新浪微博:误登记 || fail "an account that nothing depends on stays"
if account show 新浪微博:误登记 2>wrong; then fail "the account is still there"; fi
if account remove 新浪微博:误登记 2>wrong; then fail "it is taken back twice"; fi

# When inspections start by themselves.
site schedule | grep -q '每夜=否' || fail "it is not off at first"
site schedule 每夜=01:30 "每周=六 02:00" 不巡检=22:30-06:00
site schedule >said
grep -q '每周=六 02:00' said && grep -q '下一次每夜巡检：2026-11-20T06:00:00' said || fail "the plan: $(cat said)"
if site schedule 每夜=25:00 2>wrong; then fail "25:00 is taken"; fi
if site schedule 5199999999 定时=每周 2>wrong; then fail "a site that is not there has a plan"; fi
account export --file accounts2.csv
account import accounts2.csv | grep -q '新增 0 个，修改 0 个，未变 1 个' || fail "accounts written out are a change"

status=0
site frobnicate 2>/dev/null || status=$?
[ "$status" = 2 ] || fail "an unknown verb is taken"
echo "ok"
