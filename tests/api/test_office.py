"""The day of an office over HTTP: overview, sites, registry, findings and their pages, orders; and what other units must not see."""
import io
import os
import sqlite3
import subprocess
import tempfile
import urllib.parse
import zipfile
from xml.etree import ElementTree

import office

BUREAU = "5199010002"  # 云溪县教育局
PORTAL = "5199010001"


def seeded():
    """A folder that the demo county was inspected into."""
    folder = tempfile.mkdtemp(prefix="xunjian-api-")
    env = dict(os.environ, XUNJIAN_DATA=office.SOURCE + "/data")
    subprocess.run([office.PROGRAM, "demo", "--out", folder, "--quiet"], env=env, check=True)
    with open(office.SOURCE + "/data/demo/sites.csv", "rb") as f:
        return folder, f.read()


class OfficeDay(office.Case):
    @classmethod
    def setUpClass(cls):
        folder, cls.list = seeded()
        cls.office = office.Office(dir=folder)
        cls.clients = {role: cls.office.client(role) for role in office.ROLES}
        cls.admin = cls.clients["admin"]
        cls.import_list(cls.list)
        cls.unit = cls.admin.get(f"sites/{BUREAU}").json["unit"]["id"]
        cls.office.add_user("jiaoyu", "operator", unit=cls.unit)
        cls.bureau = cls.office.client("jiaoyu")

    @classmethod
    def preview(cls, content, kind="text/csv"):
        return cls.admin.send("POST", "registry/preview?kind=sites", raw=content,
                              headers={"Content-Type": kind})

    @classmethod
    def import_list(cls, content):
        token = cls.preview(content).json["token"]
        reply = cls.admin.post("registry/import", {"token": token})
        assert reply.status == 200, reply.bytes
        return reply.json

    def items(self, path, client=None):
        reply = (client or self.admin).get(urllib.parse.quote(path, safe="/?&=%"))
        self.assertEqual(reply.status, 200, reply.bytes)
        return reply.json["items"]

    def finding(self, **filters):
        return self.items("findings?" + urllib.parse.urlencode(filters))[0]

    def foreign(self):
        """A finding that is not the bureau's."""
        return next(f for f in self.items("findings?per_page=200") if f["site"] != BUREAU)

    # ---- overview and sites ----

    def test_an_inspection_that_ended_early_is_not_under_way(self):
        run = self.admin.get("overview").json["run"]
        with sqlite3.connect(self.office.dir + "/xunjian.db") as db:
            before = db.execute("SELECT finished FROM run WHERE id = ?", (run["id"],)).fetchone()[0]
            db.execute("UPDATE run SET finished = 0 WHERE id = ?", (run["id"],))
        seen = self.admin.get("overview").json["run"]
        with sqlite3.connect(self.office.dir + "/xunjian.db") as db:
            db.execute("UPDATE run SET finished = ? WHERE id = ?", (before, run["id"]))
        self.assertEqual((seen["id"], seen["finished"], seen["running"]), (run["id"], None, False))

    def test_the_overview_counts_what_the_lists_show(self):
        seen = self.admin.get("overview").json
        total = seen["sites"]["total"]
        self.assertEqual(total, self.admin.get("sites").json["total"])
        standings = ["pass", "fail", "foreseen", "unknown", "missing", "closed"]
        self.assertEqual(sum(seen["sites"][k] for k in standings), total)
        for group in ["regions", "types"]:
            self.assertEqual(sum(g[k] for g in seen[group] for k in standings), total)
        for k in standings:
            self.assertEqual(self.admin.get(f"sites?verdict={k}").json["total"], seen["sites"][k])
        closed = self.items("sites?verdict=closed&per_page=100")
        self.assertTrue(closed)
        self.assertTrue(all(s["state"] != "运行" for s in closed))
        for grade in ["veto", "fault", "notice"]:
            n = sum(self.admin.get(f"findings?grade={grade}&state={state}").json["total"]
                    for state in ["unreviewed", "confirmed"])
            self.assertEqual(seen["findings"][grade], n)
            self.assertEqual(sum(c[grade] for c in seen["checks"]), n)
        self.assertEqual(seen["findings"]["unreviewed"], self.admin.get("findings?state=unreviewed").json["total"])
        self.assertEqual(seen["regions"][0]["name"], "云溪县")
        self.assertIsNone(seen["pass_rate"])  # not all are judged
        self.assertEqual(len(seen["trend"]), 1)

    def test_sites_are_filtered_sorted_and_paged(self):
        sites = self.items("sites?sort=-veto&per_page=5")
        self.assertEqual(len(sites), 5)
        vetoes = [s["veto"] for s in sites]
        self.assertEqual(vetoes, sorted(vetoes, reverse=True))
        self.assertGreater(vetoes[0], 0)
        self.assertEqual([s["code"] for s in self.items("sites?q=教育局")], [BUREAU])
        first, second = self.items("sites?per_page=1"), self.items("sites?per_page=1&page=2")
        self.assertLess(first[0]["code"], second[0]["code"])
        self.assertEqual(self.items("sites?region=32"), [])

    def test_a_site_has_its_registry_its_result_and_its_counts(self):
        site = self.admin.get(f"sites/{PORTAL}").json
        self.assertEqual(site["name"], "云溪县人民政府")
        self.assertTrue(site["is_listed"])
        self.assertEqual(site["result"]["site"], PORTAL)
        self.assertEqual(site["counts"]["veto"], self.admin.get(f"findings?site={PORTAL}&grade=veto").json["total"])
        self.assertEqual(site["history"][-1]["field"], "code")
        self.assert_problem(self.admin.get("sites/5199019999"), 404)

    # ---- the registry ----

    def test_a_list_is_previewed_and_then_taken_as_it_was_shown(self):
        reply = self.preview(self.list + "5199019901,新站,http://new.test/,新局,519901,部门网站,运行,是\r\n坏行\r\n".encode())
        seen = reply.json
        self.assertEqual([s["code"] for s in seen["added"]], ["5199019901"])
        self.assertEqual(len(seen["bad"]), 1)
        self.assertEqual(self.admin.get("sites/5199019901").status, 404)
        changed = self.list.replace("云溪县审计局,".encode(), "云溪县审计局（新）,".encode(), 1)
        other = self.preview(changed).json
        self.assertEqual([c["field"] for c in other["changed"][0]["changes"]][0], "name")
        self.assertEqual(self.admin.post("registry/import", {"token": seen["token"]}).json["added"], 1)
        # The registry is not what it was when the other list was looked at: it said nothing of the new site.
        self.assertEqual(self.admin.post("registry/import", {"token": other["token"]}).json["changed"], 1)
        self.assertEqual(self.import_list(self.list)["changed"], 1)
        self.assert_problem(self.admin.post("registry/import", {"token": "x"}), 422)
        self.assert_problem(self.preview(b"PK\x03\x04nonsense"), 422)
        out = self.admin.get("registry/sites.csv")
        self.assertIn("attachment", out.headers["Content-Disposition"])
        again = self.preview(out.bytes).json
        self.assertEqual((again["added"], again["changed"], again["bad"]), ([], [], []))

    def test_a_stale_preview_is_refused(self):
        changed = self.list.replace("云溪县统计局,".encode(), "云溪县统计局（新）,".encode(), 1)
        token = self.preview(changed).json["token"]
        self.admin.patch("sites/5199010019", {"name": "云溪县统计局（另）"})
        self.assert_problem(self.admin.post("registry/import", {"token": token}), 412)
        self.import_list(self.list)

    def test_a_field_is_changed_by_one_person_at_a_time(self):
        path = "sites/5199010018"
        seen = self.admin.get(path)
        tag = {"If-Match": seen.headers["ETag"]}
        reply = self.admin.patch(path, {"icp": "蜀ICP备2026000001号"}, headers=tag)
        self.assertEqual(reply.status, 200, reply.bytes)
        self.assert_problem(self.admin.patch(path, {"icp": ""}, headers=tag), 412)
        change = self.admin.get(path).json["history"][0]
        self.assertEqual((change["by"], change["field"], change["new"]), ("admin", "icp", "蜀ICP备2026000001号"))
        self.assert_problem(self.admin.patch(path, {"home": "无"}), 422, "不是网址")
        self.assert_problem(self.admin.patch(path, {"state": "已关停"}), 422)
        self.assert_problem(self.admin.post(path + "/state", {"state": "已关停", "date": "2026-11-19"}), 422, "文件")
        reply = self.admin.post(path + "/state", {"state": "已关停", "date": "2026-11-19", "filing": "云府办函〔2026〕3号"})
        self.assertEqual(reply.json["state"], "已关停")
        self.assert_problem(self.admin.post("sites", {"code": "5199010018", "name": "重复", "home": "http://a.test/",
                                                      "sponsor": "局", "region": "519901", "type": "部门网站",
                                                      "serves_public": True}), 422, "已有")
        reply = self.admin.post("sites", {"code": "5199019902", "name": "又一站", "home": "http://b.test/", "sponsor": "局",
                                          "region": "519901", "type": "部门网站", "serves_public": True})
        self.assertEqual(reply.status, 201, reply.bytes)
        self.assertEqual(reply.json["unit"]["name"], "局")
        self.import_list(self.list)

    # ---- findings ----

    def test_findings_are_filtered_sorted_and_paged(self):
        whole = self.admin.get("findings?per_page=200").json
        self.assertEqual(whole["total"], len(whole["items"]))
        self.assertEqual(whole["items"][0]["grade"], "veto")
        paged = [f["id"] for page in range(1, 30) for f in self.items(f"findings?per_page=7&page={page}")]
        self.assertEqual(paged, [f["id"] for f in whole["items"]])
        for f in self.items("findings?check=typo"):
            self.assertEqual(f["check"], "typo")
            self.assertEqual(f["state"], "unreviewed")
            self.assertIsNone(f["review"])
        wrong = self.finding(check="wrong-expression")["detail"]["wrong"]
        found = self.items(f"findings?q={wrong}")
        self.assertTrue(found and all(wrong in str(f) for f in found))
        self.assert_problem(self.admin.get("findings?state=closed"), 422)
        self.assert_problem(self.admin.get("findings?sort=first_seen&page=400&per_page=50"), 422)

    def test_a_finding_is_shown_where_it_stands(self):
        f = self.finding(check="typo")
        one = self.admin.get(f"findings/{f['site']}/{f['id']}").json
        mark = one["page"]["marks"][0]
        self.assertEqual(one["page"]["text"][mark["at"]:mark["at"] + mark["n"]], f["detail"]["wrong"])
        self.assertEqual(one["page"]["url"], f["url"])
        self.assertEqual(one["actions"], [])
        for path in [f"findings/{f['site']}/0000000000000000", f"findings/{PORTAL}x/{f['id']}", f"findings/{f['site']}/x"]:
            self.assert_problem(self.admin.get(path), 404)

    def test_an_archived_page_comes_in_a_sandbox(self):
        f = self.finding(check="hidden-link")
        page = self.admin.get(f"findings/{f['site']}/{f['id']}/page")
        self.assertEqual(page.status, 200)
        policy = page.headers["Content-Security-Policy"]
        self.assertTrue(policy.startswith("sandbox;"), policy)
        self.assertNotIn("allow-", policy)
        self.assertIn("default-src 'none'", policy)
        self.assertEqual(page.headers["X-Content-Type-Options"], "nosniff")
        self.assertTrue(page.headers["Content-Type"].startswith("text/html; charset="))
        self.assertIn(b"<", page.bytes)

    # ---- rights ----

    def test_another_unit_sees_nothing_of_it(self):
        mine = self.items("sites", self.bureau)
        self.assertEqual({s["unit"]["id"] for s in mine}, {self.unit})
        codes = {s["code"] for s in mine}
        self.assertIn(BUREAU, codes)
        for f in self.items("findings?per_page=200", self.bureau):
            self.assertIn(f["site"], codes)
        f = self.foreign()
        for path in [f"sites/{PORTAL}", f"findings/{f['site']}/{f['id']}", f"findings/{f['site']}/{f['id']}/page",
                     "sites?unit=1", "findings?unit=1", "overview?unit=1", "orders?unit=1"]:
            self.assert_problem(self.bureau.get(path), 404)
        self.assertEqual(self.items(f"findings?site={f['site']}", self.bureau), [])
        self.assertEqual(self.bureau.get("overview").json["sites"]["total"], len(mine))
        self.assertNotIn(PORTAL.encode(), self.bureau.get("registry/sites.csv").bytes)

    # ---- orders ----

    def order(self, n=1, client=None, **more):
        if not hasattr(type(self), "left"):
            type(self).left = self.items(f"findings?site={BUREAU}&state=unreviewed&per_page=200")
        chosen = [self.left.pop() for _ in range(n)]
        body = {"unit": self.unit, "days": 5, "demand": "请按期整改",
                "findings": [{"site": f["site"], "id": f["id"]} for f in chosen], **more}
        return (client or self.clients["inspector"]).post("orders", body), chosen

    def event(self, client, order, kind, **more):
        return client.post(f"orders/{order}/events", {"kind": kind, **more})

    def test_an_order_goes_from_issue_to_closing(self):
        reply, chosen = self.order(2)
        self.assertEqual(reply.status, 201, reply.bytes)
        order = reply.json
        self.assertEqual((order["state"], order["n_findings"]), ("issued", 2))
        number, office_, unit = order["id"], self.clients["inspector"], self.bureau
        self.assert_problem(office_.post("orders", {"unit": self.unit, "days": 5, "demand": "再一次", "findings": [
            {"site": chosen[0]["site"], "id": chosen[0]["id"]}]}), 422, "尚未办结")
        held = {f["id"]: f["order"] for f in office_.get("findings?per_page=200").json["items"]}
        self.assertEqual({held[f["id"]] for f in chosen}, {number})
        self.assertIn(None, held.values())
        self.assertEqual(self.event(unit, number, "seen").json["state"], "seen")
        self.assert_problem(self.event(unit, number, "seen"), 409)
        self.assert_problem(self.event(unit, number, "approve"), 403)
        self.assert_problem(self.event(office_, number, "reply", text="代办"), 403)
        self.assert_problem(self.event(unit, number, "reply"), 422)
        report = b"%PDF-1.7 \x00\xff"
        path = f"orders/{number}/files/%E6%95%B4%E6%94%B9%E6%8A%A5%E5%91%8A.pdf"
        put = unit.send("PUT", path, raw=report, headers={"Content-Type": "application/pdf"})
        self.assertEqual(put.status, 204, put.bytes)
        self.assertEqual(self.event(unit, number, "reply", text="已全部整改").json["state"], "replied")
        got = office_.get(path)
        self.assertEqual(got.bytes, report)
        self.assertEqual(got.headers["Content-Type"], "application/octet-stream")
        self.assertEqual(got.headers["Content-Disposition"],
                         "attachment; filename*=UTF-8''%E6%95%B4%E6%94%B9%E6%8A%A5%E5%91%8A.pdf")
        self.assert_problem(self.event(office_, number, "approve"), 422, "复查")
        self.assertEqual(self.event(office_, number, "return", text="第二个问题仍在", expires="2030-01-04").json["deadline"],
                         "2030-01-04")
        self.event(unit, number, "reply", text="已改")
        self.assert_problem(self.event(office_, number, "escalate", text="督办"), 422, "字号")
        self.assert_problem(self.event(office_, number, "remind", measure="约谈"), 422, "措施")
        self.event(office_, number, "escalate", text="主要负责人", document="云府办督〔2026〕1号", measure="约谈")
        talk = self.items(f"escalations?kind=%E7%BA%A6%E8%B0%88&unit={self.unit}")[0]
        self.assertEqual((talk["order"], talk["kind"], talk["document"], talk["unit"]["id"]),
                         (number, "约谈", "云府办督〔2026〕1号", self.unit))
        self.assertEqual(self.items(f"escalations?to={talk['day']}&from={talk['day']}", unit)[0]["id"], talk["id"])
        self.assertEqual(self.items("escalations?to=2020-01-01"), [])
        sheet = office_.get("escalations.xlsx?kind=%E7%BA%A6%E8%B0%88")
        self.assertTrue(sheet.bytes.startswith(b"PK") and sheet.status == 200, sheet.bytes[:200])
        rows = [row for row in self.sheet("orders.xlsx?state=to_decide") if row[0] == str(number)]
        self.assertEqual(len(rows), 2)
        self.assertEqual({row[3] for row in rows}, {f["site"] for f in chosen})
        today = talk["day"]
        self.assertEqual({row[7] for row in rows}, {f["suggest"] for f in chosen})
        self.assertEqual([row[11:] for row in rows], [[today, "2030-01-04", "已回复", today, today, "", "云府办督〔2026〕1号", "", ""]] * 2)
        self.assertEqual(self.event(office_, number, "approve", text="现场核实").json["state"], "closed")
        self.assertNotIn(str(number), [row[0] for row in self.sheet("orders.xlsx?state=open")])
        self.assertIn(str(number), [row[0] for row in self.sheet("orders.xlsx", unit)])
        path = self.office.dir + "/orders.xlsx"
        done = subprocess.run([office.PROGRAM, "export", "--orders", path, "--store", f"sqlite:{self.office.dir}/xunjian.db"],
                              env=dict(os.environ, XUNJIAN_DATA=office.SOURCE + "/data"), capture_output=True, text=True)
        self.assertEqual(done.stdout, f"整改台账 {len(self.sheet('orders.xlsx'))} 行：{path}\n", done.stderr)
        whole = office_.get(f"orders/{number}").json
        self.assertEqual([e["kind"] for e in whole["events"]],
                         ["issue", "seen", "reply", "return", "reply", "escalate", "approve"])
        self.assertEqual([f["name"] for f in whole["files"]], ["整改报告.pdf"])
        self.assertEqual({(f["id"], f["suggest"]) for f in whole["findings"]}, {(f["id"], f["suggest"]) for f in chosen})
        self.assertIn("order.issue", [a["action"] for a in self.items(f"audit?what=order")])
        logged = [a["new"] for a in self.items("audit?what=order.event") if a["subject"] == f"order:{number}"]
        self.assertEqual([(one["kind"], one["text"], one["document"], one["measure"]) for one in logged[:2]],
                         [("approve", "现场核实", "", ""), ("escalate", "主要负责人", "云府办督〔2026〕1号", "约谈")])

    def test_an_approved_appeal_dismisses_what_was_chosen_and_leaves_the_rest(self):
        reply, (one, other) = self.order(2)
        number, unit, office_ = reply.json["id"], self.bureau, self.clients["inspector"]
        chosen = [{"site": one["site"], "id": one["id"]}]
        self.assertEqual(self.event(unit, number, "seen").json["state"], "seen")
        again = office_.post("orders", {"unit": self.unit, "days": 3, "demand": "请整改", "findings": chosen})
        self.assert_problem(again, 422, one["excerpt"][:20])
        self.assertIn(one["site_name"], again.detail)
        self.assertNotIn(one["id"], again.detail)
        self.assert_problem(self.event(office_, number, "remind", findings=chosen), 422, "申诉")
        self.event(unit, number, "appeal", text="是第三方的链接")
        self.assert_problem(self.event(office_, number, "approve", text="长" * 1001, findings=chosen), 422, "1000")
        self.assertTrue(self.event(office_, number, "approve", text="属实", findings="x").detail.startswith("问题"))
        self.assert_problem(self.event(office_, number, "approve", findings=chosen), 422, "理由")
        self.assert_problem(self.event(office_, number, "approve", text="属实"), 422, "一个也没有选")
        strange = [{"site": one["site"], "id": "0" * 15 + "1"}]
        self.assert_problem(self.event(office_, number, "approve", text="属实", findings=strange), 422, "不在这份整改通知中")
        self.assert_problem(self.event(unit, number, "approve", text="属实", findings=chosen), 403)
        self.assertEqual(office_.get(f"findings/{one['site']}/{one['id']}").json["state"], one["state"])
        n = office_.get("reviews").json["total"]
        done = self.event(office_, number, "approve", text="链接是第三方的", findings=chosen * 2).json
        self.assertEqual(office_.get("reviews").json["total"], n + 1)
        self.assertEqual((done["state"], done["n_dismissed"], done["n_findings"]), ("seen", 1, 2))
        self.assertEqual({f["id"]: (f["outcome"], f["outcome_reason"]) for f in office_.get(f"orders/{number}").json["findings"]},
                         {one["id"]: ("dismissed", "链接是第三方的"), other["id"]: (None, "")})
        seen = office_.get(f"findings/{one['site']}/{one['id']}").json
        self.assertEqual((seen["state"], seen["review"]["reason"], seen["review"]["by"]), ("dismissed", "链接是第三方的", "inspector"))
        self.assertEqual(office_.get(f"findings/{other['site']}/{other['id']}").json["state"], other["state"])
        self.assertIn("review.dismiss", [line["action"] for line in self.items("audit?what=review")])
        self.event(unit, number, "appeal", text="另一个也不是")
        rest = [{"site": other["site"], "id": other["id"]}]
        self.event(unit, number, "reply", text="已改")
        late = self.event(office_, number, "approve", text="属实", findings=rest)
        self.assert_problem(late, 409, "已回复")
        self.event(office_, number, "return", text="未改")
        self.event(unit, number, "appeal", text="另一个也不是")
        self.assertEqual(self.event(office_, number, "approve", text="属实", findings=rest).json["state"], "closed")

    def test_an_order_is_prolonged_and_withdrawn(self):
        reply, chosen = self.order(1)
        number, unit, office_ = reply.json["id"], self.bureau, self.clients["inspector"]
        for days in (1, 250):
            told = office_.get(f"orders/deadline?days={days}").json
            self.assertEqual(told["deadline"] > office_.get("orders/deadline?days=1").json["deadline"], days > 1)
        self.assertEqual(office_.get("orders/deadline?days=5").json["deadline"], reply.json["deadline"])
        self.assert_problem(office_.get("orders/deadline?days=251"), 422)
        self.assert_problem(office_.get("orders/deadline"), 422, "几个工作日")
        self.assert_problem(self.event(unit, number, "prolong", text="停机", expires="2030-01-04"), 403)
        self.assert_problem(self.event(office_, number, "prolong", expires="2030-01-04"), 422, "写明内容")
        self.assert_problem(self.event(office_, number, "prolong", text="停机", expires=reply.json["deadline"]), 422, "晚于现在的期限")
        self.assertEqual(self.event(office_, number, "prolong", text="平台停机", expires="2030-01-04").json["deadline"], "2030-01-04")
        self.event(unit, number, "reply", text="已改")
        self.assert_problem(self.event(office_, number, "prolong", text="停机", expires="2030-02-04"), 409, "已回复")
        self.assert_problem(self.event(office_, number, "withdraw"), 422)
        self.assertEqual(self.event(office_, number, "withdraw", text="下达有误").json["state"], "withdrawn")
        self.assert_problem(self.event(unit, number, "reply", text="已改"), 409, "已撤回")
        self.assertEqual([(e["kind"], e["text"], e["day"]) for e in unit.get(f"orders/{number}").json["events"]][-3:],
                         [("prolong", "平台停机", "2030-01-04"), ("reply", "已改", None), ("withdraw", "下达有误", None)])
        self.assertEqual(self.items("orders?state=withdrawn")[0]["id"], number)
        self.assertNotIn(number, [o["id"] for o in self.items("orders?state=open&per_page=200")])
        self.assertEqual([(row[13], row[18]) for row in self.sheet("orders.xlsx?state=withdrawn")],
                         [("已撤回", "延期至 2030-01-04：平台停机；撤回：下达有误")])
        again = office_.post("orders", {"unit": self.unit, "days": 3, "demand": "请整改", "findings": [
            {"site": f["site"], "id": f["id"]} for f in chosen]})
        self.assertEqual(again.status, 201, again.bytes)
        self.assertEqual([a["new"]["kind"] for a in self.items("audit?what=order.event") if a["subject"] == f"order:{number}"],
                         ["withdraw", "reply", "prolong"])

    def test_a_unit_says_of_each_finding_what_became_of_it(self):
        reply, (one, other, third) = self.order(3)
        number, unit, office_ = reply.json["id"], self.bureau, self.clients["inspector"]

        def claim(f, word, text=""):
            return {"site": f["site"], "id": f["id"], "claim": word, **({"text": text} if text else {})}

        def claims():
            return {f["id"]: (f["claim"], f["claim_text"]) for f in office_.get(f"orders/{number}").json["findings"]}
        self.assert_problem(self.event(unit, number, "seen", findings=[claim(one, "repaired")]), 422, "申诉")
        self.assert_problem(self.event(unit, number, "reply", text="已改", findings=[claim(one, "unable")]), 422, "写明原因")
        self.assert_problem(self.event(unit, number, "reply", text="已改", findings=[{"site": one["site"], "id": one["id"]}]), 422, "须逐个")
        self.assert_problem(self.event(unit, number, "reply", text="已改", findings=[claim({**one, "id": "0" * 15 + "1"}, "repaired")]), 422, "不在这份")
        self.assertEqual((set(claims().values()), office_.get(f"orders/{number}").json["state"]), ({(None, "")}, "issued"))
        said = self.event(unit, number, "reply", text="一个已改，一个改不了", findings=[claim(one, "repaired"), claim(other, "unable", "上级平台的页面")])
        self.assertEqual((said.status, said.json["state"]), (201, "replied"), said.bytes)
        self.assertEqual(claims(), {one["id"]: ("repaired", ""), other["id"]: ("unable", "上级平台的页面"), third["id"]: (None, "")})
        logged = self.items("audit?what=order.event")[0]["new"]
        self.assertEqual((logged["claimed_repaired"], logged["claimed_unable"]), (1, 1))
        self.event(office_, number, "return", text="请联系上级")
        self.event(unit, number, "reply", text="都已改", findings=[claim(other, "repaired", "已请上级改正")])
        self.assertEqual(claims(), {one["id"]: ("repaired", ""), other["id"]: ("repaired", "已请上级改正"), third["id"]: (None, "")})
        self.assertEqual({row[19] for row in self.sheet("orders.xlsx") if row[0] == str(number)}, {"已整改", "已整改：已请上级改正", ""})

    def sheet(self, path, client=None):
        """The rows of a workbook's only sheet, without its head."""
        reply = (client or self.clients["inspector"]).get(path)
        self.assertEqual(reply.status, 200, reply.bytes)
        part = zipfile.ZipFile(io.BytesIO(reply.bytes)).read("xl/worksheets/sheet1.xml")
        main = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
        rows = []
        for row in ElementTree.fromstring(part).iter(main + "row"):
            cells = {cell.get("r").rstrip("0123456789"): "".join(cell.itertext()) for cell in row}
            rows.append([cells.get(chr(ord("A") + i), "") for i in range(20)])
        return rows[1:]

    def test_whatever_is_uploaded_is_kept_and_never_shown(self):
        number = self.order(1)[0].json["id"]
        path = f"orders/{number}/files/"
        hostile = {"报告.html": b"<script>alert(1)</script>", "图.svg": b"<svg onload='alert(1)'/>", "x.exe": b"MZ\x00" + bytes(range(256)),
                   "a.php": b"<?php system($_GET[0]);", "炸弹.zip": b"PK\x03\x04" + b"\x00" * 1000, "空.txt": b"",
                   "<img src=x onerror=alert(1)>.csv": b"=cmd|' /C calc'!A0", "'; DROP TABLE order_file; --": b"x"}
        for name, content in hostile.items():
            at = path + urllib.parse.quote(name, safe="")
            put = self.bureau.send("PUT", at, raw=content, headers={"Content-Type": "text/html"})
            self.assertEqual(put.status, 204, (name, put.bytes))
            got = self.clients["inspector"].get(at)
            self.assertEqual(got.bytes, content)
            self.assertEqual((got.headers["Content-Type"], got.headers["X-Content-Type-Options"]), ("application/octet-stream", "nosniff"))
            self.assertTrue(got.headers["Content-Disposition"].startswith("attachment;"), got.headers)
            self.assertIn("default-src 'none'", got.headers["Content-Security-Policy"])
        for name in ["..", ".htaccess", "a/b", "..%2f..%2fetc%2fpasswd", "a\\b", "a%00b", "a\x1b[2J", "长" * 121]:
            at = path + (name if "%" in name else urllib.parse.quote(name, safe=""))
            reply = self.bureau.send("PUT", at, raw=b"x", headers={"Content-Type": "text/plain"})
            self.assertIn(reply.status, (400, 404, 422), (name, reply.bytes))
        listed = self.clients["inspector"].get(f"orders/{number}").json["files"]
        self.assertEqual({f["name"] for f in listed}, set(hostile))
        self.event(self.bureau, number, "reply", text="已改")
        self.event(self.clients["inspector"], number, "approve", text="现场核实")

    def test_orders_are_sorted_as_asked(self):
        for days in (9, 1, 5):
            self.assertEqual(self.order(days=days)[0].status, 201)
        other = self.foreign()
        self.assertEqual(self.clients["inspector"].post("orders", {
            "unit": 1, "days": 5, "demand": "请按期整改", "findings": [{"site": other["site"], "id": other["id"]}]}).status, 201)
        self.event(self.bureau, self.items(f"orders?unit={self.unit}&state=issued")[0]["id"], "seen")
        states = ["issued", "seen", "replied", "explained", "appealed", "returned", "closed", "withdrawn"]
        key = {"deadline": lambda o: o["deadline"], "id": lambda o: o["id"], "unit": lambda o: o["unit"]["name"].encode(),
               "state": lambda o: states.index(o["state"])}
        for sort, of in key.items():
            up = [of(o) for o in self.items(f"orders?sort={sort}&per_page=200")]
            down = [of(o) for o in self.items(f"orders?sort=-{sort}&per_page=200")]
            self.assertEqual(up, sorted(up), sort)
            self.assertEqual(down, up[::-1], sort)
            self.assertGreater(len(set(up)), 1, sort)
        newest = [o["id"] for o in self.items("orders?per_page=200")]
        self.assertEqual(newest, sorted(newest, reverse=True))
        self.assert_problem(self.admin.get("orders?sort=demand"), 422)

    def test_what_may_be_ordered_is_confirmed_and_in_no_open_order(self):
        def free(client=self.clients["inspector"], **more):
            query = urllib.parse.urlencode({"unit": self.unit, "per_page": 200, **more})
            return client.get("findings/to-order?" + query).json

        before = free()["total"]
        reply, (f,) = self.order()
        actions = [{"kind": "confirm", "site": f["site"], "finding": f["id"], "reason": ""}]
        self.assertEqual(self.clients["reviewer"].post("reviews", {"actions": actions}).status, 201)
        self.assertEqual(free()["total"], before)  # its order is open
        self.event(self.bureau, reply.json["id"], "reply", text="已改")
        self.event(self.clients["inspector"], reply.json["id"], "approve", text="现场核实")
        seen = free()
        self.assertEqual(seen["total"], before + 1)
        self.assertIn(f["id"], [one["id"] for one in seen["items"]])
        self.assertEqual({one["state"] for one in seen["items"]}, {"confirmed"})
        self.assertEqual(len(free(per_page=1, page=before + 1)["items"]), 1)
        self.assert_problem(self.bureau.get("findings/to-order"), 403)
        self.office.add_user("xunchayuan", "inspector", unit=self.unit)
        own = self.office.client("xunchayuan")
        self.assertEqual(free(own), seen)
        self.assertEqual(own.get("findings/to-order").json["total"], seen["total"])
        for unit in (1, self.admin.get("sites/5199010017").json["unit"]["id"], 999999):
            self.assert_problem(own.get(f"findings/to-order?unit={unit}"), 404)

    def test_orders_are_counted_and_kept_from_other_units(self):
        before = self.admin.get("overview").json["orders"]["open"]
        number = self.order()[0].json["id"]
        seen = self.admin.get("overview").json["orders"]
        self.assertEqual(seen["open"], before + 1)
        for key, filter_ in (("open", "state=open"), ("replied", "state=to_decide"), ("overdue", "overdue=1")):
            self.assertEqual(self.admin.get(f"orders?{filter_}").json["total"], seen[key], key)
        self.assertIn(number, [o["id"] for o in self.items("orders?state=issued", self.bureau)])
        self.office.add_user("shenji", "operator", unit=self.admin.get("sites/5199010017").json["unit"]["id"])
        other = self.office.client("shenji")
        self.assertEqual(self.items("orders", other), [])
        self.assertEqual(self.items("escalations", other), [])
        self.assert_problem(other.get(f"orders/{number}"), 404)
        self.assert_problem(self.event(other, number, "seen"), 404)
        self.assert_problem(other.send("PUT", f"orders/{number}/files/a", raw=b"x",
                                       headers={"Content-Type": "text/plain"}), 404)
        self.assert_problem(other.get(f"orders/{number}/files/a"), 404)

    # ---- what a unit above has done ----

    def below(self, role):
        """Somebody with that role in the bureau."""
        name = "jiaoyu-" + role
        if not hasattr(type(self), name):
            self.office.add_user(name, role, unit=self.unit)
            setattr(type(self), name, self.office.client(name))
        return getattr(type(self), name)

    def decide(self, client, finding, kind, **more):
        return client.post("reviews", {"actions": [{"kind": kind, "site": finding["site"], "finding": finding["id"], **more}]})

    def test_who_got_an_order_does_not_close_it(self):
        number = self.order()[0].json["id"]
        self.assertEqual(self.event(self.bureau, number, "reply", text="已改").json["state"], "replied")
        for role in ["inspector", "admin"]:
            own = self.below(role)
            self.assertFalse(own.get(f"orders/{number}").json["is_ours"])
            for kind in ["approve", "return", "remind"]:
                self.assert_problem(self.event(own, number, kind, text="已整改"), 403, "上级单位")
        self.assertTrue(self.clients["inspector"].get(f"orders/{number}").json["is_ours"])
        self.assertEqual(self.event(self.clients["inspector"], number, "approve", text="现场核实").json["state"], "closed")
        own = self.order(client=self.below("inspector"))[0].json["id"]
        self.event(self.bureau, own, "reply", text="已改")
        self.assertEqual(self.event(self.below("inspector"), own, "approve", text="核实").json["state"], "closed")

    def test_what_was_decided_above_stays(self):
        left = self.items(f"findings?site={BUREAU}&state=unreviewed&per_page=200")
        finding, other = left[0], left[1]
        self.assertEqual(self.decide(self.below("reviewer"), finding, "confirm").status, 201)
        above = self.decide(self.clients["reviewer"], finding, "confirm").json["ids"][0]
        self.assert_problem(self.decide(self.below("reviewer"), finding, "dismiss", reason="引用原文"), 403, "上级单位")
        self.assert_problem(self.below("reviewer").delete(f"reviews/{above}"), 403, "上级单位")
        self.assertEqual(self.decide(self.below("reviewer"), finding, "note", reason="已电话核实").status, 201)
        self.assertEqual(self.clients["reviewer"].delete(f"reviews/{above}").status, 204)
        self.assertEqual(self.decide(self.below("reviewer"), other, "confirm").status, 201)

    def test_a_dismissal_on_the_whole_site_leaves_what_was_decided_above(self):
        decided, other = self.items(f"findings?site={BUREAU}&state=unreviewed&per_page=200")[-2:]
        above = self.decide(self.clients["reviewer"], decided, "confirm").json["ids"][0]
        with sqlite3.connect(self.office.dir + "/xunjian.db") as db:  # both are about one thing
            number = [int(f["id"], 16) - ((int(f["id"], 16) >> 63) << 64) for f in (decided, other)]
            before = db.execute("SELECT subject FROM finding WHERE id = ?", number[:1]).fetchone()[0]
            db.execute("UPDATE finding SET subject = (SELECT subject FROM finding WHERE id = ?) WHERE id = ?", number[::-1])
        self.assert_problem(self.decide(self.below("reviewer"), other, "dismiss", reason="引用", scope="site"), 403, "上级单位")
        self.assertEqual(self.admin.get(f"findings/{BUREAU}/{decided['id']}").json["state"], "confirmed")
        with sqlite3.connect(self.office.dir + "/xunjian.db") as db:
            db.execute("UPDATE finding SET subject = ? WHERE id = ?", (before, number[0]))
        self.assertEqual(self.clients["reviewer"].delete(f"reviews/{above}").status, 204)

    def about_one_thing(self):
        """Two findings of a site that are made to be about the same."""
        left = self.items(f"findings?site={self.foreign()['site']}&state=unreviewed&per_page=200")
        pair = next([a, b] for i, a in enumerate(left) for b in left[:i] if a["check"] == b["check"])
        with sqlite3.connect(self.office.dir + "/xunjian.db") as db:
            number = [int(f["id"], 16) - ((int(f["id"], 16) >> 63) << 64) for f in pair]
            db.execute("UPDATE finding SET (subject, detail, place) = (SELECT subject, detail, place FROM finding WHERE id = ?) WHERE id = ?", number)
        return pair

    def state(self, finding):
        return self.admin.get(f"findings/{finding['site']}/{finding['id']}").json["state"]

    def test_a_wide_dismissal_leaves_what_somebody_decided_meanwhile(self):
        pair, reviewer = self.about_one_thing(), self.clients["reviewer"]
        for at, overtaken in enumerate(pair):
            other = pair[1 - at]
            made = self.decide(self.clients["inspector"], overtaken, "confirm").json["ids"]
            wide = [{"kind": "dismiss", "site": f["site"], "finding": f["id"], "scope": "site", "reason": "引用", "seen": 0} for f in pair]
            self.assert_problem(reviewer.post("reviews", {"actions": wide}), 412, "inspector")
            self.assertEqual((self.state(overtaken), self.state(other)), ("confirmed", "unreviewed"))
            wide[1 - at]["scope"] = "here"
            reply = reviewer.post("reviews", {"actions": wide})
            self.assertEqual((reply.status, len(reply.json["ids"]), reply.json["skipped"]), (201, 1, 1), reply.bytes)
            self.assertEqual((self.state(overtaken), self.state(other)), ("confirmed", "dismissed"))
            for id in reply.json["ids"] + made:
                self.assertEqual(self.clients["inspector"].delete(f"reviews/{id}").status, 204)

    def test_nobody_is_overtaken_by_himself(self):
        finding, reviewer = self.about_one_thing()[0], self.clients["reviewer"]
        made = self.decide(reviewer, finding, "confirm", seen=0).json["ids"]
        reply = self.decide(reviewer, finding, "dismiss", reason="引用", seen=0)  # in another tab
        self.assertEqual(reply.status, 201, reply.bytes)
        for id in reply.json["ids"] + made:
            self.assertEqual(reviewer.delete(f"reviews/{id}").status, 204)

    def test_a_dismissal_ends_later_than_now(self):
        finding = self.items("findings?state=unreviewed&per_page=1")[0]
        self.assert_problem(self.decide(self.clients["reviewer"], finding, "dismiss", reason="引用", expires="2020-01-01T00:00:00+08:00"), 422, "有效期")

    def test_a_wrong_member_is_told_by_its_name(self):
        finding = self.items("findings?state=unreviewed&per_page=1")[0]
        wrong = {"orders?overdue=?": "逾期", "escalations?to=?": "截止日期"}
        self.assertTrue(self.decide(self.clients["reviewer"], finding, "dismiss", reason="引用", expires="?").detail.startswith("有效期"))
        for path, name in wrong.items():
            self.assertTrue(self.admin.get(path).detail.startswith(name), path)

    def test_a_unit_draws_no_other_region_to_itself(self):
        own = self.below("admin")
        self.assertEqual(self.admin.patch(f"units/{self.unit}", {"region": "519901"}).status, 200)
        self.assert_problem(own.post("units", {"name": "乙县教育局", "region": "519902", "parent": self.unit}), 403, "行政区划")
        self.assert_problem(own.patch(f"units/{self.unit}", {"region": "519902"}), 403, "上级单位")
        self.assert_problem(own.patch(f"units/{self.unit}", {"is_office": True}), 403, "上级单位")
        unchanged = {k: self.admin.get(f"units?unit={self.unit}").json["items"][0][k] for k in ("name", "region", "is_office")}
        self.assertEqual(own.patch(f"units/{self.unit}", unchanged).status, 200)  # as the page sends all of them
        made = own.post("units", {"name": "云溪县招生办", "region": "519901", "parent": self.unit})
        self.assertEqual(made.status, 201)
        self.assert_problem(own.patch(f"units/{made.json['id']}", {"region": "519902"}), 403, "行政区划")
        other = self.admin.get("sites/" + self.foreign()["site"]).json["unit"]["name"]
        self.assert_problem(own.patch(f"units/{self.unit}", {"name": other}), 422, "同名")
        # New sponsors of a region hang below its office: what is none makes none.
        office_ = {"name": "云溪县某办", "region": "519901", "parent": self.unit, "is_office": True}
        self.assert_problem(own.post("units", office_), 403, "监管单位")
        self.assert_problem(own.patch(f"units/{made.json['id']}", {"is_office": True}), 403, "监管单位")
        nowhere = self.admin.post("units", {"name": "不在任何地区的单位", "parent": 1}).json["id"]
        self.office.add_user("nowhere", "admin", unit=nowhere)
        lost = self.office.client("nowhere")
        self.assert_problem(lost.post("units", {"name": "乙市丙局", "parent": nowhere, "region": "510200"}), 403, "行政区划")
        self.assertEqual(lost.post("units", {"name": "下属单位", "parent": nowhere}).status, 201)

    def test_a_unit_that_was_renamed_keeps_its_sites(self):
        name = self.admin.get(f"units?unit={self.unit}").json["items"][0]["name"]
        self.assertEqual(self.admin.patch(f"units/{self.unit}", {"name": "云溪县教体局"}).status, 200)
        n = self.admin.get("units").json["total"]
        self.assertEqual(self.admin.patch(f"sites/{BUREAU}", {"icp": "蜀ICP备2026090008号-1"}).status, 200)
        self.assertEqual(self.admin.get(f"sites/{BUREAU}").json["unit"]["id"], self.unit)
        self.assertEqual(self.admin.get("units").json["total"], n)
        self.assertEqual(self.admin.patch(f"units/{self.unit}", {"name": name}).status, 200)

    def test_findings_are_not_merged_into_each_other(self):
        site = self.foreign()["site"]
        a, b, c = self.items(f"findings?site={site}&state=unreviewed&per_page=3")
        reviewer = self.clients["reviewer"]
        self.assertEqual(self.decide(reviewer, a, "merge", target=b["id"]).status, 201)
        self.assert_problem(self.decide(reviewer, b, "merge", target=a["id"]), 422, "并入")
        self.assert_problem(self.decide(reviewer, b, "merge", target=b["id"]), 422, "并入")
        self.assert_problem(self.decide(reviewer, b, "merge", target="0123456789abcdef"), 422, "并入")
        self.assertEqual(self.decide(reviewer, c, "merge", target=b["id"]).status, 201)

    def test_the_log_and_the_schedule_of_all_are_the_top_units(self):
        own = self.below("admin")
        names = {line["by"] for line in self.items("audit?per_page=200", own)}
        self.assertLessEqual(names, {"jiaoyu", "jiaoyu-admin", "jiaoyu-inspector", "jiaoyu-reviewer"})
        self.assertIn("jiaoyu-admin", names)
        self.assertIn("admin", {line["by"] for line in self.items("audit?per_page=200")})
        plan = {"nightly": False, "nightly_at": "01:30", "weekly": False, "weekly_at": "02:00", "weekly_day": 6, "quiet": None}
        self.assert_problem(own.put("schedule", plan), 403, "最上级单位")

    def test_an_administrator_of_the_top_unit_remains(self):
        self.below("admin")
        users = self.items("users?per_page=200")
        admin = next(u for u in users if u["name"] == "admin")
        for change in [{"role": "leader"}, {"disabled": True}, {"unit": self.unit}]:
            self.assert_problem(self.admin.patch(f"users/{admin['id']}", change), 409, "管理员")
        below = next(u for u in users if u["name"] == "jiaoyu-admin")
        self.assert_problem(self.below("admin").patch(f"users/{below['id']}", {"unit": self.admin.post("units", {
            "name": "云溪县教育考试院", "region": "519901", "parent": self.unit}).json["id"]}), 409, "自己的单位")
        self.assertEqual(self.admin.patch(f"users/{below['id']}", {"title": "张三"}).status, 200)

    def test_an_order_is_about_what_the_unit_has(self):
        f = self.foreign()
        body = {"unit": self.unit, "days": 5, "demand": "请整改", "findings": [{"site": f["site"], "id": f["id"]}]}
        self.assert_problem(self.clients["inspector"].post("orders", body), 422, "不属于")
        self.assert_problem(self.clients["inspector"].post("orders", {**body, "unit": 999}), 422)
        self.assert_problem(self.clients["inspector"].post("orders", {**body, "days": 0}), 422)
        self.assert_problem(self.clients["inspector"].post("orders", {**body, "findings": []}), 422)


if __name__ == "__main__":
    office.main()
