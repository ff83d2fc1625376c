"""The accounts' day: a list taken in, inspected, an export handed in for what could not be seen, a finding confirmed, ordered, replied to."""
import time
import urllib.parse

import office

NOW = "2026-11-20T09:00:00+08:00"
CHECKS = ["account-stale", "account-interaction", "account-menu", "typo"]
STALE, UNSEEN, FILE = "新浪微博:云溪教育", "微信订阅号:云溪发布", "今日头条:云溪文件"
HEAD = "账号名称,账号类型,开设主体,行政区划,状态,是否主账号,账号标识,数据源\r\n"
LIST = HEAD + """云溪教育,新浪微博,云溪县教育局,519901,运行,是,,http://media.yunlingshi.gov.cn/weibo/yxjy.xml
云溪发布,微信订阅号,云溪县人民政府办公室,519901,运行,是,,posts/yxfb.csv
云溪文件,今日头条,云溪县教育局,519901,运行,是,,/etc/passwd
"""


def path_of(account, *more):
    return "/".join(["accounts", urllib.parse.quote(account, safe=""), *more])


class AccountDay(office.Case):
    @classmethod
    def setUpClass(cls):
        cls.demo = office.Demo()
        cls.options = ["--rate", "0", "--now", NOW]
        for rule in cls.demo.rules:
            cls.options += ["--connect-to", rule]
        super().setUpClass()
        cls.admin, cls.inspector = cls.office.client("admin"), cls.office.client("inspector")
        seen = cls.admin.send("POST", "registry/preview?kind=accounts", raw=LIST.encode(),
                              headers={"Content-Type": "text/csv"}).json
        assert cls.admin.post("registry/import", {"token": seen["token"]}).json["added"] == 3
        cls.unit = cls.admin.get(path_of(STALE)).json["unit"]["id"]
        cls.office.add_user("jiaoyu", "operator", unit=cls.unit)
        cls.office.add_user("banshi", "inspector", unit=cls.admin.get(path_of(UNSEEN)).json["unit"]["id"])
        cls.bureau, cls.elsewhere = cls.office.client("jiaoyu"), cls.office.client("banshi")
        cls.inspect({"checks": CHECKS})

    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        cls.demo.stop()

    @classmethod
    def inspect(cls, body, client=None):
        before = cls.admin.get("runs").json["total"]
        reply = (client or cls.inspector).post("runs", body)
        assert reply.status == 201, reply.bytes
        for _ in range(office.WAIT_S * 20):
            runs = cls.admin.get("runs").json
            now = cls.admin.get("runs/current").json
            if runs["total"] > before and now["state"] not in ("waiting", "running"):
                break
            time.sleep(0.1)
        assert now["state"] == "done", now

    def put(self, content, query="", client=None, account=UNSEEN):
        return (client or self.inspector).send("PUT", path_of(account, "posts") + query, raw=content,
                                               headers={"Content-Type": "text/csv"})

    def test_a_run_judges_accounts_and_says_what_it_did_not_see(self):
        stale = self.admin.get(path_of(STALE)).json
        self.assertEqual((stale["result"]["source_grade"], stale["result"]["unseen"]), ("feed", ""))
        self.assertEqual(stale["standing"], "foreseen")
        self.assertGreater(stale["counts"]["veto"], 0)
        self.assertEqual(stale["result"]["latest"][0]["time"][:10], stale["result"]["newest"])
        # A file that a list names is none of the office's, wherever it points to.
        one = self.admin.get(path_of(FILE)).json
        self.assertEqual((one["result"]["source"], one["standing"]), ("", "unknown"))
        self.assertTrue(one["result"]["unseen"])
        self.assertIn("account-stale", {u["check"] for u in one["result"]["unknown"]})
        self.assertIsNone(one["posts_file"])
        listed = {a["id"]: a for a in self.admin.get("accounts?per_page=200").json["items"]}
        self.assertEqual(listed[STALE]["newest"], stale["result"]["newest"])
        self.assertEqual(listed[STALE]["posts"], stale["result"]["posts"])
        self.assertIsNone(listed[FILE]["posts"])
        self.assertEqual(self.admin.get("overview").json["accounts"]["foreseen"], 1)

    def test_an_export_that_was_handed_in_is_read_by_the_next_run(self):
        self.assertEqual(self.admin.get(path_of(UNSEEN)).json["standing"], "unknown")
        with open(office.SOURCE + "/data/demo/posts/yxfb.csv", "rb") as f:
            export = f.read()
        for wrong, word in [(b"", "空"), (b"a,b\n1,2\n", "发布时间"), (b"<html><p>x</p></html>", "不是表格"),
                            (b"{\"posts\":", "JSON"), (b"PK\x03\x04nonsense", "xlsx"),
                            ("发布时间,账号名称\n2026-11-19,别的账号\n".encode(), "没有这个账号")]:
            self.assert_problem(self.put(wrong), 422, word)
        self.assert_problem(self.put(b"x" * (21 << 20)), 422)
        seen = self.put(export, "?check_only=1")
        self.assertEqual((seen.status, seen.json["newest"], seen.json["grade"]), (200, "2026-11-19", "import"), seen.bytes)
        self.assertIsNone(self.admin.get(path_of(UNSEEN)).json["posts_file"])
        self.assert_problem(self.inspector.delete(path_of(UNSEEN, "posts")), 404)
        kept = self.put(export, "?name=" + urllib.parse.quote("../导出<b>.csv"))
        self.assertEqual(kept.json, seen.json)
        file = self.admin.get(path_of(UNSEEN)).json["posts_file"]
        self.assertEqual((file["name"], file["bytes"], file["by"]), ("../导出<b>.csv", len(export), "inspector"))
        self.inspect({"accounts": [UNSEEN], "checks": CHECKS})
        one = self.admin.get(path_of(UNSEEN)).json
        self.assertEqual((one["result"]["source_grade"], one["result"]["newest"]), ("import", "2026-11-19"))
        self.assertEqual(one["result"]["posts"], file["posts"])
        self.assertEqual(one["result"]["latest"][0]["title"], "全县冬季农田水利建设现场会召开")
        # The next file takes its place; what it tells of people stays masked.
        self.put("发布时间,标题\n2026-11-18,张三510701199003078512获奖\n".encode())
        self.inspect({"accounts": [UNSEEN], "checks": CHECKS})
        latest = self.admin.get(path_of(UNSEEN)).json["result"]["latest"]
        self.assertEqual(len(latest), 1)
        self.assertNotIn("199003078512", latest[0]["title"])
        self.assertEqual(self.inspector.delete(path_of(UNSEEN, "posts")).status, 204)
        self.inspect({"accounts": [UNSEEN], "checks": CHECKS}, client=self.elsewhere)
        self.assertEqual(self.admin.get(path_of(UNSEEN)).json["result"]["source_grade"], "")
        actions = [line["action"] for line in self.admin.get("audit?what=account.posts").json["items"]]
        self.assertIn("account.posts", actions)

    def test_posts_and_runs_of_another_unit_are_not_there(self):
        self.assert_problem(self.put("发布时间\n2026-11-19\n".encode(), account=STALE, client=self.elsewhere), 404)
        self.assert_problem(self.elsewhere.delete(path_of(STALE, "posts")), 404)
        for body in [{"accounts": [STALE]}, {"accounts": ["新浪微博:没有"]}, {"accounts": []}, {"sites": [STALE]},
                     {"accounts": [UNSEEN], "sites": ["5199010001"]}]:
            self.assert_problem(self.elsewhere.post("runs", body), 422)

    def test_a_finding_goes_from_the_run_to_the_reply(self):
        found = self.admin.get("findings?check=account-stale&site=" + urllib.parse.quote(STALE)).json["items"][0]
        self.assertEqual((found["grade"], found["measured"], found["limit"]), ("veto", 35, 14))
        mine = {"site": STALE, "finding": found["id"]}
        reply = self.office.client("reviewer").post("reviews", {"actions": [{"kind": "confirm", **mine}]})
        self.assertEqual(reply.status, 201, reply.bytes)
        order = {"unit": self.unit, "days": 5, "demand": "请恢复更新或者申请注销", "findings": [{"site": STALE, "id": found["id"]}]}
        number = self.inspector.post("orders", order).json["id"]
        for kind, text in [("seen", ""), ("reply", "已恢复更新")]:
            reply = self.bureau.post(f"orders/{number}/events", {"kind": kind, "text": text})
            self.assertEqual(reply.status, 201, reply.bytes)
        for _ in range(office.WAIT_S * 20):
            whole = self.admin.get(f"orders/{number}").json
            if whole["events"][-1]["kind"] == "rechecked":
                break
            time.sleep(0.1)
        seen = whole["findings"][0]
        self.assertEqual((seen["outcome"], seen["outcome_excerpt"]), ("still", found["excerpt"]))
        self.assertTrue(seen["outcome_evidence"])
        # What was not seen repaired is approved with a reason alone.
        approve = {"kind": "approve"}
        self.assert_problem(self.inspector.post(f"orders/{number}/events", approve), 422)
        reply = self.inspector.post(f"orders/{number}/events", {**approve, "text": "打开微博看到已更新"})
        self.assertEqual(reply.json["state"], "closed")

    def test_posts_handed_in_since_repair_a_silent_account(self):
        self.put("发布时间,标题\n2026-10-08,国庆假期值班安排\n".encode())
        self.inspect({"accounts": [UNSEEN], "checks": CHECKS})
        found = self.admin.get("findings?check=account-stale&site=" + urllib.parse.quote(UNSEEN)).json["items"][0]
        one = {"unit": self.admin.get(path_of(UNSEEN)).json["unit"]["id"], "days": 5, "demand": "请恢复更新",
               "findings": [{"site": UNSEEN, "id": found["id"]}]}
        number = self.inspector.post("orders", one).json["id"]
        self.put("发布时间,标题\n2026-11-19,冬季用气安全\n2026-10-08,国庆假期值班安排\n".encode())
        self.assertEqual(self.inspector.post(f"orders/{number}/events", {"kind": "recheck"}).status, 201)
        for _ in range(office.WAIT_S * 20):
            whole = self.admin.get(f"orders/{number}").json
            if whole["events"][-1]["kind"] == "rechecked":
                break
            time.sleep(0.1)
        self.assertEqual((whole["findings"][0]["outcome"], whole["findings"][0]["outcome_reason"]), ("gone", "最新一条为 2026-11-19"))
        self.inspector.delete(path_of(UNSEEN, "posts"))


if __name__ == "__main__":
    office.main()
