"""Fifty users click through all pages of an office of a filled store; what each route took. usage: office.py PROGRAM SOURCE DIR [SECONDS]

DIR holds xunjian.db as bench_desk_query fills it. A click every second and a half, as quick readers do; for long enough that a route's 95th of
a hundred is not the third worst of its first forty, when caches are empty and all have just logged in."""
import collections
import http.client
import json
import random
import subprocess
import sys
import threading
import time
import urllib.parse

program, source, folder = sys.argv[1:4]
seconds = int(sys.argv[4]) if len(sys.argv) > 4 else 90
USERS, THINK_S, PASSWORD = 50, 1.5, "Kunlun-2026!"
CHECKS = ["dead-link", "typo", "stale-column", "hidden-link", "tls"]

names = []
for i in range(5):
    names.append(f"user{i}")
    subprocess.run([program, "user", "add", names[-1], "--dir", folder, "--role", "admin" if i < 2 else "inspector", "--title", names[-1],
                    "--unit", "1" if i < 4 else "2", "--password-file", "-"], input=PASSWORD, text=True, check=False,
                   stderr=subprocess.DEVNULL)
serve = subprocess.Popen([program, "serve", "--dir", folder, "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE,
                         stderr=subprocess.DEVNULL, text=True)
port = int(serve.stdout.readline().rstrip("/\n").rsplit(":", 1)[1])
times, lock, failures = collections.defaultdict(list), threading.Lock(), collections.Counter()


class User(threading.Thread):
    def __init__(self, name, seed):
        super().__init__(daemon=True)
        self.draw = random.Random(seed)
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        reply, body = self.send("POST", "session", {"name": name, "password": PASSWORD}, ())
        self.headers = {"Cookie": reply.headers["Set-Cookie"].split(";")[0], "X-CSRF-Token": json.loads(body)["csrf"]}
        self.finding, self.unit = None, json.loads(body)["user"]["unit"]["id"]
        self.is_admin = json.loads(body)["user"]["role"] == "admin"
        self.codes = [s["code"] for s in self.ask("sites?per_page=200")["items"]]
        self.units = [u["id"] for u in self.ask("units?per_page=200")["items"]]

    def ask(self, path, body=None):
        """Before it is measured."""
        reply, text = self.send("POST" if body is not None else "GET", path, body)
        assert reply.status < 300, text.decode()
        return json.loads(text)

    def send(self, method, path, body=None, headers=None):
        headers = dict(self.headers if headers is None else headers)
        if body is not None:
            headers["Content-Type"] = "application/json"
            body = json.dumps(body)
        self.connection.request(method, "/api/v1/" + path, body, headers)
        reply = self.connection.getresponse()
        return reply, reply.read()

    def click(self, route, method, path, body=None):
        began = time.monotonic()
        reply, text = self.send(method, path, body)
        took = time.monotonic() - began
        with lock:
            times[route].append(took)
            # somebody else was faster; a bureau has no round of the whole
            if reply.status >= 400 and not any(w in text.decode("utf8", "replace") for w in ("尚未办结", "没有这一轮", "不在其中", "已排除")):
                failures[f"{route} {reply.status} {text.decode()}"] += 1
        return json.loads(text) if reply.status < 400 and "json" in reply.headers.get("Content-Type", "") else None

    def one(self):
        d = self.draw
        choice = d.randrange(25)
        if choice == 0:
            self.click("overview", "GET", "overview")
        elif choice == 1:
            self.click("sites", "GET", f"sites?sort=-veto&page={d.randrange(1, 10)}")
        elif choice == 2:
            page = self.click("sites, by word", "GET", "sites?q=" + urllib.parse.quote(f"网站{d.randrange(1000)}"))
            if page and page["items"]:
                self.click("one site", "GET", "sites/" + page["items"][0]["code"])
        elif choice == 3:
            self.click("findings, any page", "GET", f"findings?state=unreviewed&page={d.randrange(1, 5000)}")
        elif choice == 4:
            self.click("findings of a check", "GET", f"findings?check={d.choice(CHECKS)}&grade=fault&sort=site")
        elif choice == 5:
            self.click("findings, newest", "GET", f"findings?sort=-first_seen&page={d.randrange(1, 100)}")
        elif choice == 6:
            self.click("findings, by word", "GET", "findings?check=typo&q=" + urllib.parse.quote(f"附件{d.randrange(900)}的"))
        elif choice == 7:
            self.click("orders", "GET", "orders?overdue=1")
        elif choice == 8:
            page = self.click("accounts", "GET", f"accounts?sort={d.choice(['-newest', 'name', '-fault'])}&page={d.randrange(1, 20)}")
            if page and page["items"]:
                self.click("one account", "GET", "accounts/" + urllib.parse.quote(d.choice(page["items"])["id"], safe=""))
        elif choice == 9:
            self.click("accounts, by word", "GET", "accounts?verdict=pass&q=" + urllib.parse.quote(f"发布{d.randrange(10000)}"))
        elif choice < 13:
            page = self.click("findings of a site", "GET", f"findings?state=unreviewed&per_page=50&page={d.randrange(1, 50)}&sort=site")
            self.finding = page["items"][d.randrange(len(page["items"]))] if page and page["items"] else None
            if self.finding:
                self.click("one finding", "GET", f"findings/{self.finding['site']}/{self.finding['id']}")
        elif choice == 14:
            self.click("availability", "GET", f"sites/{d.choice(self.codes)}/availability")
            self.click("a site's schedule", "GET", f"sites/{d.choice(self.codes)}/schedule")
        elif choice == 15:
            self.click("outages", "GET", f"outages?page={d.randrange(1, 3)}")
        elif choice == 16:
            self.click("round, open", "GET", f"rounds/{rounds[1]}")
            self.click("round, open: sites", "GET", f"rounds/{rounds[1]}/sites?page={d.randrange(1, 200)}")
            self.click("round, open: stated", "GET", f"rounds/{rounds[1]}/statements")
        elif choice == 17:
            self.click("rounds", "GET", "rounds")
            self.click("round, frozen", "GET", f"rounds/{rounds[0]}")
            self.click("round, frozen: sites", "GET", f"rounds/{rounds[0]}/sites?page={d.randrange(1, 200)}")
            notice = self.click("notice: numbers", "GET", f"rounds/{rounds[0]}/notice.json")
            n = d.randrange(len(notice["numbers"])) if notice else 0
            self.click("notice: members", "GET", f"rounds/{rounds[0]}/numbers/{n}/members?page={d.randrange(1, 3)}")
            self.click("notice: findings", "GET", f"rounds/{rounds[0]}/numbers/{n}/findings?page={d.randrange(1, 3)}")
        elif choice == 18:
            for route in ("schedule", "runs", "runs/current", "escalations"):
                self.click(route, "GET", route)
        elif choice == 19:
            for route in ("checks", "indicators", "indicators/national-2019", "lexicons"):
                self.click(route, "GET", route)
        elif choice == 20:
            self.click("units", "GET", f"units?page={d.randrange(1, 10)}")
            self.click("units, by word", "GET", "units?q=" + urllib.parse.quote(f"第{d.randrange(500)}局"))
            if self.is_admin:
                self.click("users", "GET", "users")
                self.click("audit", "GET", f"audit?page={d.randrange(1, 3)}")
        elif choice == 21:
            self.click("reviews", "GET", f"reviews?page={d.randrange(1, 50)}")
            self.click("to be ordered", "GET", "findings/to-order?unit=" + str(d.choice(self.units)))
            orders = self.click("orders", "GET", "orders")
            if orders and orders["items"]:
                self.click("one order", "GET", f"orders/{d.choice(orders['items'])['id']}")
        elif choice == 22 and self.finding:
            f = self.finding
            self.click("archived page", "GET", f"findings/{f['site']}/{f['id']}/page")
            self.click("a review", "POST", "reviews", {"actions": [
                {"kind": d.choice(["confirm", "dismiss"]), "site": f["site"], "finding": f["id"], "reason": "核对过"}]})
        elif choice == 23:
            self.click("who is there", "GET", "session")
            self.click("registry as a file", "GET", "registry/sites.csv")
        elif self.finding and self.unit == 1:
            self.click("order", "POST", "orders", {"unit": 1, "days": 5, "demand": "请整改", "findings": [
                {"site": self.finding["site"], "id": self.finding["id"]}]})
            self.finding = None

    def run(self):
        time.sleep(self.draw.random() * THINK_S)
        while time.monotonic() < end:
            self.one()
            time.sleep(self.draw.expovariate(1 / THINK_S))


# Two rounds of everything: one frozen, with its notice, and one under way.
rounds, first = [], User(names[0], 0)
for title in ("上一轮", "本轮"):
    now = time.monotonic()
    rounds.append(first.ask("rounds", {"title": title, "from": "2026-10-01", "to": "2026-12-31", "indicators": "national-2019"})["id"])
    first.ask(f"rounds/{rounds[-1]}")
    print(f"a round opened and judged for the first time: {time.monotonic() - now:.1f} s")
    if len(rounds) == 1:
        now = time.monotonic()
        first.send("POST", f"rounds/{rounds[0]}/freeze")
        print(f"frozen: {time.monotonic() - now:.1f} s")
        now = time.monotonic()
        first.ask(f"rounds/{rounds[0]}/notice.json")
        print(f"its notice, for the first time: {time.monotonic() - now:.1f} s")
users = [User(names[i % 5], i) for i in range(USERS)]
began = time.monotonic()
end = began + seconds
for user in users:
    user.start()
for user in users:
    user.join()


def cpu_ms(pid):
    with open(f"/proc/{pid}/stat") as f:
        fields = f.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) * 10


def memory(pid):
    with open(f"/proc/{pid}/status") as f:
        return next(int(line.split()[1]) for line in f if line.startswith("VmHWM")) // 1024


with open(f"/proc/{serve.pid}/task/{serve.pid}/children") as f:
    children = [int(pid) for pid in f.read().split()]
n = sum(len(t) for t in times.values())
print(f"{USERS} users, {n} requests in {seconds} s; the children used {sum(cpu_ms(p) for p in children) / n:.1f} ms of "
      f"CPU a request and at most {', '.join(str(memory(p)) for p in children)} MB")
for route, t in sorted(times.items()):
    t = sorted(x * 1000 for x in t)
    print(f"{route:22} {len(t):5} requests  median {t[len(t) // 2]:5.0f} ms  p95 {t[len(t) * 95 // 100]:5.0f} ms  worst {t[-1]:5.0f} ms")
for what, k in failures.most_common(10):
    print(f"failed {k}: {what}")
serve.terminate()
serve.wait(30)
