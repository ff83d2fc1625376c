"""An order's findings are looked at again: what was repaired is gone, what was not is still there, what cannot be seen stays unknown."""
import datetime
import fcntl
import os
import sqlite3
import subprocess
import tempfile
import time
import unittest

import little_site
import office

SITE = "5199010099"
DEAD = '<p>详见<a href="/%s.html">附件</a>，请各单位认真组织学习并抓好落实。</p>'


def page(title, body):
    text = "为进一步做好有关工作，现将有关事项通知如下，请结合实际认真贯彻执行。" * 3
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}</title></head><body><h1>{title}</h1>" \
           f"<p>{text}</p>{body}</body></html>"


def served_pages():
    return {
        "/": page("云溪县测试局", "".join(f'<p><a href="/{n}.html">通知{n}</a></p>' for n in "abcdefghi")),
        "/a.html": page("名单一", "<p>张三，身份证号 51010419900307123X</p>"),
        "/b.html": page("名单二", "<p>李四，身份证号 510104199003071256</p>"),
        "/c.html": page("通知三", DEAD % "none"),
        "/d.html": page("通知四", DEAD % "later"),
        "/e.html": page("通知五", DEAD % "missing"),
        "/g.html": page("通知七", DEAD % "soft"),
        "/soft.html": "<!DOCTYPE html><html><head><meta charset='utf-8'><title>404 页面不存在</title></head>"
                      "<body><h1>404</h1><p>抱歉，您访问的页面不存在或已被删除。</p></body></html>",
        "/h.html": page("通知八", '<a href="/b.html#part9">第九部分</a>'),
        "/i.html": page("通知九", '<a href="http://www.moe.gov.cn:99999/notice/9.html">招生办</a>'),
        "/f.html": page("名单六", "<p>王五，身份证号 510104199003071297</p>"),
    }


class Site(little_site.Served):
    """A site that can be repaired: pages by path; "-> URL" is one that has moved."""

    def __init__(self, pages):
        self.pages = pages
        super().__init__()

    def body(self, path):
        return self.pages.get(path)

    def moved(self, path):
        text = self.pages.get(path) or ""
        return text[3:] if text.startswith("-> ") else None

    def media_type(self, path):
        return "application/rss+xml" if path.endswith(".xml") else super().media_type(path)


def identity(text):
    """With the check digit that belongs to it."""
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    return text[:17] + "10X98765432"[sum(int(d) * w for d, w in zip(text, weights)) % 11]


class Looked(office.Case):
    """A site, inspected once with some checks, and the office that has what was found looked at again."""

    NAME, CODE, BROWSER, CHECKS = "云溪县测试局", SITE, "off", ""
    ICP = ""

    @classmethod
    def begin(cls, pages):
        cls.site = Site(pages)
        cls.env = dict(os.environ, XUNJIAN_DATA=office.SOURCE + "/data")
        cls.folder = tempfile.mkdtemp(prefix="xunjian-api-")
        cls.write("sites", "网站标识码,网站名称,首页网址,主办单位,行政区划,网站类型,状态,对外服务,ICP备案号",
                  f"{cls.CODE},{cls.NAME},{cls.site.home},{cls.NAME},519901,部门网站,运行,是,{cls.ICP}")

    @classmethod
    def write(cls, kind, *lines):
        with open(f"{cls.folder}/{kind}.csv", "w") as f:
            f.writelines(line + "\r\n" for line in lines)

    @classmethod
    def run_program(cls, command, *options, browser=None):
        """A page in a browser asks for this machine only where a rule says so."""
        browser = browser or cls.BROWSER
        rule = [] if cls.BROWSER == "off" else ["--connect-to", "127.0.0.1::127.0.0.1:"]
        return subprocess.run([office.PROGRAM, command, "--rate", "0", "--try-gap", "0", "--browser", browser, *rule, *options],
                              env=cls.env, capture_output=True, text=True)

    @classmethod
    def inspect(cls, *options):
        done = cls.run_program("inspect", "--sites", cls.folder + "/sites.csv", "--out", cls.folder, "--quiet", "--checks", cls.CHECKS,
                               *options)
        assert done.returncode == 0, done.stderr

    @classmethod
    def open_office(cls):
        cls.office = office.Office("--rate", "0", dir=cls.folder)
        cls.admin = cls.office.client("admin")

    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        cls.site.close()

    def order_of(self, findings):
        reply = self.admin.post("orders", {"unit": 1, "days": 3, "demand": "请整改",
                                           "findings": [{"site": f["site"], "id": f["id"]} for f in findings]})
        self.assertEqual(reply.status, 201, reply.bytes)
        return reply.json["id"]

    def recheck(self, order, *options, browser=None):
        """The order as it is after it."""
        done = self.run_program("recheck", "--order", str(order), "--dir", self.folder, "--by", "张三", *options, browser=browser)
        self.assertEqual(done.returncode, 0, done.stderr)
        return self.admin.get(f"orders/{order}").json

    def recheck_one(self, order, *options, browser=None):
        return self.recheck(order, *options, browser=browser)["findings"][0]


class Recheck(Looked):
    CHECKS = "personal-data,dead-link,site-identity"

    @classmethod
    def setUpClass(cls):
        pages = served_pages()
        for path in ["/a.html", "/b.html", "/f.html"]:
            text = pages[path]
            at = text.index("5101041990")
            pages[path] = text[:at] + identity(text[at:at + 18]) + text[at + 18:]
        cls.begin(pages)
        cls.inspect()
        cls.open_office()

    def test_each_finding_is_judged_by_what_its_page_shows_now(self):
        findings = self.admin.get("findings?per_page=200").json["items"]
        by_page = {}
        for f in findings:
            by_page.setdefault(f["check"] + f["url"].removeprefix(self.site.home), f)
        self.assertIn("personal-dataa.html", by_page, list(by_page))
        order = self.order_of(findings)

        pages = self.site.pages
        pages["/a.html"] = page("名单一", "<p>张三</p>")
        pages["/c.html"] = page("通知三", "<p>请认真学习。</p>")
        pages["/later.html"] = page("后来的", "")
        del pages["/f.html"]
        whole = self.recheck(order)
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
            ("dead-link", "g.html"): ("still", ""),  # it answers 200, and with an error page as before
            ("dead-link", "h.html"): ("still", ""),
            ("dead-link", "i.html"): ("still", "网址书写错误"),
        }
        for (check, path), (word, reason) in expected.items():
            f = of(check, path)
            self.assertEqual((f["outcome"], f["outcome_reason"]), (word, reason), (check, path, f))
            self.assertTrue(f["outcome_evidence"][0].startswith("warc:"), f)
            self.assertNotEqual(f["outcome_evidence"], f["evidence"])
        others = [f for f in whole["findings"] if f["check"] == "site-identity"]
        self.assertTrue(others and all(f["outcome"] == "still" and f["outcome_evidence"] for f in others), others)
        self.assertEqual(whole["n_gone"] + whole["n_still"] + whole["n_unknown"], whole["n_findings"])
        self.assertEqual(whole["events"][-1]["kind"], "rechecked")
        self.assertIn("已整改", whole["events"][-1]["text"])

        # A page that does not open says nothing of what stands on it.
        self.site.pages.clear()
        self.site.pages["/robots.txt"] = "User-agent: *\nDisallow: /\n"
        whole = self.recheck(order)
        self.assertEqual(whole["n_unknown"], whole["n_findings"])

    def test_a_reply_has_the_order_looked_at_again(self):
        order = self.order_of(self.admin.get("findings?check=site-identity").json["items"][:1])
        self.assertEqual(self.admin.post(f"orders/{order}/events", {"kind": "reply", "text": "已整改"}).status, 201)
        for _ in range(600):
            events = [e["kind"] for e in self.admin.get(f"orders/{order}").json["events"]]
            if events[-1] == "rechecked":
                break
            time.sleep(0.1)
        self.assertEqual(events, ["issue", "reply", "rechecked"])
        self.assertEqual([e["by"] for e in self.admin.get(f"orders/{order}").json["events"]], ["admin", "admin", "系统"])
        self.assertEqual(self.admin.get(f"orders/{order}").json["n_still"], 1)
        self.admin.post(f"orders/{order}/events", {"kind": "approve", "text": "现场核实"})

    def test_a_folder_that_is_taken_is_waited_for(self):
        order = self.order_of(self.admin.get("findings?check=site-identity").json["items"][:1])

        def last():
            return self.admin.get(f"orders/{order}").json["events"][-1]["kind"]

        with open(self.folder + "/evidence/.lock", "r+") as lock:
            fcntl.lockf(lock, fcntl.LOCK_EX)
            self.assertEqual(self.admin.post(f"orders/{order}/events", {"kind": "reply", "text": "已整改"}).status, 201)
            for _ in range(30):
                self.assertEqual(last(), "reply")
                time.sleep(0.1)
        for _ in range(600):
            if last() == "rechecked":
                break
            time.sleep(0.1)
        self.assertEqual(self.admin.get(f"orders/{order}").json["n_still"], 1)
        self.admin.post(f"orders/{order}/events", {"kind": "approve", "text": "现场核实"})

    def test_what_is_not_there_cannot_be_looked_at(self):
        self.assertEqual(self.run_program("recheck", "--order", "999", "--dir", self.folder).returncode, 1)
        self.assertEqual(self.run_program("recheck").returncode, 2)


DAY = datetime.timedelta(days=1)
TIMEOUT = 7  # enum reason
CODE, OTHER = "5199010098", "5199010097"
ICP, WRONG_ICP = "川ICP备20261234号-1", "川ICP备20269999号-1"
FEED = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>%s</title><item><title>%s</title>
<link>http://media.example/1</link><pubDate>%s</pubDate></item></channel></rss>"""


def days_ago(n):
    return datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))) - n * DAY


def feed(name, days):
    return FEED % (name, "全县秋收工作全面完成", days_ago(days).strftime("%a, %d %b %Y %H:%M:%S +0800"))


def items(days, n=12):
    return "<ul>" + "".join(f'<li><a href="/a/{days + i}.html">第{days + i}号工作情况</a><span>{days_ago(days + i):%Y-%m-%d}</span></li>'
                            for i in range(n)) + "</ul>"


class Whole(Looked):
    """What no single page tells: columns, what identifies the site, the site map, accounts."""

    NAME, CODE, ICP = "云溪县复查局", CODE, ICP
    COLUMNS = [("/news/", "工作动态", 60), ("/bureau/", "部门动态", 61), ("/gone/", "乡镇动态", 62), ("/moved/", "社区动态", 63),
               ("/notice/", "通知公告", 5), ("/law/", "政策法规", 6), ("/plan/", "机构职能", 7)]
    CHECKS = "stale-home,stale-column,site-identity,sitemap-mismatch,search-entry,account-entrance,account-stale,account-duplicate"

    @classmethod
    def nav(cls):
        return "<nav>" + "".join(f'<a href="{path}">{name}</a>' for path, name, _ in cls.COLUMNS) + \
            '<a href="/map.html">网站地图</a></nav>'

    @classmethod
    def whole_page(cls, title, body, icp, code):
        foot = f"<footer><p>主办单位：云溪县复查局 {code} {icp}</p></footer>"
        return f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}</title></head><body>{cls.nav()}" \
               f"<h1>{title}</h1>{body}{foot}</body></html>"

    @classmethod
    def column(cls, name, days, icp=WRONG_ICP):
        return cls.whole_page(f"{name}-云溪县复查局", items(days), icp, f"网站标识码{CODE}")

    @classmethod
    def home(cls, days, code, icon):
        return cls.whole_page("云溪县复查局", f'<div class="news"><h2>要闻</h2>{items(days)}</div>'
                              f'<p><a href="{icon}" title="新浪微博">新浪微博</a></p>', ICP, code)

    @classmethod
    def map(cls, names):
        return cls.whole_page("网站地图", "<div>" + "".join(f'<p><a href="{p}">{n}</a></p>' for p, n, _ in cls.COLUMNS if n in names) +
                              "</div>", ICP, f"网站标识码{CODE}")

    @classmethod
    def setUpClass(cls):
        names = [n for _, n, _ in cls.COLUMNS]
        pages = {"/": "-> /index.html", "/index.html": cls.home(40, "", "/weibo/"), "/map.html": cls.map(names[:5]),
                 "/weibo-a.xml": feed("云溪复查", 40), "/weibo-b.xml": feed("云溪未改", 50)}
        pages.update({path: cls.column(name, days) for path, name, days in cls.COLUMNS})
        cls.begin(pages)
        cls.write("accounts", "账号名称,账号类型,开设主体,行政区划,状态,是否主账号,账号标识,数据源",
                  f"云溪复查,新浪微博,云溪县复查局,519901,运行,是,,{cls.site.home}weibo-a.xml",
                  f"云溪未改,新浪微博,云溪县复查局,519901,运行,否,,{cls.site.home}weibo-b.xml")
        cls.inspect("--accounts", cls.folder + "/accounts.csv")
        cls.open_office()

    def test_what_no_page_tells_alone_is_looked_at_again(self):
        findings = self.admin.get("findings?per_page=200").json["items"]

        def find(check, **wanted):
            fits = [f for f in findings if f["check"] == check and
                    all(f["detail"].get(k) == v if k in f["detail"] or k != "site" else f["site"] == v for k, v in wanted.items())]
            self.assertEqual(len(fits), 1, (check, wanted, [(f["check"], f["site"], f["url"], f["detail"]) for f in findings]))
            return fits[0]["id"]

        home = find("stale-home")
        columns = {name: find("stale-column", column=name) for name in ("工作动态", "部门动态", "乡镇动态", "社区动态")}
        code, icp = find("site-identity", item="code"), find("site-identity", item="icp")
        lacks = {name: find("sitemap-mismatch", columns=[name]) for name in ("政策法规", "机构职能")}
        search, icon = find("search-entry"), find("account-entrance")
        silent = {a: find("account-stale", site="新浪微博:" + a) for a in ("云溪复查", "云溪未改")}
        order = self.order_of(findings)
        shown = len(self.admin.get("runs").json["items"])

        pages = self.site.pages
        pages["/index.html"] = self.home(2, f"网站标识码{CODE}", "https://weibo.com/u/1")
        pages["/news/"] = self.column("工作动态", 3)
        pages["/moved/"] = "-> /index.html"
        del pages["/gone/"]
        for path, name, days in self.COLUMNS[4:]:
            pages[path] = self.column(name, days, ICP)
        pages["/map.html"] = self.map([n for _, n, _ in self.COLUMNS[:6]])
        pages["/weibo-a.xml"] = feed("云溪复查", 1)
        self.site.asked.clear()
        whole = self.recheck(order)
        outcome = {f["id"]: (f["outcome"], f["outcome_reason"]) for f in whole["findings"]}
        fresh = f"{days_ago(3):%Y-%m-%d}"
        self.assertEqual(outcome[home], ("gone", ""))
        self.assertEqual(outcome[columns["工作动态"]], ("gone", f"最新一条为 {fresh}"))
        self.assertEqual(outcome[columns["部门动态"]], ("still", ""))
        self.assertEqual(outcome[columns["乡镇动态"]], ("gone", "页面已撤下（HTTP 404）"))
        self.assertEqual(outcome[columns["社区动态"]], ("unknown", f"页面已转到 {self.site.home}index.html，请核对"))
        self.assertEqual(outcome[code], ("gone", ""))
        self.assertEqual(outcome[icp], ("still", ""))  # on the column that was not repaired
        self.assertEqual(outcome[lacks["政策法规"]], ("gone", ""))
        self.assertEqual(outcome[lacks["机构职能"]], ("still", ""))
        self.assertEqual(outcome[search], ("still", ""))
        self.assertEqual(outcome[icon][0], "gone")
        self.assertEqual(outcome[silent["云溪复查"]], ("gone", f"最新一条为 {days_ago(1):%Y-%m-%d}"))
        self.assertEqual(outcome[silent["云溪未改"]], ("still", ""))
        for f in whole["findings"]:
            if f["outcome"] != "unknown" and f["check"] != "account-duplicate":
                self.assertTrue(f["outcome_evidence"] and f["outcome_evidence"][0].startswith("warc:"), f)
                self.assertNotEqual(f["outcome_evidence"], f["evidence"], f)
        # Nothing else was judged, and nothing is left of it.
        self.assertEqual(len(self.admin.get("runs").json["items"]), shown)
        self.assertFalse(os.path.exists(os.path.join(self.office.dir, "work", "recheck")))
        self.assertFalse([p for p in self.site.asked if p.startswith("/a/") and int(p[3:-5]) > 20], self.site.asked)

        # A home page that does not open says nothing; a source that does not open neither.
        self.site.pages.clear()
        whole = self.recheck(order)
        for f in whole["findings"]:
            if f["check"] != "account-duplicate":
                self.assertEqual(f["outcome"], "unknown", f)
                self.assertTrue(f["outcome_reason"], f)
        self.admin.post(f"orders/{order}/events", {"kind": "reply", "text": "已整改"})
        self.admin.post(f"orders/{order}/events", {"kind": "approve", "text": "现场核实"})


class Reachable(Looked):
    """站点无法访问: a week's record is repaired by a week's record."""

    NAME, CODE, CHECKS = "云溪县访问局", OTHER, "site-unreachable"

    @classmethod
    def setUpClass(cls):
        cls.begin({"/": page("云溪县访问局", "")})
        cls.inspect()
        cls.visit(days_ago(9), days_ago(0), lambda n: n % 5 == 0)
        cls.inspect()
        cls.open_office()

    @classmethod
    def visit(cls, since, until, fails):
        """Visits every half hour, as the store keeps them (store/probe.c)."""
        days, n = {}, 0
        while since < until:
            midnight = since.replace(hour=0, minute=0, second=0, microsecond=0)
            day = (since.date() - datetime.date(1970, 1, 1)).days
            bits = int((since - midnight).total_seconds()) | (TIMEOUT << 17 | 15000 << 33 if fails(n) else 200 << 23 | 80 << 33)
            days[day] = days.get(day, b"") + bits.to_bytes(8, "little")
            since, n = since + DAY / 48, n + 1
        with sqlite3.connect(cls.folder + "/xunjian.db") as db:
            site = db.execute("SELECT id FROM site WHERE code = ?", (OTHER,)).fetchone()[0]
            for day, tries in days.items():
                old = db.execute("SELECT tries FROM probe_day WHERE site = ? AND day = ?", (site, day)).fetchone()
                db.execute("INSERT OR REPLACE INTO probe_day (site, day, tries) VALUES (?, ?, ?)",
                           (site, day, (old[0] if old else b"") + tries))

    def test_a_record_is_repaired_by_a_record_since(self):
        found = self.admin.get("findings").json["items"]
        self.assertEqual([(f["check"], f["grade"]) for f in found], [("site-unreachable", "veto")])
        order = self.order_of(found)

        def outcome(days):
            now = days_ago(-days).strftime("%Y-%m-%dT%H:%M:%S+08:00")
            f = self.recheck_one(order, "--now", now)
            return f["outcome"], f["outcome_reason"]

        # What was before the order proves nothing, neither for nor against.
        self.assertEqual(outcome(0), ("unknown", "整改以来的访问记录还不够判定，须继续监测"))
        self.visit(days_ago(-0.1), days_ago(-8), lambda n: n % 50 == 0)
        self.assertEqual(outcome(8), ("gone", ""))
        self.visit(days_ago(-8), days_ago(-16), lambda n: n % 10 == 0)
        self.assertEqual(outcome(16), ("still", ""))
        self.site.close()
        self.assertEqual(outcome(0), ("still", ""))


CHROMIUM = "/usr/lib/chromium/chromium-headless-shell"


@unittest.skipUnless(os.path.exists(CHROMIUM), "chromium-headless-shell is not installed")
class Rendered(Looked):
    """A page that a script fills is looked at again as it was first: by the browser."""

    BROWSER, CHECKS = CHROMIUM, "personal-data"
    SHELL = "<!DOCTYPE html><html><head><meta charset='utf-8'><title>名单</title></head>" \
            "<body><div id='app'></div><script src='/app.js'></script></body></html>"
    SCRIPT = "fetch('/list').then(r=>r.text()).then(t=>document.getElementById('app').innerHTML=t)"

    @classmethod
    def setUpClass(cls):
        text = "为进一步做好有关工作，现将有关事项通知如下，请结合实际认真贯彻执行。" * 5
        cls.named = f"<h1>名单</h1><p>{text}</p><p>张三，身份证号 {identity('51010419900307123X')}</p>"
        cls.cleaned = f"<h1>名单</h1><p>{text}</p><p>张三</p>"
        cls.begin({"/": page("云溪县测试局", '<p><a href="/x.html">名单</a></p>'), "/x.html": cls.SHELL,
                   "/app.js": cls.SCRIPT, "/list": cls.named})
        cls.inspect()
        cls.open_office()

    def test_what_a_script_writes_is_looked_at_again(self):
        found = self.admin.get("findings?check=personal-data").json["items"]
        self.assertEqual([f["url"] for f in found], [self.site.home + "x.html"])
        order = self.order_of(found)
        without = self.recheck_one(order, browser="off")
        self.assertEqual((without["outcome"], without["outcome_reason"]), ("unknown", "页面内容由脚本生成，未能读取"))
        still = self.recheck_one(order)
        self.assertEqual(still["outcome"], "still", still)
        self.assertEqual(len(still["outcome_evidence"]), 2)  # as received, and as the browser showed it
        self.site.pages["/list"] = self.cleaned
        self.assertEqual(self.recheck_one(order)["outcome"], "gone")
        # What the script asks for does not come: nothing is said.
        del self.site.pages["/list"]
        self.assertEqual(self.recheck_one(order)["outcome"], "unknown")


@unittest.skipUnless(os.path.exists(CHROMIUM), "chromium-headless-shell is not installed")
class Pictured(Looked):
    """What shows to the eye is pictured again, repaired or not, and both pictures are handed out."""

    BROWSER, CHECKS = CHROMIUM, "wrong-expression"

    @classmethod
    def setUpClass(cls):
        text = "为进一步做好有关工作，现将有关事项通知如下，请结合实际认真贯彻执行。" * 5
        cls.wrong = page("通知一", f"<p>{text}县人民政俯要求认真学习。</p>")
        cls.begin({"/": page("云溪县测试局", '<p><a href="/x.html">通知一</a></p>'), "/x.html": cls.wrong})
        cls.inspect()
        cls.open_office()

    def test_then_and_now_are_shown(self):
        f = self.admin.get("findings?check=wrong-expression").json["items"][0]
        order = self.order_of([f])
        path = f"orders/{order}/findings/{SITE}/{f['id']}"
        seen = self.admin.get(path).json
        self.assertTrue(seen["then"]["has_picture"])
        self.assertEqual((seen["now"]["has_picture"], seen["now"]["page"]), (False, None))  # nobody has looked again
        self.assert_problem(self.admin.get(path + "/picture"), 404)

        self.assertEqual(self.recheck_one(order)["outcome"], "still")
        pictures = [self.admin.get(f"{path}/picture?seen={when}").bytes for when in ("then", "now")]
        self.assertTrue(all(p.startswith(b"RIFF") for p in pictures))
        self.assertIn("人民政俯", self.admin.get(path).json["now"]["page"]["text"])

        self.site.pages["/x.html"] = self.wrong.replace("政俯", "政府")
        self.assertEqual(self.recheck_one(order)["outcome"], "gone")
        seen = self.admin.get(path).json
        mark = seen["then"]["page"]["marks"][0]
        self.assertEqual(seen["then"]["page"]["text"][mark["at"]:][:mark["n"]], "人民政俯")
        self.assertIn("人民政府", seen["now"]["page"]["text"])
        self.assertTrue(seen["now"]["has_picture"])
        self.assertNotEqual(self.admin.get(path + "/picture").bytes, pictures[1])
        for when, word in (("then", "人民政俯"), ("now", "人民政府")):
            answer = self.admin.get(f"{path}/page?seen={when}")
            self.assertIn(word, answer.bytes.decode())
            self.assertTrue(answer.headers["Content-Security-Policy"].startswith("sandbox;"))
        self.assertEqual(len(self.recheck_one(order, browser="off")["outcome_evidence"]), 1)
        self.assertFalse(self.admin.get(path).json["now"]["has_picture"])

        stranger = self.elsewhere()
        for part in ("", "/page", "/picture", "/page?seen=now", "/picture?seen=now"):
            self.assert_problem(stranger.get(path + part), 404)
        self.assertEqual(self.office.client("leader").get(path).status, 200)
        self.assert_problem(self.admin.get(f"orders/{order}/findings/{SITE}/{'0' * 16}"), 404)

    def elsewhere(self):
        unit = self.admin.post("units", {"name": "别处", "parent": 1}).json["id"]
        self.office.add_user("biechu", "operator", unit=unit)
        return self.office.client("biechu")


class Between(office.Case):
    """A person's long inspection makes place for re-checks, and goes on where it was."""

    options = ("--rate", "0")

    def test_a_recheck_does_not_wait_for_a_long_inspection(self):
        site = little_site.Site(150)
        site.delay = 0
        folder, own = self.office.dir, self.office
        with open(folder + "/list.csv", "w") as f:
            f.write("网站标识码,网站名称,首页网址,主办单位,行政区划,网站类型,状态,对外服务\r\n"
                    f"{SITE},云溪县测试局,{site.home},云溪县测试局,519901,部门网站,运行,是\r\n")
        subprocess.run([office.PROGRAM, "site", "import", folder + "/list.csv", "--yes", "--store", f"sqlite:{folder}/xunjian.db"],
                       env=dict(os.environ, XUNJIAN_DATA=office.SOURCE + "/data"), check=True, capture_output=True)
        admin = own.client("admin")

        def wait(what, condition):
            for _ in range(office.WAIT_S * 20):
                if condition():
                    return
                time.sleep(0.05)
            raise AssertionError(f"waited in vain: {what}\n{own.log_text()}")

        def start():
            self.assertEqual(admin.post("runs", {"checks": ["site-identity", "dead-link"]}).status, 201)

        start()
        wait("the first one", lambda: admin.get("runs/current").json["state"] == "done")
        found = admin.get("findings?check=site-identity").json["items"][0]
        order = admin.post("orders", {"unit": 1, "days": 3, "demand": "请整改", "findings": [{"site": SITE, "id": found["id"]}]})
        path = f"orders/{order.json['id']}"
        site.asked.clear()
        site.delay = 1.5
        start()
        wait("it is under way", lambda: len(site.articles()) > 40)
        self.assertEqual(admin.post(path + "/events", {"kind": "reply", "text": "已改"}).status, 201)
        wait("the re-check", lambda: admin.get(path).json["events"][-1]["kind"] == "rechecked")
        self.assertEqual(admin.get(path).json["n_still"], 1)
        self.assertIn(admin.get("runs/current").json["state"], ("waiting", "running"))
        site.delay = 0
        wait("the inspection", lambda: admin.get("runs/current").json["state"] == "done")
        runs = admin.get("runs").json["items"]
        self.assertEqual(len(runs), 2, runs)
        asked = site.articles()
        self.assertEqual(len(set(asked)), 150)
        self.assertLess(len(asked), 260)  # what was under way is asked once more
        site.close()


if __name__ == "__main__":
    office.main()
