"""What was entered by mistake is taken back, as long as nothing depends on it; else one sentence says what does."""
import os
import sqlite3
import subprocess
import tempfile
import urllib.parse

import office

HEAD = "网站标识码,网站名称,首页网址,主办单位,行政区划,网站类型,状态,对外服务\r\n"
PERIOD = {"title": "2026年第四季度", "from": "2026-10-01", "to": "2026-12-31", "indicators": "national-2019"}
USED, WRONG, OTHER = "5199010001", "5199010002", "5199010003"


class Removal(office.Case):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.mkdtemp(prefix="xunjian-api-")
        cls.db = folder + "/xunjian.db"
        with open(folder + "/list.csv", "w") as f:
            f.write(HEAD + "".join(f"{code},云溪县某局,http://{code}.example.gov.cn/,{sponsor},519901,部门网站,运行,是\r\n"
                                   for code, sponsor in ((USED, "云溪县甲局"), (WRONG, "云溪县误局"), (OTHER, "云溪县乙局"))))
        subprocess.run([office.PROGRAM, "site", "import", folder + "/list.csv", "--yes", "--store", "sqlite:" + cls.db], check=True,
                       capture_output=True, env=dict(os.environ, XUNJIAN_DATA=office.SOURCE + "/data"))
        cls.office = office.Office(dir=folder)
        cls.admin, cls.inspector = cls.office.client("admin"), cls.office.client("inspector")

    def sql(self, *statements):
        with sqlite3.connect(self.db) as db:
            return [db.execute(one).fetchall() for one in statements][-1]

    def unit_of(self, code):
        return self.admin.get("sites/" + code).json["unit"]["id"]

    def removed(self, path, client=None):
        reply = (client or self.admin).delete(path)
        self.assertEqual(reply.status, 204, reply.bytes)
        self.assertIn((client or self.admin).get(path).status, (404, 405))  # units and users have no page of their own
        line = self.admin.get("audit").json["items"][0]
        self.assertTrue(line["action"].endswith(".remove") and line["old"] and line["new"] is None, line)
        return line

    def test_a_site_that_nothing_depends_on(self):
        unit = self.unit_of(WRONG)
        site = f"(SELECT id FROM site WHERE code = '{WRONG}')"
        self.sql(f"INSERT INTO probe_day (site, day, tries) VALUES ({site}, 20000, x'00')",
                 f"INSERT INTO outage (site, began, alarmed, reason, status) VALUES ('{WRONG}', 1, 2, 1, 0)",
                 f"INSERT INTO site_schedule VALUES ('{WRONG}', 1, 0, 0, 0)")
        self.assert_problem(self.admin.delete(f"units/{unit}"), 409, "还有 1 个网站")
        self.assertEqual(self.removed("sites/" + WRONG)["old"]["code"], WRONG)
        self.assertEqual([self.sql(f"SELECT count(*) FROM {table}")[0][0] for table in ("probe_day", "outage", "site_schedule")], [0] * 3)
        self.assertNotIn(WRONG, [s["code"] for s in self.admin.get("sites").json["items"]])
        self.assertEqual(self.removed(f"units/{unit}")["old"]["name"], "云溪县误局")
        again = self.admin.post("sites", {"code": WRONG, "name": "云溪县某局", "home": "http://x.example.gov.cn/", "sponsor": "云溪县甲局",
                                          "region": "519901", "type": "部门网站", "serves_public": True})
        self.assertEqual(again.status, 201, again.bytes)
        history = self.admin.get("sites/" + WRONG).json["history"]
        self.assertEqual([(h["old"], h["new"]) for h in history if h["field"] == "code"], [("", WRONG), (WRONG, ""), ("", WRONG)])
        self.assertIn("已删除的单位", [h["new"] for h in history if h["field"] == "unit"])
        self.removed("sites/" + WRONG)

    def test_a_site_that_something_depends_on(self):
        path = "sites/" + USED
        made = self.inspector.post("rounds", {**PERIOD, "registry": True})
        self.assertEqual(made.status, 201, made.bytes)
        number = made.json["id"]
        self.assert_problem(self.admin.delete(path), 409, f"在第 {number} 轮检查的名单中")
        self.removed(f"rounds/{number}", self.inspector)
        filing = self.admin.post("filings", {"kind": "site-close", "text": "请审核", "subject": USED}).json["id"]
        self.assert_problem(self.admin.delete(path), 409, f"有第 {filing} 号报备")
        self.sql(f"UPDATE filing SET subject = ''",
                 "INSERT INTO asked_run (at, who, sites, unit, checks, state) VALUES (1, 'x', '', 1, '', 1)")
        self.assert_problem(self.admin.delete(path), 409, "结束之后")
        self.sql("DELETE FROM asked_run", "INSERT INTO run (id, started, options) VALUES (7, 1, '{}')",
                 f"INSERT INTO site_result SELECT id, 7, '{{}}' FROM site WHERE code = '{USED}'")
        self.assert_problem(self.admin.delete(path), 409, "已在第 7 次巡检中检查过")
        self.assertEqual(self.admin.get(path).status, 200)
        self.assert_problem(self.admin.delete("sites/5199010077"), 404)

    def test_a_site_that_only_a_watch_of_another_list_visited(self):
        self.sql("INSERT INTO site (code) VALUES ('5199010044')")
        one = self.admin.get("sites/5199010044")
        self.assertEqual((one.status, one.json["state"], one.json["is_listed"]), (200, None, False))
        self.removed("sites/5199010044")

    def test_an_account(self):
        added = self.admin.post("accounts", {"name": "云溪误号", "type": "新浪微博", "owner": "云溪县乙局", "region": "519901", "is_main": False})
        self.assertEqual(added.status, 201, added.bytes)
        self.removed("accounts/" + urllib.parse.quote(added.json["id"], safe=""))

    def test_a_unit(self):
        unit = self.unit_of(OTHER)
        self.assert_problem(self.admin.delete("units/1"), 409, "最上级单位")
        below = self.admin.post("units", {"name": "云溪县误处", "parent": unit}).json["id"]
        self.office.add_user("yiju", "operator", unit=below)
        self.assert_problem(self.admin.delete(f"units/{unit}"), 409, "下级单位")
        self.assert_problem(self.admin.delete(f"units/{below}"), 409, "还有 1 个用户")
        user = [u["id"] for u in self.admin.get("users").json["items"] if u["name"] == "yiju"][0]
        self.removed(f"users/{user}")
        self.removed(f"units/{below}")
        self.assert_problem(self.admin.delete(f"units/{below}"), 404)

    def test_what_somebody_changed_since_it_was_seen_stays(self):
        for path, made in (("rounds", self.inspector.post("rounds", {**PERIOD, "registry": True})),
                           ("sites/5199010055", self.admin.post("sites", {"code": "5199010055", "name": "误", "home": "http://y.example.gov.cn/",
                                                                          "sponsor": "云溪县甲局", "region": "519901", "type": "部门网站", "serves_public": True})),
                           ("users", self.admin.post("users", {"name": "wangwu", "title": "王五", "role": "leader", "unit": 1})),
                           ("units", self.admin.post("units", {"name": "云溪县另一处", "parent": 1})),
                           ("accounts", self.admin.post("accounts", {"name": "云溪又一误号", "type": "新浪微博", "owner": "云溪县乙局",
                                                                     "region": "519901", "is_main": False}))):
            self.assertEqual(made.status, 201, made.bytes)
            one = made.json.get("user", made.json)
            path = path if "/" in path else f"{path}/{urllib.parse.quote(str(one['id']), safe='')}"
            self.assert_problem(self.admin.delete(path, headers={"If-Match": '"of-before"'}), 412)
            seen = self.admin.get(path)
            tag = {"If-Match": seen.headers["ETag"]} if seen.status == 200 else {}  # units and users have no page of their own
            self.assertEqual(self.admin.delete(path, headers=tag).status, 204, path)

    def test_a_user_who_never_signed_in(self):
        made = self.admin.post("users", {"name": "lisi", "title": "李四", "role": "leader", "unit": 1}).json["user"]
        self.assertEqual(self.removed(f"users/{made['id']}")["old"]["name"], "lisi")
        again = self.admin.post("users", {"name": "lisi", "title": "李四", "role": "leader", "unit": 1})
        self.assertEqual(again.status, 201, again.bytes)
        self.assertEqual(self.office.client().sign_in("lisi", again.json["password"]).status, 201)
        self.assert_problem(self.admin.delete(f"users/{again.json['user']['id']}"), 409, "只能停用")

    def test_a_round_that_was_used(self):
        number = self.inspector.post("rounds", {**PERIOD, "registry": True}).json["id"]
        self.assertEqual(self.inspector.put(f"rounds/{number}/notice", {"items": [{"name": "issuer", "text": "县政府办公室"}]}).status, 200)
        self.assertEqual(self.inspector.post(f"rounds/{number}/statements", {"item": "W1.3", "is_fault": False, "reason": "未见"}).status, 201)
        self.assert_problem(self.inspector.delete(f"rounds/{number}"), 409, f"第 {number} 轮检查已有人工认定")
        self.sql("DELETE FROM round_statement", f"INSERT INTO asked_run (at, who, sites, unit, checks, state, round) VALUES (1, 'x', '', 1, '', 2, {number})")
        self.assert_problem(self.inspector.delete(f"rounds/{number}"), 409, "安排过巡检")
        self.sql("DELETE FROM asked_run", f"UPDATE round SET frozen = 1 WHERE id = {number}")
        self.assert_problem(self.inspector.delete(f"rounds/{number}"), 409, "已经冻结")
        self.sql(f"UPDATE round SET frozen = 0 WHERE id = {number}")
        self.removed(f"rounds/{number}", self.inspector)
        self.assertEqual(self.sql("SELECT count(*) FROM notice_word"), [(0,)])


if __name__ == "__main__":
    office.main()
