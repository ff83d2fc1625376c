"""The clerk's day: an inspection asked for, its findings reviewed, a round judged, frozen, noticed."""
import io
import os
import re
import signal
import sqlite3
import subprocess
import time
import zipfile

import office

DEMO = office.SOURCE + "/data/demo"
NOW = "2026-11-20T09:00:00+08:00"
CHECKS = ["dead-link", "blank-column", "error-report-entry", "site-identity"]


class Day(office.Case):
    @classmethod
    def setUpClass(cls):
        cls.demo = office.Demo()
        cls.options = ["--rate", "0", "--max-pages", "60", "--now", NOW]
        for rule in cls.demo.rules:
            cls.options += ["--connect-to", rule]
        super().setUpClass()
        store = "sqlite:" + cls.office.dir + "/xunjian.db"
        for words in (["import", DEMO + "/sites.csv", "--yes"],
                      ["unit", "云溪县教育局办公室", "--under", "1"]):
            subprocess.run([office.PROGRAM, "site", *words, "--store", store], check=True,
                           capture_output=True)
        cls.office.add_user("elsewhere", "inspector", unit=cls.unit_named("云溪县教育局办公室"))
        cls.inspector = cls.office.client("inspector")
        cls.reviewer = cls.office.client("reviewer")
        cls.stranger = cls.office.client("elsewhere")
        cls.runs_asked = cls.inspect()
        cls.round = cls.inspector.post("rounds", {
            "title": "2026年第四季度", "from": "2026-10-01", "to": "2026-11-20",
            "indicators": "national-2019"}).json

    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        cls.demo.stop()

    @classmethod
    def unit_named(cls, name):
        units = cls.office.client("admin").get("units?per_page=200").json["items"]
        return next(u["id"] for u in units if u["name"] == name)

    @classmethod
    def inspect(cls):
        """Asks for an inspection, kills its processes twice on the way, and waits for its end."""
        asked = cls.inspector.post("runs", {"sites": None, "checks": CHECKS})
        assert asked.status == 201, asked.bytes
        kills = 2
        for _ in range(office.WAIT_S * 20):
            now = cls.inspector.get("runs/current").json
            if now["state"] not in ("waiting", "running"):
                break
            if kills and now["running"] and now["pages"] > 20 * (3 - kills):
                for pid in cls.office.children():
                    os.kill(pid, signal.SIGKILL)
                kills -= 1
                cls.office.wait_awake()
            time.sleep(0.1)
        assert now["state"] == "done", now
        return now

    def ids(self):
        """Number and site of findings that nobody has reviewed."""
        store = "sqlite:" + self.office.dir + "/xunjian.db"
        text = subprocess.run([office.PROGRAM, "review", "list", "--run", "1", "--store", store], check=True,
                              capture_output=True, text=True).stdout
        return re.findall(r"^([0-9a-f]{16})\s+未复核\s+\S+\s+(\d{10})", text, re.M)

    def test_an_inspection_goes_on_after_its_processes_were_killed(self):
        runs = self.inspector.get("runs").json
        self.assertEqual(runs["total"], 1)  # gone on with, not begun again
        self.assertIsNotNone(runs["items"][0]["finished"])
        self.assertEqual(runs["items"][0]["sites"], 19)
        grades = ("veto", "fault", "notice")
        self.assertTrue(all(runs["items"][0][grade] is not None for grade in grades), runs)
        # Who sees some of the sites is told of those alone.
        own = self.stranger.get("runs").json["items"][0]
        self.assertEqual([own[grade] for grade in grades], [None] * 3)
        with sqlite3.connect(self.office.dir + "/xunjian.db") as db:
            kept = db.execute("SELECT left_sites FROM asked_run WHERE run = ?", (own["id"],)).fetchone()
            db.execute("UPDATE asked_run SET left_sites = '5199010001 5199010002' WHERE run = ?", (own["id"],))
        self.assertEqual([client.get("runs").json["items"][0]["left"] for client in (self.inspector, self.stranger)], [2, 0])
        with sqlite3.connect(self.office.dir + "/xunjian.db") as db:
            db.execute("UPDATE asked_run SET left_sites = ? WHERE run = ?", (*kept, own["id"]))

    def test_what_is_asked_for_is_checked_first(self):
        for body, field in [({"sites": ["1234567890"]}, "sites"), ({"checks": ["no-such"]}, "checks"),
                            ({"sites": []}, "sites"), ({"sites": "all"}, "sites")]:
            reply = self.inspector.post("runs", body)
            self.assert_problem(reply, 422)
            self.assertEqual(reply.json["field"], field)
        self.assert_problem(self.stranger.post("runs", {"sites": ["5199010001"]}), 422)

    def n_waiting(self):
        """How many inspections are asked for or at hand."""
        db = sqlite3.connect(self.office.dir + "/xunjian.db")
        n = db.execute("SELECT count(*) FROM asked_run WHERE state < 2").fetchone()[0]
        db.close()
        return n

    def test_an_inspection_is_stopped_and_the_next_one_runs(self):
        for _ in range(2):
            self.inspector.post("runs", {"sites": ["5199010001"], "checks": ["dead-link"]})
        self.assertEqual(self.inspector.delete("runs/current").status, 204)
        self.assert_problem(self.stranger.delete("runs/current"), 404)
        for _ in range(office.WAIT_S * 20):
            if self.n_waiting() == 0:
                break
            time.sleep(0.1)
        now, theirs = (client.get("runs/current").json for client in (self.inspector, self.stranger))
        self.assertEqual([theirs[n] for n in ("sites", "done", "pages", "findings", "rate")], [None] * 5)
        self.assertEqual((theirs["state"], type(now["pages"])), (now["state"], int))
        self.assert_problem(self.inspector.delete("runs/current"), 404)
        actions = [line["action"] for line in
                   self.office.client("admin").get("audit?what=run.").json["items"]]
        self.assertIn("run.stop", actions)
        self.assertIn(now["state"], ("done", "stopped"))

    def test_reviews_are_all_kept_or_none(self):
        (one, site), (other, other_site) = self.ids()[:2]
        good = {"kind": "confirm", "site": site, "finding": one}
        bad = {"kind": "dismiss", "site": other_site, "finding": other}  # without a reason
        before = self.reviewer.get("reviews").json["total"]
        reply = self.reviewer.post("reviews", {"actions": [good, bad]})
        self.assert_problem(reply, 422, "理由")
        self.assertEqual(reply.json["field"], "reason")
        self.assertEqual(self.reviewer.get("reviews").json["total"], before)
        bad["reason"] = "测试页面"
        reply = self.reviewer.post("reviews", {"actions": [good, bad]})
        self.assertEqual(reply.status, 201, reply.bytes)
        self.assertEqual(len(reply.json["ids"]), 2)
        self.assertEqual(self.reviewer.delete(f"reviews/{reply.json['ids'][1]}").status, 204)
        self.assert_problem(self.reviewer.delete(f"reviews/{reply.json['ids'][1]}"), 404)
        newest = self.reviewer.get(f"reviews?site={other_site}").json["items"][0]
        self.assertEqual((newest["kind"], newest["by"]), ("undo", "reviewer"))

    def test_a_decision_on_what_somebody_decided_meanwhile_is_refused(self):
        zhang, qian = self.reviewer, self.inspector
        (one, site), (other, other_site) = self.ids()[3:5]
        self.assertIsNone(zhang.get(f"findings/{site}/{one}").json["review"])
        confirm = {"kind": "confirm", "site": site, "finding": one, "seen": 0}
        made = zhang.post("reviews", {"actions": [confirm]}).json["ids"][0]
        n = zhang.get("reviews").json["total"]
        dismiss = dict(confirm, kind="dismiss", reason="引用原文")
        reply = qian.post("reviews", {"actions": [dismiss]})
        self.assert_problem(reply, 412, "reviewer 已于 2026-11-20 09:")
        self.assertIn("确认", reply.detail)
        # Of many, the others are kept. A note decides nothing, and the same decision is none against it.
        many = [dismiss, dict(dismiss, site=other_site, finding=other)]
        reply = qian.post("reviews", {"actions": many})
        self.assertEqual((reply.status, len(reply.json["ids"]), reply.json["skipped"]), (201, 1, 1), reply.bytes)
        self.assertEqual(qian.delete(f"reviews/{reply.json['ids'][0]}").status, 204)
        for kind in ("note", "confirm"):
            reply = qian.post("reviews", {"actions": [dict(confirm, kind=kind, reason="已核对")]})
            self.assertEqual((reply.status, reply.json["skipped"]), (201, 0))
        self.assertEqual(zhang.get("reviews").json["total"], n + 4)
        self.assertEqual(qian.get(f"findings/{site}/{one}").json["state"], "confirmed")
        # Who has seen it decides anyway, and taking back is a change as well.
        last = qian.get(f"findings/{site}/{one}").json["review"]["id"]
        reply = qian.post("reviews", {"actions": [dict(dismiss, seen=last)]})
        self.assertEqual(reply.status, 201, reply.bytes)
        for id in (reply.json["ids"][0], last, made):
            self.assertEqual(qian.delete(f"reviews/{id}").status, 204)
        self.assert_problem(zhang.post("reviews", {"actions": [dict(confirm, seen=made)]}), 412, "撤销")

    def test_another_units_findings_reviews_and_rounds_are_not_there(self):
        one, site = self.ids()[2]
        confirm = {"kind": "confirm", "site": site, "finding": one}
        made = self.reviewer.post("reviews", {"actions": [confirm]}).json["ids"][0]
        self.assert_problem(self.stranger.post("reviews", {"actions": [confirm]}), 404)
        self.assert_problem(self.stranger.delete(f"reviews/{made}"), 404)
        self.assertEqual(self.stranger.get("reviews").json["total"], 0)
        self.assertEqual(self.stranger.get("rounds").json["total"], 0)
        path = f"rounds/{self.round['id']}"
        for method, rest in [("GET", ""), ("GET", "/sites"), ("GET", "/statements"),
                             ("POST", "/freeze"), ("GET", "/notice.docx"), ("GET", "/compare/1"),
                             ("GET", "/notice.json")]:
            self.assert_problem(self.stranger.send(method, path + rest), 404)
        everywhere = dict(confirm, kind="dismiss", scope="everywhere", reason="x")
        self.assert_problem(self.stranger.post("reviews", {"actions": [everywhere]}), 403)

    def check_numbers(self, path, numbers):
        """Whatever counts confirmed findings has that many behind it."""
        reply = self.inspector.get(f"{path}/numbers/{len(numbers)}/findings")
        self.assert_problem(reply, 404)
        self.assert_problem(self.inspector.get(f"{path}/numbers/{len(numbers)}/members"), 404)
        n_counted = 0
        kinds = set()
        for i, number in enumerate(numbers):
            kinds |= self.check_members(self.inspector, f"{path}/numbers/{i}/members", number)
            if number.get("count", {}).get("of") != "findings":
                continue
            behind = self.inspector.get(f"{path}/numbers/{i}/findings?per_page=1").json
            self.assertEqual(behind["total"], number.get("value", number.get("rows")), number)
            n_counted += behind["total"]
        self.assertGreater(n_counted, 0)
        self.assertEqual(kinds, {"site"})

    def test_a_round_is_judged_frozen_and_noticed(self):
        path = f"rounds/{self.round['id']}"
        self.assertFalse(self.round["has_own_run"])
        self.assert_problem(self.inspector.get(path + "/notice.docx"), 409, "冻结")
        reply = self.inspector.post(path + "/statements",
                                    {"item": "no-such", "is_fault": True, "reason": "x"})
        self.assert_problem(reply, 422)
        reply = self.inspector.post(path + "/statements",
                                    {"site": "5199010001", "item": "W1.2", "is_fault": True,
                                     "reason": "人工检查"})
        self.assertEqual(reply.status, 201, reply.bytes)
        state = self.inspector.get(path).json["state"]
        self.assertEqual(state["sites"], 19)
        self.assertEqual(state["pass"] + state["fail"] + state["unknown"] + state["closed"], 19)
        for one, site in self.ids()[10:15]:
            reply = self.reviewer.post("reviews", {"actions": [
                {"kind": "confirm", "site": site, "finding": one}]})
            self.assertEqual(reply.status, 201, reply.bytes)
        frozen = self.inspector.post(path + "/freeze")
        self.assertEqual(frozen.status, 200, frozen.bytes)
        self.assert_problem(self.inspector.post(path + "/freeze"), 409)
        sites = self.inspector.get(path + "/sites?per_page=200").json
        self.assertEqual(sites["total"], 19)
        self.assertIn("云溪县人民政府", [s["name"] for s in sites["items"]])
        for ending, inside in [("docx", "word/document.xml"), ("xlsx", "xl/workbook.xml")]:
            file = self.inspector.get(f"{path}/notice.{ending}")
            self.assertEqual(file.status, 200, file.bytes)
            self.assertIn(inside, zipfile.ZipFile(io.BytesIO(file.bytes)).namelist())
            self.assertIn("attachment", file.headers["Content-Disposition"])
        notice = self.inspector.get(path + "/notice.json").json
        shown = [(p["style"], p["text"]) for p in notice["text"]]
        document = "".join(re.findall(r"<w:t[^>]*>([^<]*)<", zipfile.ZipFile(io.BytesIO(
            self.inspector.get(path + "/notice.docx").bytes)).read("word/document.xml").decode()))
        self.assertEqual(len([text for style, text in shown if style == "Title"]), 1)
        self.assertIn("一、总体情况", [text for style, text in shown if style == "Level1"])
        self.assertEqual(len([text for style, text in shown if style == "Signature"]), 2)
        self.assertNotIn("Annex", {style for style, text in shown})
        for _, text in shown:  # word for word what the document says
            self.assertIn(text.replace("&", "&amp;").replace("\n", ""), document)
        numbers = notice["numbers"]
        self.assertGreater(len(numbers), 5)
        self.check_numbers(path, numbers)
        self.assertEqual([n for n in os.listdir(self.office.dir) if n.startswith("notice-")], [])
        self.assertEqual(self.inspector.get(f"{path}/compare/{self.round['id']}").json["items"], [])


if __name__ == "__main__":
    office.main()
