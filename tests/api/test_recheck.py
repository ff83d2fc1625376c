"""An order's findings are looked at again: what was repaired is gone, what was not is still there, what one page cannot tell stays unknown."""
import http.server
import os
import subprocess
import tempfile
import threading
import time

import office

SITE = "5199010099"
DEAD = '<p>详见<a href="/%s.html">附件</a>，请各单位认真组织学习并抓好落实。</p>'


def page(title, body):
    text = "为进一步做好有关工作，现将有关事项通知如下，请结合实际认真贯彻执行。" * 3
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}</title></head><body><h1>{title}</h1>" \
           f"<p>{text}</p>{body}</body></html>"


class Site:
    """A little site that can be repaired."""

    def __init__(self):
        self.pages = {
            "/": page("云溪县测试局", "".join(f'<p><a href="/{n}.html">通知{n}</a></p>' for n in "abcdef")),
            "/a.html": page("名单一", "<p>张三，身份证号 51010419900307123X</p>"),
            "/b.html": page("名单二", "<p>李四，身份证号 510104199003071256</p>"),
            "/c.html": page("通知三", DEAD % "none"),
            "/d.html": page("通知四", DEAD % "later"),
            "/e.html": page("通知五", DEAD % "missing"),
            "/f.html": page("名单六", "<p>王五，身份证号 510104199003071297</p>"),
        }
        site = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                text = site.pages.get(self.path)
                body = (text or "没有这个页面").encode()
                self.send_response(200 if text else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if self.command == "GET":
                    self.wfile.write(body)

            do_HEAD = do_GET

            def log_message(self, *args):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.home = f"http://127.0.0.1:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def identity(text):
    """With the check digit that belongs to it."""
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    return text[:17] + "10X98765432"[sum(int(d) * w for d, w in zip(text, weights)) % 11]


class Recheck(office.Case):
    @classmethod
    def setUpClass(cls):
        cls.site = Site()
        for path in ["/a.html", "/b.html", "/f.html"]:
            text = cls.site.pages[path]
            at = text.index("5101041990")
            cls.site.pages[path] = text[:at] + identity(text[at:at + 18]) + text[at + 18:]
        folder = tempfile.mkdtemp(prefix="xunjian-api-")
        cls.env = dict(os.environ, XUNJIAN_DATA=office.SOURCE + "/data")
        cls.list = ("网站标识码,网站名称,首页网址,主办单位,行政区划,网站类型,状态,对外服务\r\n"
                    f"{SITE},云溪县测试局,{cls.site.home},云溪县测试局,519901,部门网站,运行,是\r\n")
        with open(folder + "/list.csv", "w") as f:
            f.write(cls.list)
        subprocess.run([office.PROGRAM, "inspect", "--sites", folder + "/list.csv", "--out", folder, "--rate", "0", "--quiet",
                        "--try-gap", "0", "--checks", "personal-data,dead-link,site-identity"], env=cls.env, check=True)
        cls.office = office.Office(dir=folder)
        cls.admin = cls.office.client("admin")

    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        cls.site.close()

    def recheck(self, order, *options):
        return subprocess.run([office.PROGRAM, "recheck", "--order", str(order), "--dir", self.office.dir, "--rate", "0",
                               "--by", "张三", *options], env=self.env, capture_output=True, text=True)

    def test_each_finding_is_judged_by_what_its_page_shows_now(self):
        findings = self.admin.get("findings?per_page=200").json["items"]
        by_page = {}
        for f in findings:
            by_page.setdefault(f["check"] + f["url"].removeprefix(self.site.home), f)
        self.assertIn("personal-dataa.html", by_page, list(by_page))
        reply = self.admin.post("orders", {"unit": 1, "days": 3, "demand": "请整改",
                                           "findings": [{"site": SITE, "id": f["id"]} for f in findings]})
        self.assertEqual(reply.status, 201, reply.bytes)
        order = reply.json["id"]

        pages = self.site.pages
        pages["/a.html"] = page("名单一", "<p>张三</p>")
        pages["/c.html"] = page("通知三", "<p>请认真学习。</p>")
        pages["/later.html"] = page("后来的", "")
        del pages["/f.html"]
        done = self.recheck(order)
        self.assertEqual(done.returncode, 0, done.stderr)
        whole = self.admin.get(f"orders/{order}").json
        outcome = {f["id"]: f for f in whole["findings"]}

        def of(check, path):
            return outcome[by_page[check + path]["id"]]

        expected = {
            ("personal-data", "a.html"): ("gone", ""),
            ("personal-data", "b.html"): ("still", ""),
            ("personal-data", "f.html"): ("gone", "页面已撤下（HTTP 404）"),
            ("dead-link", "c.html"): ("gone", "链接已删除或改正"),
            ("dead-link", "d.html"): ("gone", "链接已能打开"),
            ("dead-link", "e.html"): ("still", ""),
        }
        for (check, path), (word, reason) in expected.items():
            f = of(check, path)
            self.assertEqual((f["outcome"], f["outcome_reason"]), (word, reason), (check, path, f))
            self.assertTrue(f["outcome_evidence"][0].startswith("warc:"), f)
            self.assertNotEqual(f["outcome_evidence"], f["evidence"])
        others = [f for f in whole["findings"] if f["check"] == "site-identity"]
        self.assertTrue(others and all(f["outcome"] == "unknown" and "整站" in f["outcome_reason"] for f in others))
        self.assertEqual(whole["n_gone"] + whole["n_still"] + whole["n_unknown"], whole["n_findings"])
        self.assertEqual(whole["events"][-1]["kind"], "rechecked")
        self.assertIn("已整改", whole["events"][-1]["text"])

        # A page that does not open says nothing of what stands on it.
        self.site.pages.clear()
        self.site.pages["/robots.txt"] = "User-agent: *\nDisallow: /\n"
        self.assertEqual(self.recheck(order).returncode, 0)
        whole = self.admin.get(f"orders/{order}").json
        self.assertEqual(whole["n_unknown"], whole["n_findings"])

    def test_a_reply_has_the_order_looked_at_again(self):
        f = self.admin.get("findings?check=site-identity").json["items"]
        reply = self.admin.post("orders", {"unit": 1, "days": 3, "demand": "请整改",
                                           "findings": [{"site": SITE, "id": f[0]["id"]}]})
        self.assertEqual(reply.status, 201, reply.bytes)
        order = reply.json["id"]
        self.assertEqual(self.admin.post(f"orders/{order}/events", {"kind": "reply", "text": "已整改"}).status, 201)
        for _ in range(600):
            events = [e["kind"] for e in self.admin.get(f"orders/{order}").json["events"]]
            if events[-1] == "rechecked":
                break
            time.sleep(0.1)
        self.assertEqual(events, ["issue", "reply", "rechecked"])
        self.assertEqual(self.admin.get(f"orders/{order}").json["n_unknown"], 1)
        self.admin.post(f"orders/{order}/events", {"kind": "approve", "text": "现场核实"})

    def test_what_is_not_there_cannot_be_looked_at(self):
        self.assertEqual(self.recheck(999).returncode, 1)
        wrong = subprocess.run([office.PROGRAM, "recheck"], capture_output=True, text=True)
        self.assertEqual(wrong.returncode, 2)


if __name__ == "__main__":
    office.main()
