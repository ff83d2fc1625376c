"""A round over the registry, before anything was inspected: its sites are drawn, its inspection is asked for, it is judged by it."""
import datetime
import io
import json
import os
import sqlite3
import subprocess
import tempfile
import time
import zipfile

import office
from little_site import Site

HEAD = "网站标识码,网站名称,首页网址,主办单位,行政区划,网站类型,状态,对外服务\r\n"
CLOSED = "5199010099"
PERIOD = {"from": "2026-10-01", "to": "2026-12-31", "indicators": "national-2019"}


class Round(office.Case):
    @classmethod
    def setUpClass(cls):
        cls.site = Site(2)
        cls.site.delay = 0
        folder = tempfile.mkdtemp(prefix="xunjian-api-")
        cls.store = f"sqlite:{folder}/xunjian.db"
        rows = "".join(f"51990100{i:02},云溪县第{i}局,{cls.site.home}s{i}/,云溪县第{i}局,51990{1 + i % 2},部门网站,运行,是\r\n" for i in range(1, 11))
        with open(folder + "/list.csv", "w") as f:
            f.write(HEAD + f"5199010000,云溪县人民政府,{cls.site.home},云溪县人民政府,519901,政府门户网站,运行,是\r\n" + rows +
                    f"{CLOSED},云溪县旧局,{cls.site.home}old/,云溪县旧局,519901,部门网站,已关停,是\r\n")
        cls.xunjian("site", "import", folder + "/list.csv", "--yes")
        with open(folder + "/accounts.csv", "w") as f:
            f.write("账号名称,账号类型,开设主体,行政区划,状态,是否主账号\r\n" + "".join(
                f"云溪第{i}局{n},抖音,云溪县第{i}局,51990{i},运行,{is_main}\r\n" for i in (1, 2) for n, is_main in (("旧", "否"), ("发布", "是"))))
        cls.xunjian("account", "import", folder + "/accounts.csv", "--yes")
        cls.office = office.Office("--rate", "0", dir=folder)
        cls.admin = cls.office.client("admin")

    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        cls.site.close()

    @classmethod
    def xunjian(cls, *words):
        return subprocess.run([office.PROGRAM, *words, "--store", cls.store], check=True, capture_output=True, text=True,
                              env=dict(os.environ, XUNJIAN_DATA=office.SOURCE + "/data")).stdout

    def add(self, **more):
        return self.admin.post("rounds", dict(PERIOD, **{"title": "2026年第四季度", "registry": True, **more}))

    def codes(self, number):
        return [s["code"] for s in self.admin.get(f"rounds/{number}/sites?per_page=200").json["items"]]

    def test_it_is_drawn_from_the_registry_and_judged_by_its_own_run(self):
        days = [(datetime.date.today() + datetime.timedelta(n)).isoformat() for n in (-40, 40)]
        made = self.add(percent=30, seed=7, **dict(zip(("from", "to"), days)))
        self.assertEqual(made.status, 201, made.bytes)
        number = made.json["id"]
        self.assertEqual((made.json["run"], made.json["sites"]), (0, 5))  # the portal, the one closed, three of ten
        self.assertTrue(made.json["has_own_run"])
        codes = self.codes(number)
        self.assertIn("5199010000", codes)
        self.assertEqual(self.codes(self.add(percent=30, seed=7).json["id"]), codes)
        self.assertEqual(self.admin.get(f"rounds/{number}/sites").json["items"][0]["name"], "云溪县人民政府")
        self.assertEqual(self.admin.get(f"rounds/{number}").json["state"]["run_finished"], False)
        self.xunjian("round", "new", "--title", "命令行", "--from", "2026-10-01", "--to", "2026-12-31", "--sample", "30", "--seed", "7")
        newest = self.admin.get("rounds").json["items"][0]
        self.assertEqual((newest["title"], self.codes(newest["id"])), ("命令行", codes))

        uninspected = self.admin.post(f"rounds/{number}/freeze")
        self.assert_problem(uninspected, 409, "检查本轮网站")
        self.assertNotIn("xunjian", uninspected.detail)
        self.assert_problem(self.add(seed=None), 422, "抽样种子必须填写")
        self.assert_problem(self.admin.post("runs", {"round": 999}), 422, "没有这一轮")
        self.assert_problem(self.admin.post("runs", {"round": number, "sites": ["5199010000"]}), 422, "已定")
        self.assertIsNone(self.admin.get(f"runs/current?round={number}").json["state"])
        self.assert_problem(self.admin.get("runs/current?round=999"), 404, "没有")
        asked = self.admin.post("runs", {"round": number, "checks": ["dead-link", "account-duplicate"]})
        self.assertEqual(asked.status, 201, asked.bytes)
        self.assert_problem(self.admin.post("runs", {"round": number}), 409, "结束之后")
        self.assert_problem(self.admin.post(f"rounds/{number}/freeze"), 409, "结束之后")
        self.assertIn(self.admin.get(f"runs/current?round={number}").json["state"], ("waiting", "running"))
        for _ in range(office.WAIT_S * 20):
            runs = self.admin.get("runs").json["items"]
            if runs and runs[0]["finished"] and self.admin.get("runs/current").json["state"] == "done":
                break
            time.sleep(0.05)
        self.assertEqual((runs[0]["round"], runs[0]["sites"]), (number, 9), self.office.log_text())
        whole = self.admin.get(f"rounds/{number}").json
        self.assertEqual((whole["run"], whole["state"]["results"], whole["state"]["run_finished"]), (runs[0]["id"], 5, True))
        stated = self.admin.post(f"rounds/{number}/statements", {"site": "5199010000", "item": "W1.1", "is_fault": True, "reason": "查见"})
        self.assertEqual(stated.status, 201, stated.bytes)
        cleared = self.admin.post(f"rounds/{number}/statements", {"item": "W1.3", "is_fault": False, "reason": "未见"})
        self.assertEqual(cleared.status, 201, cleared.bytes)
        logged = [line["new"] for line in self.admin.get("audit?what=round.state").json["items"]]
        self.assertEqual([(one["item"], one["verdict"]) for one in logged[:2]], [("W1.3", "不存在"), ("W1.1", "存在")])
        listed = self.admin.get(f"rounds/{number}/sites?per_page=200").json
        self.assertEqual((listed["total"], len(listed["items"])), (9, 9))  # four of them accounts
        self.assertEqual(len(self.admin.get(f"rounds/{number}/sites?per_page=4&page=3").json["items"]), 1)
        listed = listed["items"]
        self.assertEqual([(s["verdict"], s["standing"]) for s in listed if s["code"] == "5199010000"], [("不合格", "fail")])
        self.assertEqual([s["standing"] for s in listed if s["code"] == CLOSED], ["closed"])
        self.assertEqual(sum(s["verdict"] == "不合格" for s in listed), self.admin.get(f"rounds/{number}").json["state"]["fail"])
        self.check_numbers(number)

    def check_numbers(self, number):
        """Behind the accounts of a notice are the findings on them."""
        path = f"rounds/{number}"
        filed = [self.file(kind) for kind in ("account-open", "health", "health", "health")]
        with sqlite3.connect(self.store.removeprefix("sqlite:")) as db:
            db.execute("UPDATE filing SET created = created - 50 * 86400 WHERE id = ?", filed[-1:])
        before = f"rounds/{self.add(title='上一轮').json['id']}/notice"
        self.assertEqual(self.admin.put(before, {"items": [{"name": "area", "text": "全县", "for_all": True}]}).status, 200)
        frozen = self.admin.post(path + "/freeze")
        self.assertEqual(frozen.status, 200, frozen.bytes)
        self.assertEqual(self.admin.put(before, {"items": [{"name": "area", "text": "全市", "for_all": True}]}).status, 200)
        self.file("health")
        self.check_filings(path, filed[:-1])
        self.check_words(path, number)
        numbers = self.admin.get(path + "/notice.json").json["numbers"]
        of_accounts = [(n["count"].get("region"), n["value"], self.behind(path, i)) for i, n in enumerate(numbers)
                       if n.get("count", {}).get("of") == "accounts" and n["count"].get("state") == ["运行"] and
                       not set(n["count"]) & {"verdict", "type"}]
        self.assertTrue(of_accounts)
        for region, n_accounts, found in of_accounts:
            self.assertEqual((n_accounts, len(found)), (2, 1) if region else (4, 2))
            self.assertTrue(all(f["check"] == "account-duplicate" for f in found), found)
        self.assertEqual({r for r, _, _ in of_accounts}, {None, "519901", "519902"})
        self.assertEqual([s["standing"] for s in self.admin.get(path + "/sites?per_page=200").json["items"] if s["code"] == CLOSED], ["closed"])
        self.check_regions(path, number)

    def file(self, kind):
        reply = self.admin.post("filings", {"kind": kind, "text": "请审核"})
        self.assertEqual(reply.status, 201, reply.bytes)
        return reply.json["id"]

    def check_filings(self, path, filed):
        """What was handed in within its period, until it was frozen; each number opens them."""
        notice = self.admin.get(path + "/notice.json").json
        text = "".join(p["text"] for p in notice["text"])
        self.assertIn("报备和申请情况。检查期间，各单位共报备、申请3次，其中：健康运行报备2次、政务新媒体开办报备1次。", text)
        opened = {}
        for i, one in enumerate(notice["numbers"]):
            if one.get("count", {}).get("of") == "filings":
                listed = self.admin.get(f"{path}/numbers/{i}/members").json
                self.assertEqual((listed["total"], {m["kind"] for m in listed["items"]}), (one["value"], {"filing"}))
                self.assertTrue(all(one["count"]["from"] <= m["day"] <= one["count"]["to"] for m in listed["items"]), listed)
                self.assertEqual(self.admin.get(f"{path}/numbers/{i}/findings").json["total"], 0)
                opened[one["count"].get("kind")] = {int(m["id"]) for m in listed["items"]}
        self.assertEqual(opened, {None: set(filed), "health": set(filed[1:]), "account-open": set(filed[:1])})

    def check_words(self, path, number):
        """What the office fills in stands in the document and in its preview; what lasts stands in other rounds too."""
        def words(of=path):
            return {w["name"]: w for w in self.admin.get(of + "/notice").json["items"]}

        def text():
            return "\n".join(p["text"] for p in self.admin.get(path + "/notice.json").json["text"])
        self.assertIn("于【整改期限】前", text())
        self.assertEqual((words()["issuer"]["text"], words()["work"]["text"]), ("", "检查"))
        filled = self.admin.put(path + "/notice", {"items": [
            {"name": "issuer", "text": " 云溪县人民政府办公室 ", "for_all": True}, {"name": "deadline", "text": "2027年1月20日"},
            {"name": "contact", "text": "张三，0890-1234567"}]})
        self.assertEqual(filled.status, 200, filled.bytes)
        self.assertTrue(text().splitlines()[-2].startswith("云溪县人民政府办公室"), text())
        self.assertIn("于2027年1月20日前将整改情况书面报送【报送单位】（联系人及电话：张三，0890-1234567）。", text())
        document = zipfile.ZipFile(io.BytesIO(self.admin.get(path + "/notice.docx").bytes)).read("word/document.xml").decode()
        self.assertIn("2027年1月20日", document)
        self.assertNotIn("【发文机关】", document)
        self.xunjian("notice", "--round", str(number), "-o", self.office.dir + "/n.docx")
        with zipfile.ZipFile(self.office.dir + "/n.docx") as file:
            self.assertIn("2027年1月20日", file.read("word/document.xml").decode())
        other = f"rounds/{self.add(title='下一轮').json['id']}"
        self.assertEqual([(w["text"], w["is_own"], w["usual"]) for w in (words(other)["issuer"], words(other)["deadline"])],
                         [("云溪县人民政府办公室", False, "云溪县人民政府办公室"), ("", False, "")])
        self.assertEqual(self.admin.put(other + "/notice", {"items": [{"name": "issuer", "text": "云溪县数据局", "for_all": True}]}).status, 200)
        self.assertEqual((words()["issuer"]["text"], words()["issuer"]["usual"]), ("云溪县人民政府办公室", "云溪县数据局"))
        self.check_lasting_words(number, words, other)
        self.assert_problem(self.admin.put(path + "/notice", {"items": [{"name": "seal", "text": "x"}]}), 422, "没有这一处")
        self.assert_problem(self.admin.put(path + "/notice", {"items": [{"name": "date", "text": "x", "for_all": True}]}), 422, "成文日期各轮不同")
        logged = self.admin.get("audit?what=round.notice").json["items"]
        first = [one for one in logged if "整改期限" in one["new"]][0]
        self.assertEqual(first["new"], {"发文机关": "云溪县人民政府办公室", "发文机关（以后各轮沿用）": "云溪县人民政府办公室",
                                        "整改期限": "2027年1月20日", "联系人及电话": "张三，0890-1234567"})
        self.assertEqual(first["old"]["整改期限"], "")

    def check_lasting_words(self, number, words, other):
        """A frozen round keeps its words and numbers, whatever is filled in for all; null is the usual again."""
        def put(of, **item):
            reply = self.admin.put(of + "/notice", {"items": [item]})
            self.assertEqual(reply.status, 200, reply.bytes)
            return {w["name"]: w for w in reply.json["items"]}[item["name"]]
        path = f"rounds/{number}"
        put(other, name="recipient", text="云溪县数据局", for_all=True)
        self.assertEqual((words()["recipient"]["text"], words()["area"]["text"], words()["area"]["usual"]), ("", "全县", "全市"))
        with sqlite3.connect(self.store.removeprefix("sqlite:")) as db:
            self.assertEqual(db.execute("SELECT count(*) FROM round_numbers WHERE round = ?", (number,)).fetchone(), (1,))
        self.assertEqual(put(other, name="work", text="", for_all=True)["usual"], "")
        self.assertEqual(put(path, name="work", text=None)["text"], "")  # the usual of now, for good
        one = put(other, name="work", text=None, for_all=True)
        self.assertEqual((one["text"], one["usual"], one["is_own"], words()["work"]["text"]), ("检查", "检查", False, ""))
        self.assertEqual(put(path, name="work", text=None)["text"], "检查")
        self.assertFalse(put(other, name="issuer", text=None)["is_own"])

    def check_regions(self, path, number):
        """A round in which one region failed, and all others passed whole."""
        # The list of numbers is that of the document that was written last.
        with sqlite3.connect(self.store.removeprefix("sqlite:")) as db:
            self.assertEqual(db.execute("SELECT count(*) FROM round_numbers WHERE round = ?", (number,)).fetchone(), (1,))
            db.execute("UPDATE round_numbers SET numbers = '{\"numbers\":[]}' WHERE round = ?", (number,))
        self.assert_problem(self.admin.get(f"{path}/numbers/0/members"), 404)
        with sqlite3.connect(self.store.removeprefix("sqlite:")) as db:
            for code, text in db.execute("SELECT site, result FROM round_site WHERE round = ? AND result <> ''", (number,)).fetchall():
                line = json.loads(text)
                line["verdict"] = "不合格" if line["region"] == "519901" else "合格"
                db.execute("UPDATE round_site SET verdict = ?, result = ? WHERE round = ? AND site = ?",
                           (line["verdict"], json.dumps(line, ensure_ascii=False), number, code))
        self.assertEqual(self.admin.get(path + "/notice.docx").status, 200)
        kinds = set()
        for i, one in enumerate(self.admin.get(path + "/notice.json").json["numbers"]):
            of = one.get("count", {}).get("of")
            kinds |= self.check_members(self.admin, f"{path}/numbers/{i}/members", one)
            if of == "regions":
                listed = self.admin.get(f"{path}/numbers/{i}/members").json["items"]
                self.assertNotIn("519901", {r["id"] for r in listed})
                self.assertTrue(all(r["name"] and r["things"] > 0 for r in listed), listed)
        self.assertEqual(kinds, {"site", "account", "region"})

    def behind(self, path, i):
        return self.admin.get(f"{path}/numbers/{i}/findings").json["items"]

    def test_what_cannot_be_a_round_is_refused(self):
        self.assert_problem(self.add(run=1), 422, "名录")
        self.assert_problem(self.add(**{"from": "2027-01-01"}), 422, "早于")
        self.assert_problem(self.add(indicators="none"), 422, "指标")
        self.office.add_user("bare", "inspector", unit=int(self.xunjian("site", "unit", "没有网站的局").split()[1].rstrip("：").split("：")[0]))
        body = dict(PERIOD, title="空", registry=True)
        self.assert_problem(self.office.client("bare").post("rounds", body), 422, "没有本单位")
        strange = self.office.client("bare").get(f"runs/current?round={self.add(percent=30, seed=7).json['id']}")
        none = self.office.client("bare").get("runs/current?round=999")
        self.assertEqual((strange.status, strange.detail), (none.status, none.detail))
        self.assertTrue(self.admin.get("runs/current?round=x").detail.startswith("轮次"))


if __name__ == "__main__":
    office.main()
