"""Every list that is sorted and filtered, by the document: whatever it says that it sorts by, it does."""
import csv
import io
import json
import sqlite3
import time
import unittest
import urllib.parse
import zipfile

import office
from test_office import BUREAU, seeded

# Sorted by what is no member of the same name, or in an order of its own: tested where they are.
ELSEWHERE = {"/sites", "/accounts", "/findings", "/orders", "/filings"}


def key_of(item, name):
    """As docs/openapi.yaml sorts: null first, objects by their name, texts by their bytes."""
    value = item[name]
    value = value["name"] if isinstance(value, dict) else value
    return (value is not None, value.encode() if isinstance(value, str) else value or 0)


class Lists(office.Case):
    @classmethod
    def setUpClass(cls):
        folder, content = seeded()
        cls.office = office.Office(dir=folder)
        cls.admin = cls.office.client("admin")
        token = cls.admin.send("POST", "registry/preview?kind=sites", raw=content, headers={"Content-Type": "text/csv"}).json["token"]
        assert cls.admin.post("registry/import", {"token": token}).status == 200
        cls.unit = cls.admin.get(f"sites/{BUREAU}").json["unit"]["id"]
        found = cls.admin.get("findings?per_page=200").json["items"]
        cls.elsewhere = next(f["site"] for f in found if f["site"] != BUREAU)
        cls.other = cls.admin.get(f"sites/{cls.elsewhere}").json["unit"]["id"]
        cls.office.add_user("jiaoyu", "inspector", unit=cls.unit)
        cls.bureau = cls.office.client("jiaoyu")
        user = cls.admin.get("users?q=leader").json["items"][0]["id"]
        cls.admin.patch(f"users/{user}", {"disabled": True})
        cls.rounds()
        cls.decisions()
        cls.escalated()
        cls.watched()

    @classmethod
    def rounds(cls):
        for title, month, percent in (("乙", 10, 30), ("甲", 8, 100), ("丙", 9, 50)):
            reply = cls.admin.post("rounds", {"title": title, "from": f"2026-{month:02}-01", "to": f"2026-{month:02}-28",
                                              "indicators": "national-2019", "percent": percent})
            assert reply.status == 201, reply.bytes
        assert cls.admin.post(f"rounds/{reply.json['id']}/freeze").status in (200, 204)

    @classmethod
    def decisions(cls):
        found = cls.admin.get("findings?per_page=3&state=unreviewed").json["items"]
        for kind, f, who in (("confirm", found[0], "admin"), ("dismiss", found[1], "reviewer"), ("note", found[2], "admin")):
            action = {"kind": kind, "site": f["site"], "finding": f["id"], "reason": "核实"}
            assert cls.office.client(who).post("reviews", {"actions": [action]}).status == 201

    @classmethod
    def escalated(cls):
        for unit, site in ((cls.unit, BUREAU), (cls.other, cls.elsewhere)):
            f = cls.admin.get(f"findings?site={site}&state=unreviewed").json["items"][0]
            order = cls.admin.post("orders", {"unit": unit, "days": 5, "demand": "请整改", "findings": [{"site": site, "id": f["id"]}]})
            for kind in ("remind", "escalate"):
                event = {"kind": kind, "text": "请抓紧", **({"document": "云府办函〔2026〕9号"} if kind == "escalate" else {})}
                assert cls.admin.post(f"orders/{order.json['id']}/events", event).status == 201

    @classmethod
    def watched(cls):
        now = int(time.time())
        with sqlite3.connect(cls.office.dir + "/xunjian.db") as db:
            db.executemany("INSERT INTO outage (site, began, alarmed, ended, reason, status) VALUES (?, ?, ?, ?, 7, 0)",
                           [(BUREAU, now - 7200, now - 7000, now - 3600), (BUREAU, now - 1800, now - 1700, 0),
                            (cls.elsewhere, now - 86400, now - 86000, now - 80000)])
            db.executemany("INSERT INTO run (started, finished, options, veto, fault, notice) VALUES (?, ?, '', ?, ?, ?)",
                           [(now - 900, now - 800, 3, 9, 1), (now - 700, 0, None, None, None), (now - 600, now - 500, 1, 20, 4)])
            for table, column in (("review_action", "at"), ("order_event", "at"), ("user", "created")):  # not all in one second
                db.execute(f"UPDATE {table} SET {column} = {column} + id")
            db.execute("INSERT INTO finding (site, id, check_id, case_id, url, place, excerpt, suggest, grade, confidence, since, detail,"
                       " evidence, first_seen, last_seen, last_run) SELECT id, 1, 'domain-rule', 'D05', home, '', '跳转', '', 'fault', 1, 0,"
                       ' \'{"fault":"suffix","domain":"www.elsewhere.com"}\', \'\', ?, ?, 1 FROM site WHERE code = ?', (now, now, BUREAU))
            last = db.execute("SELECT max(id) FROM run").fetchone()[0]
            db.execute("INSERT INTO asked_run (at, who, sites, unit, checks, state, kind, run, left_sites)"
                       " VALUES (?, '张三', '', 1, '', 2, 1, ?, 'a b')", (now, last))

    def items(self, path, client=None, **query):
        reply = (client or self.admin).get(path + "?" + urllib.parse.urlencode({"per_page": 200, **query}))
        self.assertEqual(reply.status, 200, reply.bytes)
        self.assertEqual(reply.json["total"], len(reply.json["items"]))
        return reply.json["items"]

    def sorted_lists(self):
        for path, methods in office.CONTRACT.document["paths"].items():
            path = path.removeprefix("/api/v1")
            words = [p["schema"]["enum"] for p in methods.get("get", {}).get("parameters", []) if p["name"] == "sort"]
            if words and "{" not in path and path not in ELSEWHERE:
                yield path, words[0]

    def test_a_list_is_sorted_by_what_it_says(self):
        lists = dict(self.sorted_lists())
        self.assertGreaterEqual(set(lists), {"/users", "/units", "/runs", "/rounds", "/reviews", "/outages", "/escalations"})
        for path, words in lists.items():
            plain = self.items(path[1:])
            self.assertGreater(len(plain), 2, path)
            for word in words:
                name = word.lstrip("-")
                self.assertIn("-" + name, words)
                keys = [key_of(one, name) for one in self.items(path[1:], sort=word)]
                self.assertEqual(keys, sorted(keys, reverse=word.startswith("-")), (path, word))
                self.assertGreater(len(set(keys)), 1, (path, word))
                first = self.admin.get(f"{path[1:]}?sort={word}&per_page=1&page=2").json
                self.assertEqual((first["total"], [key_of(one, name) for one in first["items"]]), (len(plain), keys[1:2]), (path, word))
            self.assert_problem(self.admin.get(f"{path[1:]}?sort=nothing"), 422)

    def test_a_list_has_what_its_filters_say(self):
        for path, query, test in [
            ("users", {"role": "inspector"}, lambda u: u["role"] == "inspector"),
            ("users", {"state": "disabled"}, lambda u: u["disabled"]),
            ("users", {"state": "active"}, lambda u: not u["disabled"]),
            ("users", {"unit": self.unit}, lambda u: u["unit"]["id"] == self.unit),
            ("units", {"kind": "office"}, lambda u: u["is_office"]),
            ("units", {"kind": "sponsor"}, lambda u: not u["is_office"]),
            ("units", {"unit": self.unit}, lambda u: u["id"] == self.unit),
            ("runs", {"kind": "nightly"}, lambda r: r["kind"] == "nightly"),
            ("runs", {"kind": "manual"}, lambda r: r["kind"] == "manual"),
            ("rounds", {"state": "frozen"}, lambda r: r["frozen"]),
            ("rounds", {"state": "open"}, lambda r: not r["frozen"]),
            ("rounds", {"q": "甲"}, lambda r: "甲" in r["title"]),
            ("reviews", {"kind": "dismiss"}, lambda r: r["kind"] == "dismiss"),
            ("reviews", {"by": "admin"}, lambda r: r["by"] == "admin"),
            ("outages", {"state": "open"}, lambda o: o["ended"] is None),
            ("outages", {"unit": self.unit}, lambda o: o["site"] == BUREAU),
            ("escalations", {"unit": self.unit}, lambda e: e["unit"]["id"] == self.unit),
        ]:
            whole = self.items(path)
            some = self.items(path, **query)
            self.assertEqual(some, [one for one in whole if test(one)], (path, query))
            self.assertTrue(0 < len(some) < len(whole), (path, query, len(some), len(whole)))

    def test_another_units_part_is_not_shown(self):
        self.assertEqual([self.items("runs", who)[0]["by"] for who in (self.admin, self.bureau)], ["张三", None])
        self.assertEqual([who.get("runs/current").json["by"] for who in (self.admin, self.bureau)], ["张三", None])
        for path in ("units", "rounds", "reviews", "outages", "escalations"):
            self.assert_problem(self.bureau.get(f"{path}?unit={self.other}"), 404)
        self.assertEqual(self.items("rounds", self.bureau), [])
        self.assertEqual([u["id"] for u in self.items("units", self.bureau)], [self.unit])

    def test_domains_are_those_of_the_registry_with_what_was_found(self):
        with open(office.SOURCE + "/data/demo/sites.csv", encoding="utf-8-sig") as f:
            rows = list(csv.DictReader(f))
        lines = self.items("domains")
        expected = [(urllib.parse.urlsplit(r["首页网址"]).hostname, r["网站标识码"], "main") for r in rows]
        expected += [(one, r["网站标识码"], "other") for r in rows for one in r["其他域名"].split()]
        expected += [("www.elsewhere.com", BUREAU, "unknown")]
        self.assertEqual(sorted((d["domain"], d["site"], d["role"]) for d in lines), sorted(expected))
        for d in lines:
            self.assertEqual(d["is_gov"], d["domain"].endswith((".gov.cn", ".政务")), d)
            self.assertEqual(d["n_findings"], len(d["findings"]))
        found = {(d["domain"], f["check"]) for d in lines for f in d["findings"]}
        home = {r["网站标识码"]: urllib.parse.urlsplit(r["首页网址"]).hostname for r in rows}
        with open(office.SOURCE + "/data/demo/truth.jsonl") as f:
            truth = [t for t in map(json.loads, f) if t.get("check") in ("domain-rule", "closed-domain-taken", "closed-site-alive")]
        self.assertEqual(found, {("www.elsewhere.com", "domain-rule")} |
                         {(t.get("detail", {}).get("domain", home[t["site"]]), t["check"]) for t in truth})
        for query, test in [({"state": "已关停"}, lambda d: d["state"] == "已关停"), ({"rule": "broken"}, lambda d: not d["is_gov"]),
                            ({"rule": "kept"}, lambda d: d["is_gov"]), ({"role": "unknown"}, lambda d: d["role"] == "unknown"),
                            ({"with_findings": 1}, lambda d: d["n_findings"]), ({"unit": self.unit}, lambda d: d["unit"]["id"] == self.unit),
                            ({"q": "ELSEWHERE"}, lambda d: "elsewhere" in d["domain"]), ({"q": "教育"}, lambda d: "教育" in d["site_name"])]:
            some = self.items("domains", **query)
            self.assertEqual(some, [d for d in lines if test(d)], query)
            self.assertTrue(0 < len(some) < len(lines), query)
        self.assertEqual({d["site"] for d in self.items("domains", self.bureau)}, {BUREAU})
        self.assert_problem(self.bureau.get(f"domains?unit={self.other}"), 404)
        self.assert_problem(self.bureau.get(f"domains.xlsx?unit={self.other}"), 404)
        book = zipfile.ZipFile(io.BytesIO(self.bureau.get("domains.xlsx").bytes))
        text = "".join(book.read(n).decode() for n in book.namelist() if n.endswith(".xml"))
        self.assertIn("www.elsewhere.com", text)
        self.assertNotIn(home[self.elsewhere], text)


if __name__ == "__main__":
    office.main()
