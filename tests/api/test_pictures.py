"""Pictures of the pages that a fault is seen on: taken by the browser, archived, handed out with their finding and with nobody else's."""
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import zlib

import little_site
import office

SITE, DEAD = "5199010099", "5199010098"
CHROMIUM = "/usr/lib/chromium/chromium-headless-shell"
TEXT = "为进一步做好有关工作，现将有关事项通知如下，请结合实际认真贯彻执行。" * 5
BET = "<div style='display:none'><a href='http://bet%s.example/'>澳门博彩娱乐城%s</a></div>"


def page(title, body):
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}</title>" \
           f"<link rel='stylesheet' href='/style.css'></head><body><h1>{title}</h1><p>{TEXT}</p>{body}</body></html>"


class Site(little_site.Served):
    """A site with hidden links on more pages than are pictured, and one page that its robots.txt keeps from us."""

    pages = 14

    def body(self, path):
        if path == "/":
            links = "".join(f"<p><a href='/a{i}.html'>通知{i}</a></p>" for i in range(self.pages))
            return page("云溪县测试局", links + "<img src='/private/x.png'>")
        if path.startswith("/a"):
            n = path[2:-5]
            return page(f"通知{n}", BET % (n, n) + TEXT + path + "<img src='/private/x.png'>")
        return {"/robots.txt": "User-agent: *\nDisallow: /private/\n",
                "/style.css": "h1 { background: #a00; color: #fff; padding: 40px }"}.get(path)

    def media_type(self, path):
        return {"/robots.txt": "text/plain", "/style.css": "text/css"}.get(path, super().media_type(path))


def inspect(folder, site, *options):
    with open(folder + "/list.csv", "w") as f:
        f.write("网站标识码,网站名称,首页网址,主办单位,行政区划,网站类型,状态,对外服务\r\n"
                f"{SITE},云溪县测试局,{site.home},云溪县测试局,519901,部门网站,运行,是\r\n"
                f"{DEAD},云溪县关门局,http://127.0.0.1:9/,云溪县关门局,519901,部门网站,运行,是\r\n")
    done = subprocess.run([office.PROGRAM, "inspect", "--connect-to", "127.0.0.1::127.0.0.1:", "--sites", folder + "/list.csv", "--out", folder, "--rate", "0", "--quiet",
                           "--try-gap", "0", "--checks", "hidden-link,site-unreachable,personal-data", *options],
                          env=dict(os.environ, XUNJIAN_DATA=office.SOURCE + "/data"), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def run_json(folder):
    with open(folder + "/run.json") as f:
        return json.load(f)


@unittest.skipUnless(os.path.exists(CHROMIUM), "chromium-headless-shell is not installed")
class Pictures(office.Case):
    @classmethod
    def setUpClass(cls):
        cls.site = Site()
        folder = tempfile.mkdtemp(prefix="xunjian-api-")
        inspect(folder, cls.site)
        cls.asked = list(cls.site.asked)
        cls.office = office.Office(dir=folder)
        cls.admin = cls.office.client("admin")
        cls.found = cls.admin.get("findings?per_page=200&check=hidden-link").json["items"]

    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        cls.site.close()

    def whole(self, f):
        return self.admin.get(f"findings/{f['site']}/{f['id']}").json

    def test_a_site_has_so_many_pictures_and_no_more(self):
        self.assertEqual(len(self.found), self.site.pages)
        with_picture = [f for f in self.found if self.whole(f)["has_picture"]]
        self.assertEqual(len(with_picture), 10)
        self.assertEqual(run_json(self.office.dir)["counts"]["pictures"], 10)

    def test_the_picture_is_an_image_and_nothing_else(self):
        f = next(f for f in self.found if self.whole(f)["has_picture"])
        reply = self.admin.get(f"findings/{f['site']}/{f['id']}/picture")
        self.assertEqual((reply.status, reply.headers["Content-Type"]), (200, "image/webp"))
        self.assertEqual(reply.headers["X-Content-Type-Options"], "nosniff")
        self.assertIn("default-src 'none'", reply.headers["Content-Security-Policy"])
        self.assertTrue(reply.bytes.startswith(b"RIFF") and reply.bytes[8:12] == b"WEBP", reply.bytes[:20])
        self.assertIsNotNone(self.whole(f)["page"])

    def test_each_record_of_the_evidence_is_shown_by_itself(self):
        f = next(f for f in self.found if self.whole(f)["has_picture"])
        path = f"findings/{f['site']}/{f['id']}"
        records = self.whole(f)["records"]
        self.assertEqual([(r["record"], r["url"], r["is_rendered"]) for r in records], [(1, f["url"], False)])  # the picture is no page
        self.assertEqual(self.admin.get(path + "?record=1").json["page"], self.whole(f)["page"])
        self.assertEqual(self.admin.get(path + "/page?record=1").bytes, self.admin.get(path + "/page").bytes)
        self.assertEqual(self.admin.get(path + "?record=9").status, 404)
        self.assertEqual(self.admin.get(path + "/page?record=9").status, 404)

    def test_where_there_is_none_the_answer_is_404(self):
        f = next(f for f in self.found if not self.whole(f)["has_picture"])
        reply = self.admin.get(f"findings/{f['site']}/{f['id']}/picture")
        self.assertEqual((reply.status, reply.headers["Content-Type"]), (404, "application/problem+json"))
        self.assertEqual(self.admin.get(f"findings/{SITE}/0123456789abcdef/picture").status, 404)

    def test_a_site_that_does_not_open_is_not_pictured(self):
        dead = self.admin.get(f"findings?site={DEAD}").json["items"]
        self.assertTrue(dead)
        self.assertTrue(all(not self.whole(f)["has_picture"] for f in dead), dead)

    def test_another_units_picture_is_not_there(self):
        f = next(f for f in self.found if self.whole(f)["has_picture"])
        other = self.admin.post("units", {"name": "云溪县别的局", "parent": 1}).json["id"]
        self.office.add_user("wang", "operator", other)
        reply = self.office.client("wang").get(f"findings/{f['site']}/{f['id']}/picture")
        self.assertEqual(reply.status, 404)
        self.assertEqual(self.office.client().get(f"findings/{f['site']}/{f['id']}/picture").status, 401)

    def test_the_archive_is_read_by_others_and_findings_name_its_records(self):
        read = subprocess.run([sys.executable, office.SOURCE + "/tests/program/read_warc.py", self.office.dir + "/evidence"],
                              capture_output=True, text=True)
        self.assertEqual(read.returncode, 0, read.stderr)
        self.assertIn("conversion 10 ", read.stdout)
        with open(self.office.dir + "/findings.jsonl") as f:
            counts = [len(one["evidence"]) for one in map(json.loads, f) if one["check"] == "hidden-link"]
        self.assertEqual(sorted(counts), [1] * 4 + [2] * 10)

    def length_of(self, data):
        """Of the gzip member that it begins with."""
        unpack = zlib.decompressobj(wbits=31)
        unpack.decompress(data)
        return len(data) - len(unpack.unused_data)

    def put_back(self, name, at, byte):
        with open(f"{self.office.dir}/evidence/{name}", "r+b") as f:
            f.seek(at)
            f.write(byte)

    def test_a_page_that_cannot_be_opened_costs_its_own_request(self):
        whole = [self.whole(f) for f in self.found]
        good, bad = [f for f in whole if len(f["evidence"]) == 1][:2]
        name, at = bad["evidence"][0].removeprefix("warc:").split("#")
        with open(f"{self.office.dir}/evidence/{name}", "r+b") as f:
            f.seek(int(at))
            end = self.length_of(f.read())
            f.seek(int(at) + end - 8)  # its checksum
            old = f.read(1)
            f.seek(int(at) + end - 8)
            f.write(bytes([old[0] ^ 0x10]))
        self.addCleanup(self.put_back, name, int(at) + end - 8, old)
        now = self.whole(bad)
        self.assertIsNone(now["page"])
        self.assertIn("证据文件", now["page_problem"])
        reply = self.admin.get(f"findings/{bad['site']}/{bad['id']}/page")
        self.assertEqual((reply.status, reply.headers["Content-Type"]), (422, "application/problem+json"))
        self.assertIn("证据文件", reply.json["title"] + reply.json.get("detail", ""))
        self.assertIn("通知", self.whole(good)["page"]["text"])
        self.assertIsNone(self.whole(good)["page_problem"])
        self.assertIn("通知", self.admin.get(f"findings/{good['site']}/{good['id']}/page").bytes.decode())

    def test_styles_are_asked_for_once_and_robots_is_kept(self):
        self.assertLessEqual(self.asked.count("/style.css"), 3)  # by the crawl, and by the two pages that are shown at once
        self.assertNotIn("/private/x.png", self.asked)


@unittest.skipUnless(os.path.exists(CHROMIUM), "chromium-headless-shell is not installed")
class Runs(unittest.TestCase):
    def setUp(self):
        self.site = Site()
        self.folder = tempfile.mkdtemp(prefix="xunjian-api-")
        self.addCleanup(lambda: subprocess.run(["rm", "-rf", self.folder]))
        self.addCleanup(self.site.close)

    def evidence(self):
        with open(self.folder + "/findings.jsonl") as f:
            return {one["url"]: one["evidence"] for one in map(json.loads, f) if one["check"] == "hidden-link"}

    def test_without_a_browser_all_is_as_before(self):
        inspect(self.folder, self.site, "--browser", "off")
        self.assertEqual(run_json(self.folder)["counts"]["pictures"], 0)
        self.assertEqual([len(e) for e in self.evidence().values()], [1] * self.site.pages)

    def test_a_browser_that_does_not_start_costs_nothing_but_the_pictures(self):
        inspect(self.folder, self.site, "--browser", "/bin/false")
        self.assertEqual(run_json(self.folder)["counts"]["pictures"], 0)
        self.assertEqual([len(e) for e in self.evidence().values()], [1] * self.site.pages)

    def test_what_is_unchanged_keeps_its_picture(self):
        inspect(self.folder, self.site)
        first = self.evidence()
        inspect(self.folder, self.site)
        self.assertEqual(run_json(self.folder)["counts"]["pictures"], 0)
        self.assertEqual(self.evidence(), first)


@unittest.skipUnless(os.path.exists(CHROMIUM), "chromium-headless-shell is not installed")
class Killed(unittest.TestCase):
    """kill -9 while the browser shows pages: the same is found after going on, and nothing is left of it."""

    def setUp(self):
        self.site = Site()
        self.addCleanup(self.site.close)

    def folder(self):
        folder = tempfile.mkdtemp(prefix="xunjian-api-")
        self.addCleanup(lambda: subprocess.run(["rm", "-rf", folder]))
        return folder

    def found(self, folder):
        with open(folder + "/findings.jsonl") as f:
            return [{k: one[k] for k in ("site", "check", "url", "where", "excerpt", "grade")} | {"n": len(one["evidence"])}
                    for one in map(json.loads, f)]

    def browsers(self, owners):
        """Processes of browsers that these processes started."""
        found = []
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{pid}/cmdline", "rb") as f:
                    words = f.read().decode(errors="replace")
            except OSError:
                continue
            if any(f"xunjian-browser-{owner}-" in words for owner in owners):
                found.append(int(pid))
        return found

    def kill_when(self, folder, is_time, softly=False):
        """The processes that were killed. softly: asked to stop, which they do in order."""
        args = [office.PROGRAM, "inspect", "--connect-to", "127.0.0.1::127.0.0.1:", "--sites", folder + "/list.csv", "--out", folder, "--rate", "0", "--quiet", "--try-gap", "0",
                "--checks", "hidden-link,site-unreachable,personal-data"]
        process = subprocess.Popen(args, env=dict(os.environ, XUNJIAN_DATA=office.SOURCE + "/data"), stderr=subprocess.PIPE, text=True)
        while process.poll() is None and not is_time():
            time.sleep(0.01)
        self.assertIsNone(process.poll(), "it ended before it was killed")
        with open(f"/proc/{process.pid}/task/{process.pid}/children") as f:
            owners = [process.pid] + [int(pid) for pid in f.read().split()]
        process.send_signal(signal.SIGTERM if softly else signal.SIGKILL)
        said = process.communicate()[1]
        self.assertNotIn("Sanitizer", said)
        self.assertEqual("已按要求停止" in said, softly, said)
        return owners

    def test_nothing_is_lost_and_nothing_left(self):
        whole = self.folder()
        inspect(whole, self.site)
        folder, killed = self.folder(), []
        with open(whole + "/list.csv") as f, open(folder + "/list.csv", "w") as to:
            to.write(f.read())
        size = lambda: sum(os.path.getsize(e.path) for e in os.scandir(folder + "/evidence") if e.name.endswith(".gz")) \
            if os.path.exists(folder + "/evidence") else 0
        styles = lambda: self.site.asked.count("/style.css")
        # When the pictures' style sheet is asked for, behind the crawl's; again, gone on; and when some pictures are kept.
        asked = styles() + 1
        killed += self.kill_when(folder, lambda: styles() > asked)
        again = styles()
        killed += self.kill_when(folder, lambda: styles() > again, softly=True)
        before = size()
        killed += self.kill_when(folder, lambda: size() > before + 5000)
        inspect(folder, self.site)
        self.assertEqual(self.found(folder), self.found(whole))
        for _ in range(100):
            if not self.browsers(killed):
                break
            time.sleep(0.1)
        self.assertEqual(self.browsers(killed), [])
        left = [name for name in os.listdir("/tmp") for owner in killed if name.startswith(f"xunjian-browser-{owner}-")]
        self.assertEqual(left, [])


@unittest.skipUnless(os.path.exists(CHROMIUM), "chromium-headless-shell is not installed")
class Rendered(office.Case):
    """A page that a script fills is judged by what the browser shows, and that is what is kept and shown."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.mkdtemp(prefix="xunjian-api-")
        subprocess.run([office.PROGRAM, "demo", "--county", office.SOURCE + "/tests/sites/blank-column/hit-by-browser", "--out", folder,
                        "--quiet", "--browser", CHROMIUM, "--checks", "blank-column"],
                       env=dict(os.environ, XUNJIAN_DATA=office.SOURCE + "/data"), check=True)
        cls.office = office.Office(dir=folder)
        cls.admin = cls.office.client("admin")

    def test_the_review_shows_what_was_judged(self):
        found = self.admin.get("findings?per_page=200").json["items"]
        self.assertTrue(found)
        for f in found:
            whole = self.admin.get(f"findings/{f['site']}/{f['id']}").json
            self.assertTrue(whole["page"]["is_rendered"], whole)
            self.assertTrue(whole["has_picture"])
            self.assertEqual(len(whole["evidence"]), 3)  # as received, as shown, the picture
            reply = self.admin.get(f"findings/{f['site']}/{f['id']}/page")
            self.assertEqual((reply.status, reply.headers["Content-Type"]), (200, "text/html; charset=utf-8"))
            self.assertIn("sandbox", reply.headers["Content-Security-Policy"])
            self.assertTrue(reply.bytes.startswith(b"<!DOCTYPE html><html"), reply.bytes[:60])
            self.assertIn(f["detail"]["column"].encode(), reply.bytes)
        read = subprocess.run([sys.executable, office.SOURCE + "/tests/program/read_warc.py", self.office.dir + "/evidence"],
                              capture_output=True, text=True)
        self.assertEqual(read.returncode, 0, read.stderr)


if __name__ == "__main__":
    office.main()
