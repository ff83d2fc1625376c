"""New-media accounts in the office: registry, lists, rights, findings, orders."""
import csv
import io
import os
import subprocess
import tempfile
import urllib.parse

import office

DEMO = office.SOURCE + "/data/demo"
BUREAU = "云溪县教育局"
WEIBO = "新浪微博:云溪教育"
HEAD = "账号名称,账号类型,开设主体,行政区划,状态,是否主账号,账号标识,数据源,备案名称,下载链接,菜单\r\n"
HOSTILE = "<img src=x onerror=alert(1)>'\";DROP TABLE site;--&amp;\u202e"


def path_of(account, *more):
    return "/".join(["accounts", urllib.parse.quote(account, safe=""), *more])


def row(**fields):
    """A line of a list of accounts."""
    out = io.StringIO()
    usual = {"name": "新号", "type": "新浪微博", "owner": BUREAU, "region": "519901", "state": "运行", "main": "否",
             "handle": "", "source": "", "filed": "", "download": "", "menu": ""}
    csv.writer(out).writerow({**usual, **fields}.values())
    return out.getvalue()


class Accounts(office.Case):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.mkdtemp(prefix="xunjian-api-")
        env = dict(os.environ, XUNJIAN_DATA=office.SOURCE + "/data")
        subprocess.run([office.PROGRAM, "demo", "--out", folder, "--quiet"], env=env, check=True)
        with open(DEMO + "/accounts.csv", "rb") as f:
            cls.list = f.read()
        cls.office = office.Office(dir=folder)
        cls.clients = {role: cls.office.client(role) for role in office.ROLES}
        cls.admin, cls.inspector = cls.clients["admin"], cls.clients["inspector"]
        cls.import_list(cls.list)
        cls.unit = cls.admin.get(path_of(WEIBO)).json["unit"]
        cls.office.add_user("jiaoyu", "operator", unit=cls.unit["id"])
        cls.bureau = cls.office.client("jiaoyu")
        cls.office.add_user("elsewhere", "admin", unit=cls.admin.get(path_of("新浪微博:云溪发布")).json["unit"]["id"])
        cls.elsewhere = cls.office.client("elsewhere")

    @classmethod
    def preview(cls, content):
        return cls.admin.send("POST", "registry/preview?kind=accounts", raw=content, headers={"Content-Type": "text/csv"})

    @classmethod
    def import_list(cls, content):
        reply = cls.admin.post("registry/import", {"token": cls.preview(content).json["token"]})
        assert reply.status == 200, reply.bytes
        return reply.json

    def items(self, path, client=None):
        reply = (client or self.admin).get(urllib.parse.quote(path, safe="/?&=%"))
        self.assertEqual(reply.status, 200, reply.bytes)
        return reply.json["items"]

    # ---- lists ----

    def test_accounts_are_filtered_sorted_and_paged(self):
        whole = self.admin.get("accounts?per_page=200").json
        self.assertEqual(whole["total"], len(whole["items"]))
        self.assertTrue(all(":" in a["id"] and a["is_listed"] for a in whole["items"]))
        ids = [a["id"] for a in whole["items"]]
        self.assertEqual(ids, sorted(ids, key=lambda i: i.encode()))
        paged = [a["id"] for page in range(1, 20) for a in self.items(f"accounts?per_page=3&page={page}")]
        self.assertEqual(paged, ids)
        for key, value in [("platform", "新浪微博"), ("type", "微信订阅号"), ("state", "运行"), ("verdict", "unknown"),
                           ("region", "5199"), ("unit", str(self.unit["id"])), ("q", "教育")]:
            got = {a["id"] for a in self.items(f"accounts?{key}={value}&per_page=200")}
            fits = {"region": lambda a: a["region"].startswith(value), "unit": lambda a: a["unit"] == self.unit,
                    "verdict": lambda a: a["standing"] == value,
                    "q": lambda a: value in a["id"] + " " + a["name"] + " " + a["owner"]}
            wanted = {a["id"] for a in whole["items"] if fits.get(key, lambda a: a[key] == value)(a)}
            self.assertEqual(got, wanted, key)
            self.assertTrue(wanted, key)
        self.assertEqual(self.items("accounts?region=32"), [])
        self.assert_problem(self.admin.get("accounts?state=%E5%B7%B2%E5%85%B3%E5%81%9C"), 422)  # a word of sites
        newest = [a["newest"] or "" for a in self.items("accounts?sort=-newest&per_page=200")]
        self.assertEqual(newest, sorted(newest, reverse=True))
        self.assertTrue(newest[0])
        # Sites are not among them, nor they among the sites.
        self.assertFalse([s for s in self.items("sites?per_page=200") if ":" in s["code"]])

    def test_the_overview_counts_accounts(self):
        for client in [self.admin, self.bureau]:
            seen = client.get("overview").json
            total = client.get("accounts").json["total"]
            standings = ["pass", "fail", "foreseen", "unknown", "missing", "closed"]
            self.assertEqual(seen["accounts"]["total"], total)
            self.assertEqual(sum(seen["accounts"][k] for k in standings), total)
            for k in standings:
                self.assertEqual(client.get(f"accounts?verdict={k}").json["total"], seen["accounts"][k])
            for grade in ["veto", "fault", "notice"]:
                n = sum(client.get(f"findings?grade={grade}&state={state}").json["total"]
                        for state in ["unreviewed", "confirmed"])
                self.assertEqual(seen["findings"][grade], n)
                self.assertEqual(sum(c[grade] for c in seen["checks"]), n)

    def test_an_account_has_its_registry_its_result_and_its_counts(self):
        one = self.admin.get(path_of(WEIBO)).json
        self.assertEqual((one["id"], one["name"], one["platform"], one["owner"]), (WEIBO, "云溪教育", "新浪微博", BUREAU))
        self.assertEqual(one["result"]["account"], WEIBO)
        self.assertEqual(one["source"], "http://media.yunlingshi.gov.cn/weibo/yxjy.xml")
        self.assertEqual(one["counts"]["veto"], self.admin.get("findings?grade=veto&state=unreviewed&site=" + urllib.parse.quote(WEIBO)).json["total"])
        self.assertEqual(one["history"][-1]["field"], "code")
        for wrong in ["新浪微博:没有", "5199010001", "云溪教育"]:
            self.assert_problem(self.admin.get(path_of(wrong)), 404)
        self.assert_problem(self.admin.get("sites/" + urllib.parse.quote(WEIBO)), 404)

    # ---- the registry ----

    def test_a_list_is_previewed_and_then_taken_as_it_was_shown(self):
        bad = row(name="", type="论坛") + row(region="51") + row(main="也许") + row(menu="{") + row(name="云溪教育")
        seen = self.preview(self.list + (row(name="新号甲") + bad).encode()).json
        self.assertEqual([a["code"] for a in seen["added"]], ["新浪微博:新号甲"])
        self.assertEqual((seen["changed"], seen["absent"]), ([], []))
        self.assertEqual([b["line"] for b in seen["bad"]], sorted(b["line"] for b in seen["bad"]))
        for b, word in zip(seen["bad"], ["账号名称没有填写；账号类型“论坛”", "6 位数字", "应为是或否", "JSON", "重复"], strict=True):
            self.assertIn(word, b["reason"])
        self.assertEqual(self.admin.get(path_of("新浪微博:新号甲")).status, 404)
        self.assert_problem(self.admin.post("registry/import", {"token": "x"}), 422)
        self.assertEqual(self.admin.post("registry/import", {"token": seen["token"]}).json["added"], 1)
        self.assertEqual(self.admin.get(path_of("新浪微博:新号甲")).json["unit"], self.unit)
        again = self.preview(self.admin.get("registry/accounts.csv").bytes).json
        self.assertEqual((again["added"], again["changed"], again["absent"], again["bad"]), ([], [], [], []))
        changed = self.preview((HEAD + row(name="新号甲", main="是")).encode()).json
        self.assertEqual(changed["changed"][0]["changes"],
                         [{"field": "is_main", "title": "是否主账号", "old": "否", "new": "是"}])
        self.assertGreater(len(changed["absent"]), 5)
        # The registry moves on: what was shown is not what would happen.
        self.admin.patch(path_of("新浪微博:新号甲"), {"is_main": True})
        self.assert_problem(self.admin.post("registry/import", {"token": changed["token"]}), 412)

    def test_a_list_of_the_other_kind_is_refused(self):
        with open(DEMO + "/sites.csv", "rb") as f:
            self.assert_problem(self.preview(f.read()), 422, "表头缺少")
        self.assert_problem(self.admin.send("POST", "registry/preview?kind=apps", raw=self.list,
                                            headers={"Content-Type": "text/csv"}), 422)

    def test_a_field_is_changed_by_one_person_at_a_time(self):
        path = path_of("新浪微博:云溪教育招考")
        seen = self.admin.get(path)
        tag = {"If-Match": seen.headers["ETag"]}
        reply = self.admin.patch(path, {"filed_name": "云溪招考", "is_main": False}, headers=tag)
        self.assertEqual(reply.status, 200, reply.bytes)
        self.assert_problem(self.admin.patch(path, {"filed_name": ""}, headers=tag), 412)
        change = self.admin.get(path).json["history"][0]
        self.assertEqual((change["by"], change["field"], change["new"]), ("admin", "filed_name", "云溪招考"))
        self.assert_problem(self.admin.patch(path, {"name": "另一个"}), 422, "不能修改")
        self.assert_problem(self.admin.patch(path, {"source": "ftp://a.test/x"}), 422, "不是网址")
        self.assert_problem(self.admin.patch(path, {"state": "已注销"}), 422)
        self.assert_problem(self.admin.post(path + "/state", {"state": "已注销", "date": "2026-11-19"}), 422, "文件")
        self.assert_problem(self.admin.post(path + "/state", {"state": "申请注销"}), 422, "日期")
        reply = self.admin.post(path + "/state", {"state": "已注销", "date": "2026-11-19", "filing": "云府办函〔2026〕9号"})
        self.assertEqual((reply.json["state"], reply.json["state_day"]), ("已注销", "2026-11-19"))
        lines = self.items("audit?what=account.")
        self.assertIn("account:新浪微博:云溪教育招考", {line["subject"] for line in lines})
        self.admin.post(path + "/state", {"state": "运行"})
        self.admin.patch(path, {"filed_name": ""})

    def test_an_account_is_entered_by_hand(self):
        body = {"name": "云溪税务", "type": "抖音", "owner": "云溪县税务局", "region": "519901", "is_main": True}
        reply = self.admin.post("accounts", body)
        self.assertEqual(reply.status, 201, reply.bytes)
        self.assertEqual((reply.json["id"], reply.json["state"], reply.json["unit"]["name"]),
                         ("抖音(短视频):云溪税务", "运行", "云溪县税务局"))
        self.assert_problem(self.admin.post("accounts", body), 422, "已有")
        self.assert_problem(self.admin.post("accounts", {**body, "type": "论坛"}), 422)
        self.assert_problem(self.admin.post("accounts", {**body, "name": ""}), 422)

    def test_hostile_text_is_text_in_every_field(self):
        fields = {"name": HOSTILE, "owner": "=cmd|' /C calc'!A0" + HOSTILE, "handle": "../../etc/passwd?x=1&" + "<b>",
                  "source": "../../../../etc/passwd", "filed": "@SUM(1)" + HOSTILE, "download": "javascript:alert(1)",
                  "menu": '[{"name":"<script>","url":"javascript:1"}]', "type": "其他+" + "<i>平台"}
        done = self.import_list((HEAD + row(**fields)).encode())
        self.assertEqual(done["added"], 1)
        account = "其他+<i>平台:..／..／etc／passwd?x=1&<b>"
        one = self.admin.get(path_of(account)).json
        visible = HOSTILE.replace("\u202e", "")
        self.assertEqual((one["name"], one["filed_name"]), (visible, "@SUM(1)" + visible))
        self.assertEqual((one["source"], one["menu"]), (fields["source"], fields["menu"]))
        self.assertEqual([a["id"] for a in self.items("accounts?q=DROP TABLE")], [account])
        # A spreadsheet calculates nothing, and the list read again is no change.
        out = self.admin.get("registry/accounts.csv").bytes
        self.assertNotIn(b",=cmd", out.replace(b'"', b""))
        again = self.preview(out).json
        self.assertEqual((again["added"], again["changed"], again["bad"]), ([], [], []))
        reply = self.admin.patch(path_of(account), {"filed_name": "'; DELETE FROM site; --"})
        self.assertEqual(reply.json["filed_name"], "'; DELETE FROM site; --")
        self.assertGreater(self.admin.get("accounts").json["total"], 5)

    # ---- rights ----

    def test_a_unit_sees_its_own_accounts(self):
        mine = self.items("accounts?per_page=200", self.bureau)
        self.assertEqual({a["unit"]["id"] for a in mine}, {self.unit["id"]})
        self.assertIn(WEIBO, {a["id"] for a in mine})
        found = self.items("findings?per_page=200", self.bureau)
        self.assertIn(WEIBO, {f["site"] for f in found})
        self.assertNotIn(WEIBO, {f["site"] for f in self.items("findings?per_page=200", self.elsewhere)})
        f = next(f for f in found if f["site"] == WEIBO)
        where = f"findings/{urllib.parse.quote(WEIBO)}/{f['id']}"
        self.assertEqual(self.bureau.get(where).status, 200)
        for path in [where, where + "/page", path_of(WEIBO)]:
            self.assert_problem(self.elsewhere.get(path), 404)
        self.assert_problem(self.elsewhere.patch(path_of(WEIBO), {"filed_name": "x"}), 404)
        self.assert_problem(self.elsewhere.post(path_of(WEIBO, "state"), {"state": "运行"}), 404)
        self.assertEqual(self.items(f"findings?site={WEIBO}", self.elsewhere), [])
        # A list is of all units; what is entered or changed stays within one's own.
        for path in ["registry/preview?kind=accounts", "registry/preview?kind=sites"]:
            self.assert_problem(self.elsewhere.send("POST", path, raw=self.list, headers={"Content-Type": "text/csv"}), 403)
        token = self.preview(self.list).json["token"]
        self.assert_problem(self.elsewhere.post("registry/import", {"token": token}), 403)
        body = {"name": "别处的号", "type": "抖音", "owner": BUREAU, "region": "519901", "is_main": True}
        self.assert_problem(self.elsewhere.post("accounts", body), 422, "范围")
        self.assert_problem(self.admin.get(path_of("抖音(短视频):别处的号")), 404)
        mine = path_of("新浪微博:云溪发布")
        self.assert_problem(self.elsewhere.patch(mine, {"owner": BUREAU}), 422, "范围")
        self.assertNotEqual(self.admin.get(mine).json["owner"], BUREAU)
        self.assertEqual(self.elsewhere.patch(mine, {"filed_name": "云溪发布"}).status, 200)
        self.admin.patch(mine, {"filed_name": ""})
        # Inspections visit private addresses that the registry names: none but the top unit enters them.
        site = {"code": "5199019001", "name": "别处的站", "sponsor": self.elsewhere.user["unit"]["name"], "region": "519901",
                "type": "部门网站", "serves_public": True, "home": "http://0x7f.1:8080/"}
        self.assert_problem(self.elsewhere.post("sites", site), 403, "内网")
        self.assertEqual(self.elsewhere.post("sites", dict(site, home="http://a.example.gov.cn/")).status, 201)
        site = site["code"]
        for path, field, value in [(mine, "source", "http://127.0.0.1:8080/metrics"), (f"sites/{site}", "domains", "a.gov.cn 2130706433"),
                                   (f"sites/{site}", "home", "http://169.254.169.254/"), (f"sites/{site}", "home", "http://[::1]/")]:
            before = self.admin.get(path).json[field]
            refused = self.elsewhere.patch(path, {field: value})
            self.assert_problem(refused, 403, "内网")
            self.assertEqual((refused.json["field"], self.admin.get(path).json[field]), (field, before))
        source = self.admin.get(mine).json["source"]
        self.assertEqual(self.admin.patch(mine, {"source": "http://10.0.0.5/"}).status, 200)
        self.assertEqual(self.elsewhere.patch(mine, {"filed_name": "", "source": "http://10.0.0.5/"}).status, 200)  # as it was
        self.admin.patch(mine, {"source": source})
        self.assertEqual(self.items(f"accounts?q={WEIBO}", self.elsewhere), [])
        self.assertNotIn("云溪教育招考".encode(), self.elsewhere.get("registry/accounts.csv").bytes)

    # ---- findings and orders ----

    def test_findings_of_an_account_are_reviewed_and_ordered(self):
        f = self.items(f"findings?site={WEIBO}&state=unreviewed")[0]
        self.assertEqual((f["site"], f["site_name"]), (WEIBO, "云溪教育"))
        action = {"kind": "confirm", "site": WEIBO, "finding": f["id"]}
        self.assertEqual(self.clients["reviewer"].post("reviews", {"actions": [action]}).status, 201)
        self.assertIn(f["id"], {x["id"] for x in self.items(f"findings?site={WEIBO}&state=confirmed")})
        order = {"unit": self.unit["id"], "days": 5, "demand": "请恢复更新", "findings": [{"site": WEIBO, "id": f["id"]}]}
        other = {**order, "unit": self.elsewhere.user["unit"]["id"]}
        self.assert_problem(self.inspector.post("orders", other), 422, "不属于")
        reply = self.inspector.post("orders", order)
        self.assertEqual(reply.status, 201, reply.bytes)
        number = reply.json["id"]
        self.assertEqual(self.bureau.get(f"orders/{number}").json["findings"][0]["site"], WEIBO)
        self.assert_problem(self.elsewhere.get(f"orders/{number}"), 404)


if __name__ == "__main__":
    office.main()
