"""The processes of an office are killed a hundred times in the middle of the work: what was acknowledged is there, once."""
import http.client
import os
import random
import signal
import sqlite3
import subprocess
import threading
import time
import urllib.parse

import office
from test_day import CHECKS, NOW, DEMO

KILLS = {"review": 25, "orders": 40, "round": 20, "crawl": 20}
DEEP_MAX = 3  # a run that is ended by a signal five times is given up
BROKEN = None  # no answer: done or not, but not half


class OneTry(office.Client):
    """Sends once: whoever asks again after a broken connection might do things twice."""

    tries = 1

    def send(self, *args, **more):
        self.connection.close()
        try:
            return super().send(*args, **more)
        except (http.client.HTTPException, ConnectionError):
            return BROKEN


class Kills(office.Case):
    @classmethod
    def setUpClass(cls):
        seed = int(os.environ.get("XUNJIAN_SEED", random.randrange(10**6)))
        print(f"seed {seed} (XUNJIAN_SEED)", flush=True)
        cls.random = random.Random(seed)
        cls.demo = office.Demo()
        cls.options = ["--rate", "0", "--max-pages", "60", "--now", NOW]
        for rule in cls.demo.rules:
            cls.options += ["--connect-to", rule]
        super().setUpClass()
        subprocess.run([office.PROGRAM, "site", "import", DEMO + "/sites.csv", "--yes", "--store", cls.store()],
                       check=True, capture_output=True)
        cls.n_kills = {phase: 0 for phase in KILLS}
        cls.n_broken = cls.n_deep = 0
        cls.people = {role: cls.sign_in(role) for role in office.ROLES}

    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        cls.demo.stop()

    @classmethod
    def store(cls):
        return f"sqlite:{cls.office.dir}/xunjian.db"

    @classmethod
    def sign_in(cls, role):
        one = OneTry(cls.office)
        assert one.sign_in(role).status == 201
        return one

    # ---- killing ----

    def family(self):
        """Every process below the parent, the runs of the crawl child too."""
        found, waiting = [], [self.office.process.pid]
        while waiting:
            pid = waiting.pop()
            try:
                with open(f"/proc/{pid}/task/{pid}/children") as f:
                    below = [int(one) for one in f.read().split()]
            except OSError:
                continue
            found += below
            waiting += below
        return found

    def kill_one(self, phase):
        """A child of the office; a few times what is below one, as a run that kills its process each time is given up."""
        victims = self.office.children()
        if self.n_deep < DEEP_MAX and self.random.random() < 0.3:
            victims = [pid for pid in self.family() if pid not in victims] or victims
            self.n_deep += 1
        if not victims:
            return
        try:
            os.kill(self.random.choice(victims), signal.SIGKILL)
            self.n_kills[phase] += 1
        except ProcessLookupError:
            pass

    def among_kills(self, phase, act, most_ms=25):
        """What act() gives, while somebody is killed at a moment that nobody knows."""
        pause = self.random.uniform(0, most_ms) / 1000
        killer = threading.Timer(pause, self.kill_one, [phase])
        killer.start()
        reply = act()
        killer.join()
        self.office.wait_awake()
        self.n_broken += reply is BROKEN
        if reply is not BROKEN:
            self.assertIn(reply.status, (200, 201, 204), reply.bytes)
        return reply

    def get(self, path, who="inspector"):
        for _ in range(20):
            reply = self.people[who].get(urllib.parse.quote(path, safe="/?&=%:"))
            if reply is not BROKEN:
                self.assertEqual(reply.status, 200, reply.bytes)
                return reply.json
            self.office.wait_awake()
        self.fail("no answer")

    def count(self, sql, *values):
        db = sqlite3.connect(f"{self.office.dir}/xunjian.db", timeout=10)
        n = db.execute(sql, values).fetchone()[0]
        db.close()
        return n

    def once(self, reply, n):
        """Acknowledged: exactly once. Not answered: once or not at all."""
        self.assertIn(n, (1,) if reply is not BROKEN else (0, 1))
        return n

    # ---- the work ----

    def check_crawl(self):
        """An inspection that was killed on its way finds what an undisturbed one finds."""
        asked = self.people["inspector"].post("runs", {"sites": None, "checks": CHECKS})
        self.assertEqual(asked.status, 201)
        deadline = time.monotonic() + 4 * office.WAIT_S
        while (now := self.get("runs/current"))["state"] in ("waiting", "running"):
            self.assertLess(time.monotonic(), deadline, now)
            if self.n_kills["crawl"] < KILLS["crawl"]:
                self.kill_one("crawl")
                self.office.wait_awake()
            time.sleep(self.random.uniform(0.02, 0.4))
        self.assertEqual(now["state"], "done", now)
        self.assertEqual(self.count("SELECT count(*) FROM run"), 1)  # gone on with, never begun again
        self.assertEqual(self.count("SELECT count(*) FROM site_result"), 19)
        found = "SELECT group_concat(id) FROM (SELECT printf('%d/%d', site, id) AS id FROM finding WHERE gone = 0 ORDER BY 1)"
        killed = self.count(found)
        self.people["inspector"].post("runs", {"sites": None, "checks": CHECKS})
        while self.get("runs/current")["state"] in ("waiting", "running"):
            time.sleep(0.1)
        self.assertEqual(self.count(found), killed)

    def check_review(self):
        findings = self.get("findings?state=unreviewed&per_page=200")["items"]
        self.assertGreaterEqual(len(findings), KILLS["review"])
        kinds = ["confirm", "confirm", "dismiss", "note"]
        n_actions = 0
        for i, f in enumerate(findings[:KILLS["review"]]):
            action = {"kind": kinds[i % 4], "site": f["site"], "finding": f["id"], "reason": f"第{i}次"}
            reply = self.among_kills("review", lambda: self.people["reviewer"].post("reviews", {"actions": [action]}))
            actions = self.get(f"findings/{f['site']}/{f['id']}")["actions"]
            self.assertTrue(all(a["kind"] == action["kind"] and a["reason"] == action["reason"] for a in actions))
            n_actions += self.once(reply, len(actions))
            if i % 5 or not actions:
                continue
            reply = self.among_kills("review", lambda: self.people["reviewer"].delete(f"reviews/{actions[0]['id']}"))
            undone = self.count("SELECT count(*) FROM review_action WHERE kind = 'undo' AND target = ?", actions[0]["id"])
            n_actions += self.once(reply, undone)
        self.assertEqual(self.count("SELECT count(*) FROM review_action"), n_actions)
        self.assertEqual(self.get("audit?what=review.", "admin")["total"], n_actions)

    def until_done(self, phase, act, counted):
        """Asks again, as a person would, while it turns out not to be done."""
        for _ in range(20):
            if self.once(self.among_kills(phase, act), counted()):
                return
        self.fail("never done")

    def check_orders(self):
        confirmed = self.get("findings?state=confirmed&per_page=200")["items"]
        n_orders = 0
        events = [("operator", "seen", {}), ("inspector", "escalate", {"document": "云府办函〔2026〕1号"}),
                  ("operator", "explain", {"expires": "2026-12-31"}), ("inspector", "approve", {})]
        while self.n_kills["orders"] < KILLS["orders"]:
            f = confirmed[n_orders % len(confirmed)]
            order = {"unit": 1, "days": 5, "demand": f"第{n_orders}件", "findings": [{"site": f["site"], "id": f["id"]}]}
            self.until_done("orders", lambda: self.people["inspector"].post("orders", order),
                            lambda: self.count("SELECT count(*) FROM repair_order WHERE demand = ?", order["demand"]))
            n_orders += 1
            number = self.count("SELECT id FROM repair_order WHERE demand = ?", order["demand"])
            self.assertEqual(self.count("SELECT count(*) FROM order_finding WHERE repair_order = ?", number), 1)
            for who, kind, more in events:
                event = {"kind": kind, "text": f"{number}号{kind}", **more}
                self.until_done("orders", lambda: self.people[who].post(f"orders/{number}/events", event),
                                lambda: [e["text"] for e in self.get(f"orders/{number}")["events"]].count(event["text"]))
            self.assertEqual(self.get(f"orders/{number}")["state"], "closed")
        self.assertEqual(self.count("SELECT count(*) FROM repair_order"), n_orders)
        made = self.count("SELECT count(*) FROM order_event WHERE kind NOT IN ('issue', 'remind')")
        self.assertEqual(made, n_orders * len(events))
        self.assertEqual(self.get("audit?what=order.", "admin")["total"], n_orders * (1 + len(events)))

    def check_rounds(self):
        n_rounds = n_frozen = 0
        n = 0
        while self.n_kills["round"] < KILLS["round"]:
            title = f"第{n}轮"
            n += 1
            body = {"title": title, "from": "2026-10-01", "to": "2026-11-20", "indicators": "national-2019", "run": 1}
            reply = self.among_kills("round", lambda: self.people["inspector"].post("rounds", body))
            if not self.once(reply, self.count("SELECT count(*) FROM round WHERE title = ?", title)):
                continue
            n_rounds += 1
            number = self.count("SELECT id FROM round WHERE title = ?", title)
            statement = {"site": "5199010001", "item": "W1.2", "is_fault": True, "reason": title}
            reply = self.among_kills("round", lambda: self.people["inspector"].post(f"rounds/{number}/statements", statement))
            self.once(reply, self.count("SELECT count(*) FROM round_statement WHERE reason = ?", title))
            reply = self.among_kills("round", lambda: self.people["inspector"].post(f"rounds/{number}/freeze"), 150)
            frozen = self.once(reply, int(self.get(f"rounds/{number}")["frozen"] is not None))
            n_frozen += frozen
            judged = self.count("SELECT count(*) FROM round_site WHERE round = ? AND verdict <> ''", number)
            self.assertEqual(judged, 19 if frozen else 0)
        self.assertEqual(self.count("SELECT count(*) FROM round"), n_rounds)
        self.assertEqual(self.get("audit?what=round.add", "admin")["total"], n_rounds)
        self.assertEqual(self.get("audit?what=round.freeze", "admin")["total"], n_frozen)

    def test_nothing_acknowledged_is_lost_and_nothing_doubled(self):
        self.check_crawl()
        self.check_review()
        self.check_orders()
        self.check_rounds()
        print(f"killed {sum(self.n_kills.values())} times {self.n_kills}, {self.n_broken} requests broke off", flush=True)
        self.assertGreaterEqual(sum(self.n_kills.values()), 100)
        self.assertGreater(self.n_broken, 0)
        db = sqlite3.connect(f"{self.office.dir}/xunjian.db", timeout=10)
        self.assertEqual(db.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
        self.assertEqual(db.execute("PRAGMA foreign_key_check").fetchall(), [])
        counted = "SELECT site, check_id, grade, state, count(*) FROM finding GROUP BY 1, 2, 3, 4"
        kept = "SELECT site, check_id, grade, state, n FROM finding_count WHERE n > 0"
        self.assertEqual(sorted(db.execute(counted)), sorted(db.execute(kept)))
        db.close()
        log = subprocess.run([office.PROGRAM, "export", "--audit", self.office.dir + "/log", "--store", self.store()])
        self.assertEqual(log.returncode, 0)


if __name__ == "__main__":
    office.main()
