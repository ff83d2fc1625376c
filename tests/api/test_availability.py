"""The watch of an office: visits, outages and who may see them; its child may be killed at any moment."""
import http.server
import os
import signal
import threading
import time

import office

HEAD = "网站标识码,网站名称,首页网址,主办单位,行政区划,网站类型,状态,对外服务\n"
LONG_S = 60


class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = b"<html><body>" + b"x" * 500 + b"</body></html>"
        self.send_response(404 if self.path == "/robots.txt" else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def serve():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    return server


def url(server):
    return f"http://127.0.0.1:{server.server_port}/"


def wait_for(what, condition):
    end = time.time() + LONG_S
    while time.time() < end:
        if found := condition():
            return found
        time.sleep(0.2)
    raise AssertionError("waited in vain: " + what)


class Watch(office.Case):
    @classmethod
    def setUpClass(cls):
        cls.site, cls.control = serve(), serve()
        cls.options = ("--watch", "1", "--rate", "0", "--control", url(cls.control))
        super().setUpClass()
        cls.admin = cls.office.client("admin")

    def enter(self, code, home):
        row = f"{code},第{code}个网站,{home},单位{code},519901,部门网站,运行,是\n"
        reply = self.admin.send("POST", "registry/preview?kind=sites", raw=(HEAD + row).encode(), headers={"Content-Type": "text/csv"})
        reply = self.admin.post("registry/import", {"token": reply.json["token"]})
        self.assertEqual(reply.status, 200, reply.bytes)

    def week(self, code="5199010001", client=None):
        reply = (client or self.admin).get(f"sites/{code}/availability")
        self.assertEqual(reply.status, 200, reply.bytes)
        return reply.json

    def watch_child(self):
        """The one that holds no connection: found by its open lock."""
        for pid in self.office.children():
            for fd in os.listdir(f"/proc/{pid}/fd"):
                try:
                    if os.readlink(f"/proc/{pid}/fd/{fd}").endswith("/watch.lock"):
                        return pid
                except OSError:
                    pass
        return None

    def test_a_site_is_visited_from_its_entry_on_and_an_outage_is_shown_to_its_own(self):
        self.assertIsNone(self.admin.get("outages").json["as_of"])  # nobody looked
        self.enter("5199010001", url(self.site))
        wait_for("visits", lambda: self.week()["visits"] >= 2)
        week = self.week()
        self.assertEqual(len(week["hours"]), 168)
        self.assertGreaterEqual(self.admin.get("outages").json["as_of"], week["as_of"])
        self.assertEqual(sum(h["visits"] for h in week["hours"]), week["visits"])
        self.assertEqual((week["failed"], week["percent"], week["days"], week["days_needed"], week["outages"]), (0, 0, 0, 7, []))

        os.kill(wait_for("the watch's child", self.watch_child), signal.SIGKILL)
        before = self.week()["visits"]
        wait_for("visits after the crash", lambda: self.week()["visits"] > before + 1)

        self.site.shutdown()
        self.site.server_close()
        outage = wait_for("the outage", lambda: self.admin.get("outages?state=open").json["items"])[0]
        self.assertEqual((outage["site"], outage["reason"], outage["ended"]), ("5199010001", "connect", None))
        self.assertGreaterEqual(self.week()["failed"], 3)
        self.assertEqual(len(self.week()["outages"]), 1)

        unit = self.admin.get("sites/5199010001").json["unit"]["id"]
        self.enter("5199010002", url(self.control))
        other = self.admin.get("sites/5199010002").json["unit"]["id"]
        for name, of, n in (("own", unit, 1), ("other", other, 0)):
            self.office.add_user(name, "operator", unit=of)
            client = self.office.client(name)
            self.assertEqual(client.get("outages").json["total"], n)
            self.assertEqual(client.get("sites/5199010001/availability").status, 200 if n else 404)
        wait_for("visits of a site that was entered later", lambda: self.week("5199010002")["visits"] >= 2)
        self.assertEqual(self.week("5199010002")["failed"], 0)


office.main()
