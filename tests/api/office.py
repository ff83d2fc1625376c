"""An office to test: `xunjian serve` in a folder of its own, with users of every role."""
import atexit
import functools
import http.client
import json
import os
import re
import shutil
import signal
import ssl
import subprocess
import sys
import tempfile
import time
import unittest

import contract

PROGRAM, SOURCE = sys.argv[1], sys.argv[2]
CONTRACT = contract.Contract(SOURCE + "/docs/openapi.yaml")
ROLES = ["admin", "inspector", "reviewer", "operator", "leader"]
PASSWORD = "Kunlun-2026!"
WAIT_S = 30  # far more than anything takes; machines are busy


class Reply:
    def __init__(self, reply):
        self.status = reply.status
        self.headers = reply.headers
        self.bytes = reply.read()

    @property
    def json(self):
        return json.loads(self.bytes)

    @property
    def detail(self):
        return self.json["detail"]


class Client:
    """One browser: a connection, a cookie, a token."""

    tries = 2  # a kept-alive connection may have been closed by the other end

    def __init__(self, office):
        self.office = office
        kind = functools.partial(http.client.HTTPSConnection,
                                 context=ssl.create_default_context(cafile=office.cert)) \
            if office.cert else http.client.HTTPConnection
        self.connection = kind("127.0.0.1", office.port, timeout=WAIT_S)
        self.cookie = self.csrf = None
        self.user = None

    def send(self, method, path, body=None, headers=None, raw=None):
        sent = {}
        if self.cookie:
            sent["Cookie"] = self.cookie
        if self.csrf:
            sent["X-CSRF-Token"] = self.csrf
        if body is not None:
            sent["Content-Type"] = "application/json"
            raw = json.dumps(body).encode()
        sent.update(headers or {})
        sent = {k: v for k, v in sent.items() if v is not None}
        if not path.startswith("/"):
            path = "/api/v1/" + path
        in_chunks = "Transfer-Encoding" in sent
        for left in reversed(range(self.tries)):
            try:
                self.connection.request(method, path, raw, sent, encode_chunked=in_chunks)
                reply = Reply(self.connection.getresponse())
                break
            except (http.client.HTTPException, ConnectionError):
                self.connection.close()
                if not left:
                    raise
        if path.startswith(("/api/", "/healthz", "/metrics")):
            CONTRACT.check(method, path, reply.status, reply.headers["Content-Type"], reply.bytes)
        return reply

    def get(self, path, **more):
        return self.send("GET", path, **more)

    def post(self, path, body=None, **more):
        return self.send("POST", path, body, **more)

    def put(self, path, body=None, **more):
        return self.send("PUT", path, body, **more)

    def patch(self, path, body=None, **more):
        return self.send("PATCH", path, body, **more)

    def delete(self, path, **more):
        return self.send("DELETE", path, **more)

    def sign_in(self, name, password=PASSWORD):
        reply = self.post("session", {"name": name, "password": password})
        if reply.status == 201:
            self.cookie = reply.headers["Set-Cookie"].split(";")[0]
            self.csrf = reply.json["csrf"]
            self.user = reply.json["user"]
        return reply


class Office:
    def __init__(self, *options, roles=ROLES, dir=None):
        self.dir = dir or tempfile.mkdtemp(prefix="xunjian-api-")
        self.log_path = self.dir + ".log"
        self.options = options
        self.cert = None
        if "--cert" in options:  # as it is now: a test may spoil the file
            self.cert = self.dir + "/own.pem"
            shutil.copy(options[options.index("--cert") + 1], self.cert)
        for role in roles:
            self.add_user(role, role)
        self.start()
        atexit.register(self.stop)

    def add_user(self, name, role, unit=1, password=PASSWORD):
        subprocess.run(
            [PROGRAM, "user", "add", name, "--dir", self.dir, "--role", role, "--title", name,
             "--unit", str(unit), "--password-file", "-"],
            input=password, text=True, check=True)

    def start(self):
        self.log = open(self.log_path, "a")
        self.process = subprocess.Popen(
            [PROGRAM, "serve", "--dir", self.dir, "--listen", "127.0.0.1:0", "--watch", "0", *self.options],
            stdout=subprocess.PIPE, stderr=self.log, text=True)
        line = self.process.stdout.readline()
        self.port = int(re.search(r":(\d+)/", line).group(1))
        self.wait_awake()

    def wait_awake(self):
        for _ in range(WAIT_S * 50):
            try:
                if Client(self).get("/healthz").json["status"] == "ok":
                    return
            except (OSError, http.client.HTTPException, ValueError):
                pass
            time.sleep(0.02)
        raise AssertionError("the office does not wake up")

    def client(self, name=None, password=PASSWORD):
        client = Client(self)
        if name:
            reply = client.sign_in(name, password)
            assert reply.status == 201, reply.bytes
        return client

    def stop(self):
        if not self.process:
            return 0
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(WAIT_S)
        self.process.stdout.close()
        self.process = None
        self.log.close()
        return status

    def log_text(self):
        with open(self.log_path) as f:
            return f.read()

    def children(self):
        with open(f"/proc/{self.process.pid}/task/{self.process.pid}/children") as f:
            return [int(pid) for pid in f.read().split()]


class Demo:
    """The demo county on loopback."""

    def __init__(self):
        self.process = subprocess.Popen([PROGRAM, "demo", "--serve"],
                                        stdout=subprocess.PIPE, text=True)
        for line in self.process.stdout:
            if line.startswith("  curl"):
                break
        self.rules = re.findall(r"--connect-to (\S+)", line)

    def stop(self):
        self.process.terminate()
        self.process.wait(WAIT_S)
        self.process.stdout.close()


class Case(unittest.TestCase):
    """Tests of one class share an office; at its end the log must hold none of our own mistakes."""

    options = ()
    roles = ROLES

    @classmethod
    def setUpClass(cls):
        cls.office = Office(*cls.options, roles=cls.roles)

    @classmethod
    def tearDownClass(cls):
        status = cls.office.stop()
        log = cls.office.log_text()
        shutil.rmtree(cls.office.dir)
        os.unlink(cls.office.log_path)
        for mistake in ["与说明不符", "没有记入操作日志", "Sanitizer", "runtime error"]:
            assert mistake not in log, log
        assert status == 0, f"exit status {status}\n{log}"

    def check_members(self, client, path, number):
        """Whatever counts sites, accounts or regions opens as many of them; the parts of a rate, too."""
        counts = [("", number["count"], number.get("value", number.get("rows")))] if "count" in number else \
            [("&of=" + k, number["rate"][k], None) for k in ("part", "whole", "open") if k in number["rate"]]
        totals, kinds = [], set()
        for query, selection, value in counts:
            if selection["of"] not in ("sites", "accounts", "regions"):
                continue
            listed = client.get(f"{path}?per_page=200{query}").json
            totals.append(listed["total"])
            kinds |= {m["kind"] for m in listed["items"]}
            self.assertTrue(kinds <= {selection["of"][:-1]}, listed)
            self.assertEqual(len({m["id"] for m in listed["items"]}), min(listed["total"], 200))
            if value is not None:
                self.assertEqual(listed["total"], value, number)
            if selection["of"] != "regions" and "verdict" in selection and selection["verdict"] != ["未检查"]:
                self.assertTrue(all(m["verdict"] in selection["verdict"] for m in listed["items"]), listed)
        if len(totals) >= 2 and number["value"] is not None:
            self.assertAlmostEqual(number["value"], totals[0] / totals[1], places=5)
        return kinds

    def assert_problem(self, reply, status, word=""):
        self.assertEqual(reply.status, status, reply.bytes)
        self.assertEqual(reply.headers["Content-Type"], "application/problem+json")
        self.assertIn(word, reply.detail)


def main():
    unittest.main(argv=sys.argv[:1], warnings="ignore")  # of sockets that the end closes
