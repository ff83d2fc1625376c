#!/usr/bin/env python3
"""Little web servers that are taken down and put up again, a watch over them, and a week of a record.   watch.py PROGRAM FOLDER"""
import http.server
import json
import os
import signal
import sqlite3
import struct
import subprocess
import sys
import threading
import time

PROGRAM, FOLDER = sys.argv[1:]
CHINA = 8 * 3600
GOOD, OFFLINE, CONNECT, COOKIE = 0, 21, 5, 22  # enum reason


class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = b"<html><title>x</title><body>" + b"x" * 2000 + b"</body></html>"
        self.send_response(404 if self.path == "/robots.txt" else 200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Firewall(Page):
    """Sends whoever brings no cookie to the same place again; asks them never to stop when it is strict."""

    strict = False

    def do_GET(self):
        if self.path == "/robots.txt" or ("a=1" in self.headers.get("Cookie", "") and not self.strict):
            return super().do_GET()
        self.send_response(302)
        self.send_header("Location", "/")
        self.send_header("Set-Cookie", "a=1; path=/")
        self.send_header("Content-Length", "0")
        self.end_headers()


class StrictFirewall(Firewall):
    strict = True


class Server:
    """A site on a port of its own, to be stopped and started."""

    def __init__(self, page=Page):
        self.port = 0
        self.page = page
        self.start()

    def start(self):
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", self.port), self.page)
        self.server.daemon_threads = True
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    def url(self):
        return "http://127.0.0.1:%d/" % self.port


def fail(why):
    sys.exit("watch.py: " + why)


def write_sites(path, urls):
    with open(path, "w", encoding="utf-8") as f:
        f.write("网站标识码,网站名称,首页网址,主办单位,行政区划,网站类型,状态,对外服务\n")
        for i, url in enumerate(urls, 1):
            f.write("51990100%02d,第%d个网站,%s,测试县,519901,部门网站,运行,是\n" % (i, i, url))


WATCHES = []


def start_watch(out, *more):
    watch = subprocess.Popen([PROGRAM, "watch", "--sites", FOLDER + "/sites.csv", "--out", out, "--every", "1", "--rate", "0", "--quiet",
                             *more], stdout=subprocess.PIPE, text=True)
    WATCHES.append(watch)
    return watch


def tries(out, code):
    """(time, reason, status) of each."""
    db = sqlite3.connect(out + "/xunjian.db", timeout=10)
    found = []
    for day, blob in db.execute("SELECT day, tries FROM probe_day WHERE site = (SELECT id FROM site WHERE code = ?) ORDER BY day", (code,)):
        for (bits,) in struct.iter_unpack("<Q", blob):
            found.append((day * 86400 - CHINA + (bits & 0x1FFFF), bits >> 17 & 63, bits >> 23 & 1023))
    db.close()
    return found


def outages(out):
    db = sqlite3.connect(out + "/xunjian.db", timeout=10)
    found = db.execute("SELECT site, began, alarmed, ended FROM outage ORDER BY id").fetchall()
    db.close()
    return found


def wait_for(what, seconds, condition):
    end = time.time() + seconds
    while time.time() < end:
        try:
            if condition():
                return
        except sqlite3.OperationalError:
            pass
        time.sleep(0.1)
    fail("waited in vain: " + what)


def check_outage():
    site, other, control = Server(), Server(), Server()
    write_sites(FOLDER + "/sites.csv", [site.url(), other.url()])
    out = FOLDER + "/county"
    first = start_watch(out, "--control", control.url())
    wait_for("the first visits", 60, lambda: len(tries(out, "5199010001")) >= 2)
    site.stop()
    wait_for("the alarm", 60, lambda: len(outages(out)) == 1)

    # A killed watch goes on where it was: the outage is told once, and no try is lost or doubled.
    before = tries(out, "5199010001")
    first.send_signal(signal.SIGKILL)
    told = first.communicate()[0]
    if told.count("中断") != 1 or "第1个网站" not in told:
        fail("told instead of one outage: " + told)
    second = start_watch(out, "--control", control.url())
    wait_for("visits of the second watch", 60, lambda: len(tries(out, "5199010001")) > len(before) + 1)
    if start_watch(out).wait(60) != 1:
        fail("two write one record")
    site.start()
    wait_for("the recovery", 60, lambda: outages(out)[0][3] > 0)

    # Nothing answers any more: our own network, for all that this machine can tell.
    n = len(tries(out, "5199010002"))
    for server in (site, other, control):
        server.stop()
    wait_for("visits that count for nobody", 60, lambda: [t[1] for t in tries(out, "5199010002")[n:]].count(OFFLINE) >= 4)
    second.send_signal(signal.SIGTERM)
    told = second.communicate()[0]
    if second.returncode != 0 or told.count("恢复") != 1 or "中断" in told:
        fail("the second watch told: " + told)

    after = tries(out, "5199010001")
    if after[: len(before)] != before or len({t[0] for t in after}) != len(after):
        fail("the record was changed, or a try is there twice")
    (code, began, alarmed, ended), *others = outages(out)
    # The first one may have met the server while it stopped: cut off, not refused.
    failed = [t for t in after if began <= t[0] < ended]
    good = [t[0] for t in after if t[1] == GOOD]
    if (others or code != "5199010001" or [t for t in failed if t[1] in (GOOD, OFFLINE)] or CONNECT not in [t[1] for t in failed]
            or began != failed[0][0] or alarmed != failed[2][0] or ended not in good):
        fail("the outage does not fit the record: %s %s" % (outages(out), after))
    if any(t[1] == CONNECT for t in tries(out, "5199010002")):
        fail("the other site is blamed")


def check_busy():
    """A store that somebody else holds for a while ends nothing, and loses no try."""
    site = Server()
    write_sites(FOLDER + "/sites.csv", [site.url()])
    out = FOLDER + "/busy"
    watch = start_watch(out)
    wait_for("the first visits", 60, lambda: len(tries(out, "5199010001")) >= 2)
    db = sqlite3.connect(out + "/xunjian.db", timeout=10, isolation_level=None)
    db.execute("BEGIN IMMEDIATE")
    held = time.time()
    while time.time() < held + 13:
        if watch.poll() is not None:
            fail("a busy store ended the watch")
        time.sleep(0.1)
    db.execute("ROLLBACK")
    db.close()
    wait_for("a visit from while it was held", 60, lambda: any(held + 1 < t[0] < held + 12 for t in tries(out, "5199010001")))
    watch.send_signal(signal.SIGTERM)
    watch.communicate()
    if watch.returncode != 0:
        fail("a watch that was kept waiting ended with %d" % watch.returncode)
    site.stop()


def write_week(out, code, every, nth):
    """A record of the week before now, every nth visit of which failed."""
    now = int(time.time())
    days = {}
    for i, at in enumerate(range(now - 7 * 86400 + every, now + 1, every)):
        reason, status = (CONNECT, 0) if i % nth == 0 else (0, 200)
        day = (at + CHINA) // 86400
        days.setdefault(day, bytearray()).extend(
            struct.pack("<Q", (at + CHINA - day * 86400) | reason << 17 | status << 23 | 12 << 33))
    db = sqlite3.connect(out + "/xunjian.db", timeout=10)
    db.execute("INSERT INTO site (code) VALUES (?) ON CONFLICT DO NOTHING", (code,))
    for day, blob in days.items():
        db.execute("INSERT INTO probe_day (site, day, tries) SELECT id, ?, ? FROM site WHERE code = ?", (day, bytes(blob), code))
    db.commit()
    db.close()


def lines(path):
    with open(path, encoding="utf-8") as f:
        return [json.loads(line) for line in f]


def check_verdict():
    """A week of visits every five minutes, of which 5 % failed, fails the site once a person confirmed it."""
    sites = [Server(), Server()]
    write_sites(FOLDER + "/sites.csv", [s.url() for s in sites])
    out = FOLDER + "/week"
    run = [PROGRAM, "inspect", "--sites", FOLDER + "/sites.csv", "--out", out, "--rate", "0", "--quiet", "--checks", "site-unreachable"]
    subprocess.run([PROGRAM, "watch", "--sites", FOLDER + "/sites.csv", "--out", out, "--once", "--rate", "0", "--quiet"], check=True)
    for code in ("5199010001", "5199010002"):
        if len(tries(out, code)) != 1:
            fail("--once is not once: %s" % tries(out, code))
    db = sqlite3.connect(out + "/xunjian.db")
    db.execute("DELETE FROM probe_day")
    db.commit()
    db.close()
    write_week(out, "5199010001", 300, 20)
    write_week(out, "5199010002", 300, 21)
    subprocess.run(run, check=True, stdout=subprocess.DEVNULL)
    found = lines(out + "/findings.jsonl")
    if [(f["site"], f["grade"], f["measured"]) for f in found] != [("5199010001", "veto", 5)]:
        fail("found instead of one veto: %s" % found)
    first, second = (s["metrics"]["availability"] for s in lines(out + "/sites.jsonl"))
    if (first["days"], first["tries"], first["failed"], second["failed"]) != (7, 2016, 101, 96):
        fail("counted: %s %s" % (first, second))
    subprocess.run([PROGRAM, "review", "confirm", "--check", "site-unreachable", "--by", "张三", "--store", "sqlite:%s/xunjian.db" % out],
                   check=True, stdout=subprocess.DEVNULL)
    subprocess.run(run, check=True, stdout=subprocess.DEVNULL)
    verdicts = [(s["verdict"], [v["id"] for v in s["vetoes"]]) for s in lines(out + "/sites.jsonl")]
    if verdicts[0] != ("不合格", ["W2.1"]) or verdicts[1][0] == "不合格":
        fail("verdicts: %s" % verdicts)
    shown = subprocess.run([PROGRAM, "watch", "show", "--sites", FOLDER + "/sites.csv", "--out", out], check=True, capture_output=True,
                           text=True).stdout
    if "失败 101 次，占 5.0%" not in shown or "▄" not in shown:
        fail("shown: " + shown)


def check_one_address():
    """Sites that all stand at one address cannot vouch for each other, which is said."""
    site, other, control = Server(), Server(), Server()
    out = FOLDER + "/one"
    write_sites(FOLDER + "/sites.csv", [site.url(), other.url()])
    show = [PROGRAM, "watch", "show", "--sites", FOLDER + "/sites.csv", "--out", out]
    shown = subprocess.run(show, capture_output=True, text=True)
    if shown.returncode != 1 or "没有这个目录" not in shown.stderr or os.path.exists(out):
        fail("shown of nothing: " + shown.stderr)
    once = [PROGRAM, "watch", "--sites", FOLDER + "/sites.csv", "--out", out, "--once", "--rate", "0", "--quiet"]
    for more, is_told in (([], True), (["--control", control.url()], False)):
        said = subprocess.run(once + more, check=True, capture_output=True, text=True).stderr
        if ("--control" in said) != is_told:
            fail("said of one address: " + said)
    for server in (site, other, control):
        server.stop()


def check_cookies():
    """A site that opens only with a cookie opens; one that still does not is nobody's outage."""
    sites = [Server(Firewall), Server(StrictFirewall)]
    out = FOLDER + "/cookies"
    write_sites(FOLDER + "/sites.csv", [s.url() for s in sites])
    once = [PROGRAM, "watch", "--sites", FOLDER + "/sites.csv", "--out", out, "--once", "--rate", "0", "--quiet"]
    for _ in range(3):
        subprocess.run(once, check=True, capture_output=True)
        time.sleep(1.1)  # one try a second is kept
    for code, reason in (("5199010001", 0), ("5199010002", COOKIE)):
        reasons = [t[1] for t in tries(out, code)]
        if reasons != [reason] * 3:
            fail("tries at %s: %s" % (code, reasons))
    if outages(out):
        fail("an outage by cookies: %s" % outages(out))
    for server in sites:
        server.stop()


def main():
    os.environ.pop("http_proxy", None)
    try:
        check_one_address()
        check_cookies()
        check_outage()
        check_busy()
        check_verdict()
    finally:
        for watch in WATCHES:
            watch.kill()


if __name__ == "__main__":
    main()
