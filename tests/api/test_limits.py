"""Hostile and clumsy clients: too much, too slow, too many, and what is no HTTP of ours."""
import gzip
import json
import os
import re
import resource
import signal
import socket
import subprocess
import tempfile
import threading
import time

import office


def answer(port, sent, address="127.0.0.1"):
    """What comes back for these bytes, until the other end closes or is silent."""
    with socket.create_connection((address, port), timeout=office.WAIT_S) as s:
        s.sendall(sent)
        s.settimeout(2)
        got = b""
        try:
            while piece := s.recv(65536):
                got += piece
        except TimeoutError:
            pass
        return got


class Limits(office.Case):
    roles = ["admin"]

    def setUp(self):
        self.client = self.office.client("admin")

    def assert_alive(self):
        self.assertEqual(self.client.get("session").status, 200)

    def test_a_body_past_the_limit_is_refused(self):
        at_limit = b'{"name":"%s"}' % (b"x" * (1024 * 1024 - 11))
        self.assertEqual(len(at_limit), 1024 * 1024)
        kind = {"Content-Type": "application/json"}
        self.assert_problem(self.client.send("POST", "units", raw=at_limit, headers=kind), 422)
        head = (f"POST /api/v1/units HTTP/1.1\r\nHost: x\r\nCookie: {self.client.cookie}\r\n"
                f"Content-Type: application/json\r\nContent-Length: {len(at_limit) + 1}\r\n\r\n")
        self.assertIn(b" 413 ", answer(self.office.port, head.encode()).split(b"\r\n")[0])
        self.assert_alive()

    def test_who_has_not_signed_in_sends_little(self):
        head = (b"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                b"Content-Length: %d\r\n\r\n")
        self.assertIn(b" 413 ", answer(self.office.port, head % 8193).split(b"\r\n")[0])
        sent = head % 8192 + b" " * 8192
        self.assertIn(b" 422 ", answer(self.office.port, sent).split(b"\r\n")[0])

    def test_a_body_in_chunks_past_the_limit_is_refused(self):
        def chunks():
            for _ in range(40):
                yield b" " * 65536
        reply = self.client.send("POST", "units", raw=chunks(),
                                 headers={"Content-Type": "application/json",
                                          "Transfer-Encoding": "chunked"})
        self.assert_problem(reply, 413)
        self.assert_alive()

    def test_an_upload_past_the_limit_is_answered(self):
        kind = {"Content-Type": "text/csv"}
        for n in (1, 8 << 20):  # one byte too many; more than any buffer between holds
            reply = self.client.send("POST", "registry/preview", raw=b"x" * ((32 << 20) + n), headers=kind)
            self.assert_problem(reply, 413)
        head = (f"POST /api/v1/registry/preview HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\n"
                f"Content-Length: {40 << 20}\r\n\r\n")
        self.assertIn(b"401", answer(self.office.port, head.encode()).split(b"\r\n")[0])
        self.assert_alive()

    def test_a_body_of_nobody_is_not_read(self):
        sent = (b"POST /api/v1/units HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                b"Content-Length: 1000000\r\n\r\n")
        self.assertIn(b"401", answer(self.office.port, sent).split(b"\r\n")[0])

    def test_a_body_where_none_belongs_is_refused(self):
        self.assert_problem(self.client.send("GET", "units", raw=b"x"), 413)

    def test_a_head_past_the_limit_is_refused(self):
        sent = b"GET /api/v1/session HTTP/1.1\r\nHost: x\r\nX: " + b"y" * 100000 + b"\r\n\r\n"
        first = answer(self.office.port, sent).split(b"\r\n")[0]
        self.assertTrue(first == b"" or first.split()[1] in (b"413", b"431", b"400"), first)
        self.assert_alive()

    def test_paths_that_climb_or_are_no_text_are_refused(self):
        for path in ["/../etc/passwd", "/assets/../../etc/passwd", "/%2e%2e/etc/passwd",
                     "/..%2f..%2fetc/passwd", "/a%00b", "/a%ffb", "/a%2", "/a%5c..%5cb",
                     "/api/v1/indicators/..%2f..%2fnotice", "//etc/passwd", "/api/v1//users"]:
            reply = self.client.get(path)
            self.assertIn(reply.status, (400, 404), path)
            self.assertNotIn(b"root:", reply.bytes)

    def test_names_of_files_in_a_path_stay_in_their_folder(self):
        for name in ["..", "passwd", "national-2019.yaml", "a" * 300, "%2e%2e"]:
            self.assertIn(self.client.get("indicators/" + name).status, (400, 404), name)

    def test_json_that_is_none_is_told(self):
        kind = {"Content-Type": "application/json"}
        for raw in [b"", b"{", b"[]", b"null", b'{"name":"a","name":"b"}', b'{"a":1}x',
                    b"\xff\xfe", b'{"name":"\\u0000"}', b"[" * 100000, b'{"parent":1e999}']:
            self.assert_problem(self.client.send("POST", "units", raw=raw, headers=kind), 422)

    def test_values_of_the_wrong_kind_name_the_field(self):
        good = {"name": "单位", "parent": 1}
        for field, value in [("name", 1), ("name", None), ("name", ""), ("name", "x" * 101),
                             ("name", "a\u0001b"), ("parent", "1"), ("parent", 1.5),
                             ("parent", -1), ("parent", 2**60), ("is_office", 1),
                             ("unknown", 1)]:
            reply = self.client.post("units", dict(good, **{field: value}))
            self.assert_problem(reply, 422)
            self.assertEqual(reply.json["field"], field)

    def test_queries_that_are_not_declared_or_doubled_are_told(self):
        for query in ["x=1", "page=0", "page=a", "per_page=201", "page=1&page=2", "q=%ff",
                      "page=-1", "page=99999999999999999999"]:
            self.assertIn(self.client.get("units?" + query).status, (400, 422), query)

    def test_hostile_texts_come_back_as_they_were(self):
        for text in ["'); DROP TABLE user; --", "<script>alert(1)</script>", "\" onload=x",
                     "{{7*7}}", "%s%n", "=cmd|' /C calc'!A0", "𠀀\u202e😀"]:
            made = self.client.post("units", {"name": text, "parent": 1})
            self.assertEqual(made.status, 201, made.bytes)
            self.assertEqual(made.json["name"], text)
            self.assertEqual(made.headers["X-Content-Type-Options"], "nosniff")
            self.assertIn("default-src 'none'", made.headers["Content-Security-Policy"])

    def test_bytes_that_are_no_request_end_the_connection(self):
        for sent in [b"\x16\x03\x01\x02\x00", b"GET\r\n\r\n", b"\0" * 1000, b"BREW / HTCPCP/1.0\r\n\r\n"]:
            got = answer(self.office.port, sent)
            self.assertNotIn(b" 200 ", got.split(b"\r\n")[0])
        self.assert_alive()

    def test_what_was_seen_is_not_sent_again(self):
        first = self.client.get("checks")
        again = self.client.get("checks", headers={"If-None-Match": first.headers["ETag"]})
        self.assertEqual((again.status, again.bytes), (304, b""))
        self.assertEqual(self.client.send("HEAD", "checks").bytes, b"")

    def test_a_change_of_what_somebody_changed_is_refused(self):
        unit = self.client.post("units", {"name": "乙", "parent": 1}).json["id"]
        reply = self.client.patch(f"units/{unit}", {"name": "丙"}, headers={"If-Match": '"0"'})
        self.assert_problem(reply, 412)
        self.assertEqual(self.client.patch(f"units/{unit}", {"name": "丙"},
                                           headers={"If-Match": "*"}).status, 200)

    def test_a_request_behind_another_is_answered_too(self):
        one = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
        self.assertEqual(answer(self.office.port, one * 3).count(b"HTTP/1.1 200"), 3)


class Many(office.Case):
    roles = ["admin"]
    options = ("--connections", "12000", "--per-address", "300")

    def test_one_address_does_not_take_all_connections(self):
        held = []
        try:
            for _ in range(400):
                held.append(socket.create_connection(("127.0.0.1", self.office.port),
                                                     source_address=("127.0.0.9", 0)))
            time.sleep(0.5)
            open_ones = 0
            for s in held:
                s.settimeout(0.001)
                try:
                    open_ones += s.recv(1) != b""
                except TimeoutError:
                    open_ones += 1
                except ConnectionError:
                    pass
            self.assertLessEqual(open_ones, 300)
            self.assertEqual(self.office.client("admin").get("session").status, 200)
        finally:
            for s in held:
                s.close()

    def test_ten_thousand_idle_connections_keep_nobody_waiting(self):
        limit = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (limit[1], limit[1]))
        n = min(10000, limit[1] - 500)
        held = []
        try:
            for i in range(n):
                held.append(socket.create_connection(
                    ("127.0.0.1", self.office.port),
                    source_address=(f"127.1.{i // 200}.7", 0)))
            client = self.office.client("admin")
            start = time.monotonic()
            for _ in range(20):
                self.assertEqual(client.get("session").status, 200)
            self.assertLess((time.monotonic() - start) / 20, 2)  # machines are busy
        finally:
            for s in held:
                s.close()


class Pages(office.Case):
    roles = ["admin"]

    @classmethod
    def setUpClass(cls):
        cls.web = tempfile.TemporaryDirectory()
        os.mkdir(cls.web.name + "/assets")
        script = b"console.log(1)\n" * 100
        for name, content in [("index.html", b"<!doctype html><title>x</title>"),
                              ("assets/app-1234.js", script),
                              ("assets/app-1234.js.gz", gzip.compress(script)),
                              (".secret", b"no")]:
            with open(f"{cls.web.name}/{name}", "wb") as f:
                f.write(content)
        os.symlink("/etc/passwd", cls.web.name + "/passwd.txt")
        cls.options = ("--web", cls.web.name)
        super().setUpClass()

    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        cls.web.cleanup()

    def test_paths_of_pages_are_the_one_page(self):
        client = self.office.client()
        for path in ["/", "/sites", "/sites/6107000034", "/index.html?x=1"]:
            reply = client.get(path)
            self.assertEqual((reply.status, reply.headers["Content-Type"]),
                             (200, "text/html; charset=utf-8"), path)
            self.assertEqual(reply.headers["Cache-Control"], "no-cache")

    def test_the_page_runs_only_our_scripts_and_stands_in_no_frame(self):
        policy = self.office.client().get("/").headers["Content-Security-Policy"]
        self.assertIn("default-src 'self'", policy)
        self.assertIn("frame-ancestors 'none'", policy)
        self.assertNotIn("unsafe", policy)

    def test_hashed_files_are_kept_for_ever_and_sent_packed(self):
        client = self.office.client()
        plain = client.get("/assets/app-1234.js")
        packed = client.get("/assets/app-1234.js", headers={"Accept-Encoding": "br, gzip;q=0.5"})
        self.assertIn("immutable", plain.headers["Cache-Control"])
        self.assertEqual(packed.headers["Content-Encoding"], "gzip")
        self.assertEqual(gzip.decompress(packed.bytes), plain.bytes)
        refused = client.get("/assets/app-1234.js", headers={"Accept-Encoding": "gzip;q=0"})
        self.assertIsNone(refused.headers["Content-Encoding"])

    def test_other_files_are_not_there(self):
        client = self.office.client()
        for path in ["/.secret", "/passwd.txt", "/assets/none.js", "/robots.txt"]:
            self.assertEqual(client.get(path).status, 404, path)
        self.assert_problem(client.post("/", {}), 405)


class Secure(office.Case):
    """Under TLS, with a certificate of our own."""
    roles = ["admin"]

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.cert, cls.key = cls.folder.name + "/cert.pem", cls.folder.name + "/key.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                        "ec_paramgen_curve:P-256", "-nodes", "-keyout", cls.key, "-out", cls.cert,
                        "-days", "2", "-subj", "/CN=localhost", "-addext",
                        "subjectAltName=IP:127.0.0.1"], check=True, capture_output=True)
        cls.options = ("--cert", cls.cert, "--key", cls.key)
        super().setUpClass()

    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        cls.folder.cleanup()

    def test_the_cookie_is_sent_under_tls_alone(self):
        reply = self.office.client().sign_in("admin")
        self.assertIn("; Secure", reply.headers["Set-Cookie"])
        self.assertIn("max-age", reply.headers["Strict-Transport-Security"])

    def test_a_certificate_that_is_none_does_not_take_the_place_of_the_old_one(self):
        with open(self.cert) as f:
            good = f.read()
        with open(self.cert, "w") as f:
            f.write("no certificate")
        before = self.office.children()
        self.office.process.send_signal(signal.SIGHUP)
        for _ in range(office.WAIT_S * 20):
            if "证书" in self.office.log_text():
                break
            time.sleep(0.05)
        self.assertIn("证书", self.office.log_text())
        self.assertEqual(self.office.client("admin").get("session").status, 200)
        with open(self.cert, "w") as f:
            f.write(good)
        for _ in range(office.WAIT_S * 20):
            if before[0] not in self.office.children():
                break
            time.sleep(0.05)
        self.assertEqual(self.office.client("admin").get("session").status, 200)


class Watched(office.Case):
    """What those who keep the machine running read."""
    roles = ["admin"]
    options = ("--log-json",)

    def test_the_metrics_are_as_prometheus_reads_them(self):
        client = self.office.client("admin")
        client.get("units")
        client.get("units/nowhere")
        reply = client.get("/metrics")
        self.assertEqual(reply.headers["Content-Type"], "text/plain; version=0.0.4")
        types, values, groups = {}, {}, []
        for line in reply.bytes.decode().splitlines():
            if line.startswith("# TYPE "):
                name, kind = line.split()[2:]
                self.assertNotIn(name, types)
                types[name] = kind
            elif not line.startswith("# HELP "):
                name, labels, value = re.fullmatch(r'([a-z_]+)(\{(?:[a-z]+="[^"]*",?)+\})? ([0-9.]+)', line).groups()
                values[name + (labels or "")] = float(value)
                family = re.sub("_(sum|count)$", "", name) if name not in types else name
                self.assertIn(family, types)
                if groups[-1:] != [family]:
                    groups.append(family)
        self.assertEqual(len(groups), len(set(groups)), "lines of a name stand apart")
        self.assertEqual(types["xunjian_http_request_seconds"], "summary")
        self.assertEqual(values['xunjian_http_requests_total{method="GET",route="/api/v1/units",status="2xx"}'], 1)
        self.assertEqual(values["xunjian_sessions"], 1)
        self.assertEqual(values['xunjian_child_awake{child="web"}'], 1)

    def test_a_line_of_the_log_is_an_object(self):
        os.kill(self.office.children()[0], signal.SIGKILL)
        self.office.wait_awake()
        self.office.process.send_signal(signal.SIGHUP)
        for _ in range(office.WAIT_S * 20):
            if "重新读取配置" in self.office.log_text():
                break
            time.sleep(0.05)
        lines = [json.loads(line) for line in self.office.log_text().splitlines()]
        self.assertTrue([line for line in lines if "重新读取配置" in line["message"]])
        for line in lines:
            self.assertEqual(sorted(line), ["level", "message", "pid", "process", "time"])
            self.assertRegex(line["time"], r"^\d{4}-\d\d-\d\dT[\d:]{8}\+08:00$")
        died = next(line for line in lines if "被信号 9 中止" in line["message"])
        self.assertEqual((died["level"], died["process"], died["pid"]), ("error", "serve", self.office.process.pid))
        self.assertIn("info", [line["level"] for line in lines])


class Slow(office.Case):
    roles = ["admin"]

    # src/web/server.c SILENT_S, src/web/guard.h: silence 30 s, a head 75 s, a body 30 s; machines are busy.
    HEAD = b"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    SLOW = {"silent": (HEAD, None, 60), "head": (HEAD, b"X-Slow: yes\r\n", 120), "body": (HEAD + b"Content-Length: 1000\r\n\r\n", b" ", 60)}

    @staticmethod
    def trickle(port, begin, more, most_s, ended, name):
        """Sends a little every second until the other end has had enough."""
        start = time.monotonic()
        with socket.create_connection(("127.0.0.1", port)) as s:
            s.settimeout(1)
            s.sendall(begin)
            while time.monotonic() - start < most_s:
                try:
                    if not s.recv(4096):
                        break
                except TimeoutError:
                    pass
                except OSError:
                    break
                try:
                    s.sendall(more or b"")
                except OSError:
                    break
            else:
                return
        ended[name] = time.monotonic() - start

    def test_slow_clients_are_let_go_and_hold_nobody_up(self):
        ended = {}
        threads = [threading.Thread(target=self.trickle, args=(self.office.port, *how, ended, f"{name} {i}"))
                   for name, how in self.SLOW.items() for i in range(20)]
        for one in threads:
            one.start()
        client = self.office.client("admin")
        while any(one.is_alive() for one in threads):
            start = time.monotonic()
            self.assertEqual(client.get("session").status, 200)
            self.assertLess(time.monotonic() - start, 5)
            time.sleep(1)
        self.assertEqual(len(ended), len(threads), ended)

    def test_a_child_that_is_killed_comes_back_and_sessions_go_on(self):
        client = self.office.client("admin")
        acknowledged = []
        for i in range(20):
            for _ in range(i % 3 + 1):
                acknowledged.append(client.post("units", {"name": "存", "parent": 1}).json["id"])
            for pid in self.office.children():
                os.kill(pid, signal.SIGKILL)
            self.office.wait_awake()
        units = [u["id"] for u in client.get("units?per_page=200").json["items"]]
        self.assertLessEqual(set(acknowledged), set(units))
        log = client.get("audit?what=unit.add&per_page=200").json
        self.assertEqual(log["total"], len(units) - 1)  # the first one was there before
        done = subprocess.run([office.PROGRAM, "export", "--audit", self.office.dir + "/log",
                               "--store", f"sqlite:{self.office.dir}/xunjian.db"])
        self.assertEqual(done.returncode, 0)

    def test_hup_takes_a_new_child_and_refuses_nobody(self):
        client = self.office.client("admin")
        for _ in range(office.WAIT_S * 100):
            before = set(self.office.children())
            if len(before) == 3:  # web, crawl and opener: all are back from the test before, the last after a pause
                break
            time.sleep(0.02)
        self.office.process.send_signal(signal.SIGHUP)
        for _ in range(office.WAIT_S * 50):
            self.assertEqual(client.get("session").status, 200)
            after = set(self.office.children())
            if len(after) == len(before) and len(before - after) == 1:  # the web child
                break
            time.sleep(0.02)
        self.assertEqual(len(before - after), 1)
        self.assertEqual(len(after), len(before))


office.main()
