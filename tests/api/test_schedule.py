"""Inspections that start by themselves: once a night, once a week, whatever is killed; sites that are not to be asked are left."""
import glob
import os
import signal
import subprocess
import tempfile
import time

import office
from little_site import Site

HEAD = "网站标识码,网站名称,首页网址,主办单位,行政区划,网站类型,状态,对外服务\r\n"
BUSY, CALM, CLOSED = "5199010001", "5199010002", "5199010003"


class Schedule(office.Case):
    def setUp(self):
        self.busy, self.calm = Site(60), Site(3)
        self.dir = tempfile.mkdtemp(prefix="xunjian-api-")
        with open(self.dir + "/list.csv", "w") as f:
            f.write(HEAD + f"{BUSY},云溪县测试局,{self.busy.home},云溪县测试局,519901,部门网站,运行,是\r\n"
                    f"{CALM},云溪县安静局,{self.calm.home},云溪县安静局,519901,部门网站,运行,是\r\n"
                    f"{CLOSED},云溪县旧局,{self.calm.home}old/,云溪县旧局,519901,部门网站,已关停,是\r\n")
        self.xunjian("site", "import", self.dir + "/list.csv", "--yes")

    def tearDown(self):
        self.busy.close()
        self.calm.close()

    @classmethod
    def setUpClass(cls):
        cls.office = None

    def xunjian(self, *words):
        done = subprocess.run([office.PROGRAM, *words, "--store", f"sqlite:{self.dir}/xunjian.db"],
                              env=dict(os.environ, XUNJIAN_DATA=office.SOURCE + "/data"), capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def open_at(self, now):
        """The office, whose clock begins at this time, and its administrator."""
        if self.office:
            self.office.stop()
        type(self).office = office.Office("--now", now, "--rate", "0", dir=self.dir,
                                          roles=[] if self.office else office.ROLES)
        return self.office.client("admin")

    def settings(self, **more):
        return dict({"nightly": True, "nightly_at": "01:30", "weekly": True, "weekly_day": 6, "weekly_at": "01:30",
                     "quiet": None}, **more)

    def wait(self, admin, what, test, kills=0):
        for _ in range(office.WAIT_S * 20):
            if kills and len(self.busy.asked) > 15 * (3 - kills):
                for pid in self.office.children():
                    os.kill(pid, signal.SIGKILL)
                self.office.wait_awake()
                kills -= 1
            last = admin.get("schedule").json["last"]
            if test(last):
                self.assertEqual(kills, 0)
                return last
            time.sleep(0.05)
        self.fail(f"{what}: {last}\n{self.office.log_text()}")

    def result(self, admin, code):
        return admin.get(f"sites/{code}").json

    def test_a_night_and_a_week(self):
        admin = self.open_at("2026-11-24T01:29:57+08:00")
        self.assert_problem(admin.put("schedule", self.settings(quiet="00:00-23:30")), 422, "一小时")
        self.assert_problem(admin.put("schedule", self.settings(nightly_at="1:30")), 422, "01:30")
        self.assertEqual(admin.put("schedule", self.settings(quiet="08:30-18:00")).status, 200)
        shown = admin.get("schedule").json
        self.assertEqual(shown["sites"], {"nightly": 2, "weekly": 0, "never": 0})
        self.assertEqual([n["kind"] for n in shown["next"]], ["nightly", "weekly"])
        self.assertTrue(shown["next"][0]["at"].startswith("2026-11-24T01:30:00"), shown)
        self.assertTrue(shown["next"][1]["at"].startswith("2026-11-28T01:30:00"), shown)
        own = {"plan": "weekly", "quiet": "08:00-20:00", "rate": 50}
        self.assertEqual(admin.put(f"sites/{CALM}/schedule", own).json, own)
        self.assert_problem(admin.put(f"sites/{CALM}/schedule", dict(own, rate=0.001)), 422, "0.01")
        self.assertIn("定时=每周\n不巡检=08:00-20:00\n", self.xunjian("site", "schedule", CALM))

        # Once, although everything is killed twice on the way, and begun again at the same time.
        last = self.wait(admin, "a nightly one", lambda l: l and l[0]["state"] == "done", kills=2)
        self.assertEqual([(o["kind"], o["day"], o["left"]) for o in last], [("nightly", "2026-11-24", [])])
        self.assertEqual(sorted(set(self.busy.articles())), sorted(f"/a/t{i}.html" for i in range(60)))
        self.assertEqual(self.calm.asked, [])  # only once a week
        runs = admin.get("runs").json
        self.assertEqual([(r["kind"], r["by"], r["left"]) for r in runs["items"]], [("nightly", "定时", 0)])
        self.assertGreater(runs["items"][0]["fault"], 0)
        admin = self.open_at("2026-11-24T01:29:58+08:00")
        time.sleep(4)
        self.assertEqual(len(admin.get("schedule").json["last"]), 1)

        # Three nights later: one is made up for, and what is known is not looked at again.
        self.busy.asked.clear()
        self.busy.n = 62
        admin = self.open_at("2026-11-27T05:00:00+08:00")
        last = self.wait(admin, "a missed one", lambda l: len(l) == 2 and l[0]["state"] == "done")
        self.assertEqual(last[0]["day"], "2026-11-27")
        self.assertEqual(sorted(self.busy.articles()), ["/a/t60.html", "/a/t61.html"])
        whole = self.result(admin, BUSY)["result"]
        self.assertEqual((whole["not_looked"], whole["complete"]), (60, False))

        # The weekly one looks at all, and at sites that are looked at once a week.
        self.busy.asked.clear()
        admin = self.open_at("2026-11-28T01:29:58+08:00")
        last = self.wait(admin, "a weekly one", lambda l: len(l) == 3 and l[0]["state"] == "done")
        self.assertEqual((last[0]["kind"], last[0]["day"]), ("weekly", "2026-11-28"))
        self.assertEqual(len(self.busy.articles()), 62)
        self.assertEqual(len(self.calm.articles()), 3)
        self.assertEqual(self.result(admin, BUSY)["result"]["not_looked"], 0)
        time.sleep(3)
        self.assertEqual(len(admin.get("schedule").json["last"]), 3)
        learnt, usage = (os.path.join(self.office.dir, "work", name) for name in ("usage-learnt", "usage"))
        self.assertEqual((os.path.exists(learnt), os.path.exists(usage)), (True, False))

        audit = [a["action"] for a in admin.get("audit?per_page=200").json["items"]]
        self.assertIn("schedule.change", audit)
        self.assertIn("site.schedule", audit)

        # In the quiet hours of a site it is not asked; a person's run goes first, and the rest follows.
        self.busy.asked.clear()
        self.calm.asked.clear()
        self.xunjian("site", "schedule", CALM, "定时=每夜", "不巡检=01:00-03:00")
        admin = self.open_at("2026-11-29T01:29:58+08:00")
        self.wait(admin, "a planned one", lambda l: len(l) == 4 and l[0]["state"] == "running" and "/news/" in self.busy.asked)
        time.sleep(2)
        self.assertEqual(self.calm.asked, [])
        self.assertEqual(admin.post("runs", {"sites": [BUSY]}).status, 201)
        last = self.wait(admin, "it gave way", lambda l: len(l) == 5 and l[0]["state"] == "running")
        self.assertEqual((last[1]["state"], last[1]["left"]), ("done", [CALM]))
        self.assertEqual(self.calm.asked, [])
        for code, seen in ((BUSY, []), (CALM, [CALM])):  # of other units' sites nobody is told
            self.office.add_user("of" + code, "leader", unit=admin.get(f"sites/{code}").json["unit"]["id"])
            told = self.office.client("of" + code).get("schedule").json["last"][1]
            self.assertEqual(told["left"], seen)
        runs = admin.get("runs").json["items"]
        by_hand = next(i for i, r in enumerate(runs) if r["kind"] == "manual")
        self.assertEqual((runs[by_hand]["by"], runs[by_hand]["left"]), ("admin", 0))
        self.assertEqual((runs[by_hand + 1]["kind"], runs[by_hand + 1]["left"]), ("nightly", 1))

        # So does the re-check that a unit's reply asks for.
        found = next(f for f in admin.get("findings").json["items"] if f["site"] == BUSY)
        order = admin.post("orders", {"unit": 1, "days": 3, "demand": "请整改", "findings": [{"site": BUSY, "id": found["id"]}]})
        self.assertEqual(order.status, 201, order.bytes)
        path = f"orders/{order.json['id']}"
        self.assertEqual(admin.post(path + "/events", {"kind": "reply", "text": "已改"}).status, 201)
        last = self.wait(admin, "it gave way again", lambda l: len(l) == 6 and l[0]["state"] == "running")
        self.assertEqual((last[1]["state"], last[1]["left"]), ("done", [CALM]))
        self.assertEqual([e["kind"] for e in admin.get(path).json["events"]], ["issue", "reply", "rechecked"])

        # The next weekly one reads with what was learnt in earlier weeks; it may be of no use.
        self.assertEqual(admin.put("schedule", self.settings(nightly=False)).status, 200)
        self.assertEqual(admin.put(f"sites/{CALM}/schedule", {"plan": "weekly", "quiet": None, "rate": None}).status, 200)
        self.wait(admin, "what gave way goes on", lambda l: l[0]["state"] == "done")
        with open(learnt, "rb") as f:
            before = f.read()
        os.utime(learnt, (time.time() - 7 * 86400,) * 2)
        admin = self.open_at("2026-12-05T01:29:58+08:00")
        self.wait(admin, "the next weekly one", lambda l: l[0]["kind"] == "weekly" and l[0]["day"] == "2026-12-05" and l[0]["state"] == "done")
        with open(usage, "rb") as f:
            self.assertEqual(f.read(), before)
        for path in (usage, learnt):
            with open(path, "wb") as f:
                f.write(b"damaged")
        self.assertEqual(admin.post("runs", {"sites": [BUSY]}).status, 201)
        for _ in range(office.WAIT_S * 20):
            if admin.get("runs/current").json["state"] == "done" and admin.get("runs").json["items"][0]["kind"] == "manual":
                break
            time.sleep(0.1)
        run = admin.get("runs").json["items"][0]
        self.assertEqual((run["kind"], run["left"]), ("manual", 0))
        told = ""
        for log in glob.glob(os.path.join(self.office.dir, "work", "asked-*.log")):
            with open(log) as f:
                told += f.read()
        self.assertIn("不参考积累的本地用语", told)


if __name__ == "__main__":
    office.main()
