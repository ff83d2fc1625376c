"""Signing in, staying so, and who must not."""
import itertools
import json
import socket
import sqlite3
import subprocess

import office

NEW_PASSWORD = "Taishan-2027?"


class Session(office.Case):
    def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(self):
        reply = self.office.client().sign_in("leader")
        cookie = reply.headers["Set-Cookie"]
        for word in ["HttpOnly", "SameSite=Strict", "Path=/", "Max-Age="]:
            self.assertIn(word, cookie)
        self.assertNotIn("Secure", cookie)  # not under TLS

    def test_a_session_that_was_planted_is_not_taken_over(self):
        client = self.office.client()
        client.cookie = "xunjian_session=" + "a" * 64
        client.sign_in("leader")
        self.assertNotIn("a" * 64, client.cookie)

    def test_signing_in_anew_ends_the_session_before(self):
        client = self.office.client("leader")
        old = client.cookie
        client.sign_in("leader")
        self.assertNotEqual(client.cookie, old)
        self.assert_problem(client.get("session", headers={"Cookie": old}), 401)

    def test_two_cookies_of_the_name_are_believed_neither(self):
        client = self.office.client("leader")
        both = client.cookie + "; xunjian_session=" + "b" * 64
        self.assert_problem(client.get("session", headers={"Cookie": both}), 401)

    def test_after_signing_out_the_cookie_is_worth_nothing(self):
        client = self.office.client("leader")
        reply = client.delete("session")
        self.assertEqual(reply.status, 204)
        self.assertIn("Max-Age=0", reply.headers["Set-Cookie"])
        self.assert_problem(client.get("session"), 401)

    def test_a_change_needs_the_token(self):
        client = self.office.client("admin")
        for token in [None, "", "0" * 64, client.csrf[:-1]]:
            reply = client.post("units", {"name": "甲", "parent": 1},
                                headers={"X-CSRF-Token": token})
            self.assert_problem(reply, 403, "X-CSRF-Token")

    def test_the_token_of_another_session_does_not_do(self):
        other = self.office.client("admin")
        client = self.office.client("admin")
        reply = client.post("units", {"name": "甲", "parent": 1},
                            headers={"X-CSRF-Token": other.csrf})
        self.assert_problem(reply, 403)

    def test_a_form_of_another_site_is_refused(self):
        client = self.office.client("admin")
        form = b'{"name":"admin","password":"x"}'
        for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]:
            self.assert_problem(
                client.send("POST", "session", raw=form, headers={"Content-Type": kind}), 415)
        for site in ["cross-site", "same-site"]:
            self.assert_problem(
                client.post("units", {"name": "甲", "parent": 1},
                            headers={"Sec-Fetch-Site": site}), 403)

    def test_a_user_who_is_disabled_is_out_at_once(self):
        self.office.add_user("gone", "reviewer")
        client, admin = self.office.client("gone"), self.office.client("admin")
        reply = admin.patch(f"users/{client.user['id']}", {"disabled": True})
        self.assertEqual(reply.status, 200)
        self.assert_problem(client.get("session"), 401)
        self.assert_problem(self.office.client().sign_in("gone"), 401, "不正确")

    def test_a_new_password_ends_the_other_sessions(self):
        self.office.add_user("changing", "reviewer")
        client, other = self.office.client("changing"), self.office.client("changing")
        reply = client.put("session/password", {"old": office.PASSWORD, "new": NEW_PASSWORD})
        self.assertEqual(reply.status, 204, reply.bytes)
        self.assertEqual(client.get("session").status, 200)
        self.assert_problem(other.get("session"), 401)
        self.assert_problem(self.office.client().sign_in("changing"), 401)
        self.assertEqual(self.office.client().sign_in("changing", NEW_PASSWORD).status, 201)

    def test_weak_passwords_are_refused_with_the_rule(self):
        client = self.office.client("reviewer")
        for weak in ["Ab1!", "abcdefghijkl", "abcdefgh1234", "Reviewer-2026", office.PASSWORD]:
            reply = client.put("session/password", {"old": office.PASSWORD, "new": weak})
            self.assert_problem(reply, 422)
            self.assertEqual(reply.json["field"], "new")

    def test_who_was_given_a_password_must_change_it_first(self):
        admin = self.office.client("admin")
        made = admin.post("users", {"name": "fresh", "title": "新来的", "role": "reviewer",
                                    "unit": 1}).json
        client = self.office.client("fresh", made["password"])
        self.assertTrue(client.get("session").json["must_change_password"])
        self.assert_problem(client.get("checks"), 403, "密码")
        client.put("session/password", {"old": made["password"], "new": NEW_PASSWORD})
        self.assertEqual(client.get("checks").status, 200)

    def test_guessing_locks_the_name_and_a_new_password_unlocks_it(self):
        self.office.add_user("guessed", "reviewer")
        for _ in range(5):
            self.assert_problem(self.office.client().sign_in("guessed", "Wrong-2026!"), 401)
        reply = self.office.client().sign_in("guessed")
        self.assert_problem(reply, 429)
        self.assertGreater(int(reply.headers["Retry-After"]), 0)
        subprocess.run([office.PROGRAM, "user", "passwd", "guessed", "--dir", self.office.dir,
                        "--password-file", "-"], input=NEW_PASSWORD, text=True, check=True)
        self.assertEqual(self.office.client().sign_in("guessed", NEW_PASSWORD).status, 201)

    def test_an_unknown_name_is_refused_in_the_same_words(self):
        known = self.office.client().sign_in("leader", "Wrong-2026!")
        unknown = self.office.client().sign_in("nobody", "Wrong-2026!")
        self.assertEqual((known.status, known.bytes), (unknown.status, unknown.bytes))

    def test_the_last_administrator_stays(self):
        admin = self.office.client("admin")
        for change in [{"disabled": True}, {"role": "leader"}]:
            self.assert_problem(admin.patch(f"users/{admin.user['id']}", change), 409)

    def test_nobody_locks_himself_out(self):
        self.office.add_user("second", "admin")  # so that he is not the last one
        admin, own = self.office.client("admin"), self.office.client("second")
        path = f"users/{own.user['id']}"
        for change, field in (({"disabled": True}, "disabled"), ({"role": "inspector"}, "role")):
            reply = own.patch(path, change)
            self.assert_problem(reply, 409, "自己")
            self.assertEqual(reply.json["field"], field)
        self.assertEqual(own.patch(path, {"title": "李四", "role": "admin", "disabled": False}).status, 200)
        self.assertEqual(admin.patch(path, {"disabled": True}).status, 200)
        self.assertEqual(own.get("overview").status, 401)

    def test_who_was_made_on_the_command_line_is_in_the_log_with_name_and_role(self):
        made = {line["new"]["name"]: line["new"] for line in self.office.client("admin").get("audit?what=user.add&per_page=200").json["items"] if line["new"]}
        self.assertEqual((made["leader"]["role"], made["leader"]["title"]), ("leader", "leader"))

    def test_sessions_are_in_the_log_of_operations(self):
        client = self.office.client("leader")
        client.delete("session")
        lines = self.office.client("admin").get("audit?who=leader").json["items"]
        self.assertEqual([line["action"] for line in lines[:2]], ["session.end", "session.begin"])

    def test_the_log_is_written_out_and_a_changed_line_shows(self):
        self.office.client("leader").delete("session")
        store, out = self.office.dir + "/xunjian.db", self.office.dir + "/audit.jsonl"
        command = [office.PROGRAM, "export", "--audit", out, "--store", "sqlite:" + store]
        done = subprocess.run(command, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        with open(out) as f:
            lines = [json.loads(line) for line in f]
        self.assertEqual([line["id"] for line in lines], list(range(1, len(lines) + 1)))
        self.assertIn(f"{len(lines)} 条", done.stdout)
        # Somebody who writes into the file itself, on a copy.
        copy = self.office.dir + "/copy.db"
        source, target = sqlite3.connect(store), sqlite3.connect(copy)
        source.backup(target)
        target.executescript("DROP TRIGGER audit_kept; UPDATE audit SET who = 'x' WHERE id = 2;")
        source.close()
        target.close()
        command[-1] = "sqlite:" + copy
        done = subprocess.run(command, capture_output=True, text=True)
        self.assertEqual(done.returncode, 1)
        self.assertIn("第 2 条", done.stderr)



class Behind(office.Case):
    """Behind a proxy that adds a line of its own, as HAProxy does."""
    options = ("--proxy",)
    roles = ["admin"]

    def send(self, method, path, body=None, seen=()):
        """One request with a line X-Forwarded-For for each address."""
        raw = json.dumps(body).encode() if body else b""
        with socket.create_connection(("127.0.0.1", self.office.port), office.WAIT_S) as s:
            lines = "".join(f"X-Forwarded-For: {one}\r\n" for one in seen)
            s.sendall(f"{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{lines}".encode() +
                      (b"Content-Type: application/json\r\nContent-Length: %d\r\n" % len(raw) if raw else b"") + b"\r\n" + raw)
            return int(s.makefile("rb").readline().split()[1])

    def guess(self, seen):
        return self.send("POST", "/api/v1/session", {"name": f"guess-{next(self.numbers)}", "password": "Wrong-2026!"}, seen)

    def setUp(self):
        self.numbers = itertools.count()

    def test_a_client_does_not_say_where_it_is(self):
        self.assertEqual(self.send("GET", "/metrics"), 200)
        self.assertEqual(self.send("GET", "/metrics", seen=["127.0.0.1", "203.0.113.9"]), 404)
        self.assertEqual(self.send("GET", "/metrics", seen=["127.0.0.1, 203.0.113.9"]), 404)
        statuses = [self.guess([f"198.51.100.{i}", "203.0.113.9"]) for i in range(32)]
        self.assertEqual((statuses[0], statuses[-1]), (401, 429))

    def test_addresses_of_one_network_of_ipv6_guess_together(self):
        statuses = [self.guess([f"2001:db8:1:2::{i:x}"]) for i in range(32)]
        self.assertEqual((statuses[0], statuses[-1]), (401, 429))
        self.assertEqual(self.guess(["2001:db8:1:3::1"]), 401)


office.main()
