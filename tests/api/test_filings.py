"""报备和申请: filed by a unit, accepted, returned or completed by the office above it, counted, and what follows in the registry."""
import datetime
import io
import os
import re
import shutil
import sqlite3
import subprocess
import tempfile
import urllib.parse
import zipfile

import office

SITES = ("网站标识码,网站名称,首页网址,主办单位,行政区划,网站类型,状态,对外服务\r\n"
         "5199010001,云溪县人民政府,https://www.yunxi.gov.cn/,云溪县人民政府办公室,519901,政府门户网站,运行,是\r\n"
         "5199010002,云溪县教育局,https://jyj.yunxi.gov.cn/,云溪县教育局,519901,部门网站,运行,是\r\n"
         "5199010003,云溪县水务局,https://swj.yunxi.gov.cn/,云溪县水务局,519901,部门网站,运行,是\r\n")
ACCOUNTS = ("账号名称,账号类型,开设主体,行政区划,状态,是否主账号\r\n"
            "云溪教育,新浪微博,云溪县教育局,519901,运行,是\r\n")
ACCOUNT = "新浪微博:云溪教育"
DAYS = 3  # of domain; the data that is handed out has none


def today(less=0):
    return (datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))) - datetime.timedelta(days=less)).date().isoformat()


class Filings(office.Case):
    @classmethod
    def setUpClass(cls):
        cls.data = tempfile.mkdtemp(prefix="xunjian-data-")
        for name in os.listdir(office.SOURCE + "/data"):
            os.symlink(f"{office.SOURCE}/data/{name}", f"{cls.data}/{name}")
        with open(office.SOURCE + "/data/filings.yaml") as f:
            kinds = f.read()
        os.unlink(cls.data + "/filings.yaml")
        with open(cls.data + "/filings.yaml", "w") as f:
            f.write(kinds.replace("    domain: true\n", f"    domain: true\n    days: {DAYS}\n"))
        before = os.environ.get("XUNJIAN_DATA")
        os.environ["XUNJIAN_DATA"] = cls.data
        super().setUpClass()
        os.environ.pop("XUNJIAN_DATA") if before is None else os.environ.update(XUNJIAN_DATA=before)
        cls.admin = cls.office.client("admin")
        cls.inspector = cls.office.client("inspector")
        for kind, content in (("sites", SITES), ("accounts", ACCOUNTS)):
            token = cls.admin.send("POST", f"registry/preview?kind={kind}", raw=content.encode(), headers={"Content-Type": "text/csv"})
            assert cls.admin.post("registry/import", {"token": token.json["token"]}).status == 200
        cls.unit = cls.admin.get("sites/5199010002").json["unit"]["id"]
        cls.other = cls.admin.get("sites/5199010003").json["unit"]["id"]
        for name, role, unit in (("jiaoyu", "operator", cls.unit), ("shuiwu", "operator", cls.other), ("jiaoyu-guan", "admin", cls.unit)):
            cls.office.add_user(name, role, unit=unit)
        cls.bureau, cls.stranger, cls.own_admin = (cls.office.client(name) for name in ("jiaoyu", "shuiwu", "jiaoyu-guan"))

    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        shutil.rmtree(cls.data)

    def file(self, kind, client=None, **more):
        reply = (client or self.bureau).post("filings", {"kind": kind, "text": "请审核", **more})
        self.assertEqual(reply.status, 201, reply.bytes)
        return reply.json

    def event(self, client, filing, kind, **more):
        return client.post(f"filings/{filing['id']}/events", {"kind": kind, **more})

    def done(self, *args, **more):
        reply = self.event(*args, **more)
        self.assertEqual(reply.status, 201, reply.bytes)
        return reply.json

    def items(self, client=None, **query):
        return (client or self.admin).get("filings?" + urllib.parse.urlencode({"per_page": 200, **query})).json["items"]

    def test_kinds_are_data_with_what_they_rest_on(self):
        kinds = {k["id"]: k for k in self.bureau.get("filings/kinds").json["items"]}
        self.assertEqual(kinds["domain"]["days"], DAYS)
        self.assertIsNone(kinds["health"]["days"])
        self.assertEqual((kinds["site-close"]["about"], kinds["site-close"]["is_ending"]), ("site", True))
        self.assertTrue(all(k["basis"] for k in kinds.values()))

    def test_a_unit_files_and_the_office_above_it_deals_with_it(self):
        f = self.file("health", document="云教〔2026〕5号")
        self.assertEqual((f["state"], f["unit"]["id"], f["submitted"], f["deadline"], f["by"]),
                         ("waiting", self.unit, today(), None, "jiaoyu"))
        for client in (self.bureau, self.own_admin):
            for kind in ("accept", "return", "complete"):
                self.assert_problem(self.event(client, f, kind, text="同意"), 403)
        self.assert_problem(self.event(self.office.client("reviewer"), f, "accept"), 403)
        self.assertFalse(self.own_admin.get(f"filings/{f['id']}").json["is_ours"])
        self.assertTrue(self.inspector.get(f"filings/{f['id']}").json["is_ours"])
        self.assertEqual(self.done(self.inspector, f, "accept")["state"], "accepted")
        self.assert_problem(self.event(self.inspector, f, "accept"), 409, "已受理")
        self.assert_problem(self.event(self.inspector, f, "return"), 422, "原因")
        self.assertEqual(self.done(self.inspector, f, "return", text="缺少数据")["state"], "returned")
        self.assert_problem(self.event(self.inspector, f, "complete"), 409)
        self.assert_problem(self.event(self.bureau, f, "submit"), 422)
        again = self.done(self.bureau, f, "submit", text="已补充", submitted=today())
        self.assertEqual((again["state"], again["text"]), ("waiting", "已补充"))
        self.assertEqual(self.done(self.inspector, f, "complete", document="云府办〔2026〕8号")["state"], "done")
        self.assert_problem(self.event(self.bureau, f, "submit", text="再报"), 409)
        events = self.bureau.get(f"filings/{f['id']}").json["events"]
        self.assertEqual([(e["kind"], e["by"]) for e in events],
                         [("submit", "jiaoyu"), ("accept", "inspector"), ("return", "inspector"), ("submit", "jiaoyu"),
                          ("complete", "inspector")])
        self.assertEqual((events[2]["text"], events[-1]["document"]), ("缺少数据", "云府办〔2026〕8号"))
        logged = self.admin.get("audit?what=filing.").json["items"]
        mine = [line["action"] for line in logged if line["subject"] == f"filing:{f['id']}"]
        told = [line["new"].get("answer") for line in logged if line["subject"] == f"filing:{f['id']}"]
        self.assertEqual(told, ["", None, "缺少数据", "", None])
        self.assertEqual(mine, ["filing.complete", "filing.submit", "filing.return", "filing.accept", "filing.submit"])

    def test_what_a_filing_says_is_checked(self):
        for body, field in [
            ({"kind": "nothing"}, "kind"), ({"kind": "domain", "domain": "a.gov.cn"}, "subject"),
            ({"kind": "domain", "subject": "5199010002"}, "domain"), ({"kind": "domain", "subject": ACCOUNT, "domain": "a.gov.cn"}, "subject"),
            ({"kind": "domain", "subject": "5199010003", "domain": "a.gov.cn"}, "subject"),  # another unit's
            ({"kind": "account-close", "subject": "5199010002"}, "subject"), ({"kind": "health", "subject": "5199010002"}, "subject"),
            ({"kind": "health", "domain": "a.gov.cn"}, "domain"), ({"kind": "health", "unit": self.other}, "unit"),
            ({"kind": "health", "submitted": today(-2)}, "submitted"), ({"kind": "health", "text": ""}, "text"),
        ]:
            reply = self.bureau.post("filings", {"text": "请审核", **body})
            self.assert_problem(reply, 422)
            self.assertEqual(reply.json["field"], field, body)
        self.assertEqual(self.file("domain", subject="5199010002", domain="https://JYJ.yunxi.gov.cn/x")["domain"], "jyj.yunxi.gov.cn")
        self.assertEqual(self.file("health", self.inspector, unit=self.other)["unit"]["id"], self.other)

    def test_another_unit_sees_nothing_of_it(self):
        f = self.file("health")
        self.assert_problem(self.stranger.get(f"filings/{f['id']}"), 404)
        self.assert_problem(self.event(self.stranger, f, "submit", text="x"), 404)
        self.assert_problem(self.stranger.get(f"filings?unit={self.unit}"), 404)
        self.assert_problem(self.stranger.get(f"filings/counts?unit={self.unit}"), 404)
        self.assertNotIn(f["id"], [one["id"] for one in self.items(self.stranger)])
        self.assertTrue(all(one["unit"]["id"] == self.unit for one in self.items(self.bureau)))

    def test_a_deadline_counts_in_working_days_and_its_end_is_marked(self):
        late = self.file("domain", subject="5199010002", domain="a.yunxi.gov.cn", submitted=today(40))
        self.assertTrue(late["is_overdue"])
        self.assertLess(late["deadline"], today(20))
        self.assertGreater(late["deadline"], today(40 - DAYS + 1))
        fresh = self.file("domain", subject="5199010002", domain="b.yunxi.gov.cn")
        self.assertFalse(fresh["is_overdue"])
        ids = [one["id"] for one in self.items(overdue=1)]
        self.assertIn(late["id"], ids)
        self.assertNotIn(fresh["id"], ids)
        self.done(self.inspector, late, "return", text="材料不全")
        self.assertNotIn(late["id"], [one["id"] for one in self.items(overdue=1)])  # it is the unit's turn
        again = self.done(self.bureau, late, "submit", text="已补充")
        self.assertFalse(again["is_overdue"])
        self.assertEqual(again["deadline"], fresh["deadline"])

    def test_a_completed_closing_is_in_the_registry_at_once(self):
        f = self.file("site-close", subject="5199010002", document="云教〔2026〕9号", submitted=today(3))
        shown = self.admin.get(f"filings/{f['id']}").json
        self.assertEqual((shown["on_accept"], shown["on_complete"]), ("申请关停", "已关停"))
        self.assert_problem(self.event(self.inspector, f, "accept", registry=True), 403, "管理员")
        self.assertEqual(self.admin.get(f"filings/{f['id']}").json["state"], "waiting")  # nothing of it was done
        self.done(self.admin, f, "accept", registry=True, day=today(3))
        site = self.admin.get("sites/5199010002").json
        self.assertEqual((site["state"], site["state_day"], site["filing"]), ("申请关停", today(3), "云教〔2026〕9号"))
        self.assertIsNone(self.admin.get(f"filings/{f['id']}").json["on_accept"])
        self.done(self.admin, f, "complete", registry=True, document="云府办函〔2026〕12号")
        site = self.admin.get("sites/5199010002").json
        self.assertEqual((site["state"], site["state_day"], site["filing"]), ("已关停", today(), "云府办函〔2026〕12号"))
        self.assertEqual(self.admin.get("audit?what=site.state").json["total"], 2)

        before = {"state": "运行", "state_day": "2020-05-01", "filing": "云编〔2020〕5号"}
        self.assertEqual(self.admin.post("sites/5199010003/state", {"state": "运行", "date": "2020-05-01", "filing": "云编〔2020〕5号"}).status, 200)
        back = self.file("site-close", self.inspector, subject="5199010003", document="云水〔2026〕2号")
        self.assertIsNone(self.admin.get(f"filings/{back['id']}").json["on_return"])
        self.done(self.admin, back, "accept", registry=True)
        self.assertEqual(self.admin.get("sites/5199010003").json["state"], "申请关停")
        self.assertEqual(self.admin.get(f"filings/{back['id']}").json["on_return"], "运行")
        self.done(self.admin, back, "return", text="尚有办事服务未迁移", registry=True)
        site = self.admin.get("sites/5199010003").json
        self.assertEqual({key: site[key] for key in before}, before)

        account = self.file("account-close", subject=ACCOUNT)
        self.assertEqual(account["subject_name"], "云溪教育")
        self.assert_problem(self.event(self.admin, account, "complete", registry=True), 422, "文件")  # of neither is a document known
        self.assertEqual(self.admin.get(f"filings/{account['id']}").json["state"], "waiting")
        self.done(self.admin, account, "complete", registry=True, document="云府办函〔2026〕13号")
        self.assertEqual(self.admin.get("accounts/" + urllib.parse.quote(ACCOUNT)).json["state"], "已注销")
        plain = self.file("health")
        self.assert_problem(self.event(self.admin, plain, "complete", registry=True), 422)

    def put_file(self, client, filing, name, data):
        return client.send("PUT", f"filings/{filing['id']}/files/{urllib.parse.quote(name)}", raw=data, headers={"Content-Type": "application/pdf"})

    def test_the_letter_is_handed_in_with_it(self):
        f = self.file("health")
        letter = bytes(range(256)) * 100
        self.assertEqual(self.put_file(self.bureau, f, "运行报告.pdf", letter).status, 204)
        self.assertEqual(self.put_file(self.inspector, f, "批复.pdf", b"%PDF-1.4").status, 204)
        for name in ("../a", "a/b", ".hidden", "a\n", "x" * 121):
            self.assertIn(self.put_file(self.bureau, f, name, b"x").status, (400, 404, 422), name)
        self.assert_problem(self.put_file(self.bureau, f, "大.pdf", b"x" * (20 << 20) + b"x"), 422, "20 MB")
        self.assert_problem(self.put_file(self.stranger, f, "a.pdf", b"x"), 404)
        self.assert_problem(self.put_file(self.office.client("reviewer"), f, "a.pdf", b"x"), 403)
        files = self.bureau.get(f"filings/{f['id']}").json["files"]
        self.assertEqual([(one["name"], one["bytes"], one["by"]) for one in files],
                         [("运行报告.pdf", len(letter), "jiaoyu"), ("批复.pdf", 8, "inspector")])
        path = f"filings/{f['id']}/files/" + urllib.parse.quote("运行报告.pdf")
        reply = self.inspector.get(path)
        self.assertEqual((reply.status, reply.bytes), (200, letter))
        self.assertIn("attachment", reply.headers["Content-Disposition"])
        self.assert_problem(self.stranger.get(path), 404)
        self.assert_problem(self.bureau.get(f"filings/{f['id']}/files/none"), 404)
        self.done(self.inspector, f, "complete")
        self.assert_problem(self.put_file(self.bureau, f, "迟.pdf", b"x"), 409, "报备（申请）已办结，不能再添加文件")
        self.assertEqual(self.bureau.get(path).bytes, letter)
        logged = self.admin.get("audit?what=filing.file").json["items"]
        self.assertEqual([(line["subject"], line["new"]["name"]) for line in logged][:2],
                         [(f"filing:{f['id']}", "批复.pdf"), (f"filing:{f['id']}", "运行报告.pdf")])

    def test_a_completed_domain_is_in_the_registry_if_the_administrator_wants_it(self):
        domains = lambda: self.admin.get("sites/5199010003").json["domains"]
        offered = lambda f: self.admin.get(f"filings/{f['id']}").json["new_domains"]
        self.assertEqual(self.admin.patch("sites/5199010003", {"domains": "old.yunxi.gov.cn"}).status, 200)
        f = self.file("domain", self.inspector, subject="5199010003", domain="swj.yunxi.gov.cn OLD.yunxi.gov.cn 水务.政务 sw2.yunxi.gov.cn")
        self.assertEqual(offered(f), "水务.政务 sw2.yunxi.gov.cn")  # the home page's and the listed one are there already
        self.assert_problem(self.event(self.inspector, f, "complete", registry=True), 403, "管理员")
        self.assertEqual(domains(), "old.yunxi.gov.cn")
        self.done(self.admin, f, "complete", registry=True)
        self.assertIn("sw2.yunxi.gov.cn", domains())
        self.assertTrue(domains().startswith("old.yunxi.gov.cn "))
        self.assertEqual(offered(f), "")
        self.assertIn("水务.政务", [d["domain"] for d in self.admin.get("domains?per_page=200").json["items"]])
        self.assertEqual(self.admin.get("audit?what=site.change").json["items"][0]["new"]["domains"], domains())
        last = self.admin.get("sites/5199010003").json["history"][0]
        self.assertEqual((last["field"], last["by"]), ("domains", "admin"))
        twice = "swj.yunxi.gov.cn a.yunxi.gov.cn A.yunxi.gov.cn 水务.政务 xn--zfrz80d.xn--zfr164b 水务.政务"
        kept = domains()
        with sqlite3.connect(self.office.dir + "/xunjian.db") as db:
            db.execute("UPDATE site SET domains = ? WHERE code = '5199010003'", (twice,))
        listed = [d["domain"] for d in self.admin.get("domains?per_page=200").json["items"] if d["site"] == "5199010003"]
        self.assertEqual(len(listed), len(set(listed)), listed)
        self.assertGreaterEqual(set(listed), {"swj.yunxi.gov.cn", "a.yunxi.gov.cn", "水务.政务"})
        self.assertEqual(self.admin.patch("sites/5199010003", {"domains": kept}).status, 200)
        plain = self.file("domain", self.inspector, subject="5199010003", domain="sw3.yunxi.gov.cn")
        self.done(self.admin, plain, "complete")
        self.assertNotIn("sw3", domains())
        nothing = self.file("domain", self.inspector, subject="5199010003", domain="old.yunxi.gov.cn")
        self.assert_problem(self.event(self.admin, nothing, "complete", registry=True), 422)

    def test_filings_are_counted_for_a_period(self):
        for n in range(3):
            f = self.file("account-open", submitted=today(200 + n))
        self.done(self.inspector, f, "accept")
        self.file("account-open", submitted=today(300))
        query = urllib.parse.urlencode({"from": today(202), "to": today(200), "kind": "account-open"})
        counts = self.admin.get("filings/counts?" + query).json["items"]
        self.assertEqual(counts, [{"kind": "account-open", "kind_title": "政务新媒体开办报备", "total": 3, "waiting": 2, "accepted": 1,
                                   "returned": 0, "done": 0, "overdue": 0}])
        self.file("health", self.inspector, unit=self.other)
        for day, name in ((5, "c"), (40, "d")):
            self.file("domain", subject="5199010002", domain=name + ".yunxi.gov.cn", submitted=today(day))
        whole = {c["kind"]: c for c in self.admin.get("filings/counts").json["items"]}
        listed = self.items()
        self.assertEqual(sum(c["total"] for c in whole.values()), len(listed))
        for kind, c in whole.items():
            self.assertEqual(c["total"], sum(f["kind"] == kind for f in listed))
            self.assertEqual(c["total"], sum(c[state] for state in ("waiting", "accepted", "returned", "done")))
        self.assertEqual(self.admin.get("filings/counts?unit=" + str(self.other) + "&kind=account-open").json["items"], [])

        for name, test in [({"state": "accepted"}, lambda f: f["state"] == "accepted"), ({"kind": "account-open"}, lambda f: f["kind"] == "account-open"),
                           ({"q": "已补充"}, lambda f: "已补充" in f["text"]), ({"to": today(100)}, lambda f: f["submitted"] <= today(100))]:
            self.assertEqual([f["id"] for f in self.items(**name)], [f["id"] for f in listed if test(f)], name)
        states = ["waiting", "accepted", "returned", "done"]
        keys = {"id": lambda f: f["id"], "submitted": lambda f: f["submitted"], "unit": lambda f: f["unit"]["name"].encode(),
                "kind": lambda f: f["kind"], "state": lambda f: states.index(f["state"])}
        for name, key in keys.items():
            found = [key(f) for f in self.items(sort=name)]
            self.assertEqual(found, sorted(found), name)
            self.assertGreater(len(set(found)), 1, name)
            found = [key(f) for f in self.items(sort="-" + name)]
            self.assertEqual(found, sorted(found, reverse=True), name)
        last = [f["deadline"] for f in self.items(sort="deadline")]
        dated = sorted(day for day in last if day)
        self.assertGreater(len(set(dated)), 1)
        self.assertEqual(last, dated + [None] * (len(last) - len(dated)))
        self.assertEqual([f["deadline"] for f in self.items(sort="-deadline")], dated[::-1] + [None] * (len(last) - len(dated)))
        page = self.admin.get("filings?sort=id&per_page=2&page=2").json
        self.assertEqual((page["total"], [f["id"] for f in page["items"]]), (len(listed), sorted(f["id"] for f in listed)[2:4]))

    def test_the_ledger_is_a_workbook(self):
        self.file("health", text="运行正常<&>")
        for reply in (self.admin.get("filings.xlsx"), self.admin.get("filings.xlsx?kind=health")):
            self.assertEqual(reply.status, 200)
            book = zipfile.ZipFile(io.BytesIO(reply.bytes))
            text = "".join(book.read(n).decode() for n in book.namelist() if n.endswith(".xml"))
            for word in ("报备和申请", "统计", "健康运行报备", "运行正常&lt;&amp;&gt;"):
                self.assertIn(word, text)
        self.assertNotIn("网站域名业务申报", text)
        self.assertEqual([n for n in os.listdir(self.office.dir) if n.startswith("workbook-")], [])
        path = self.office.dir + "/out.xlsx"
        done = subprocess.run([office.PROGRAM, "export", "--filings", path, "--store", f"sqlite:{self.office.dir}/xunjian.db"],
                              env=dict(os.environ, XUNJIAN_DATA=self.data), capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(int(re.search(r"报备和申请 (\d+) 件", done.stdout).group(1)), len(self.items()))


if __name__ == "__main__":
    office.main()
