"""Every route against every role; a route that is missing in the table fails."""
import re
import subprocess

import office

ALL = "all"
USER = "admin inspector reviewer operator leader"
REVIEWERS = "admin inspector reviewer"
INSPECTORS = "admin inspector"
ADMIN = "admin"

WHO = {
    "POST /api/v1/session": ALL,
    "GET /api/v1/session": USER,
    "DELETE /api/v1/session": USER,
    "PUT /api/v1/session/password": USER,
    "GET /api/v1/schedule": USER,
    "PUT /api/v1/schedule": ADMIN,
    "GET /api/v1/sites/{code}/schedule": USER,
    "PUT /api/v1/sites/{code}/schedule": ADMIN,
    "GET /api/v1/runs": USER,
    "POST /api/v1/runs": INSPECTORS,
    "GET /api/v1/runs/current": USER,
    "DELETE /api/v1/runs/current": INSPECTORS,
    "GET /api/v1/reviews": USER,
    "POST /api/v1/reviews": REVIEWERS,
    "DELETE /api/v1/reviews/{id}": REVIEWERS,
    "GET /api/v1/rounds": USER,
    "POST /api/v1/rounds": INSPECTORS,
    "GET /api/v1/rounds/{id}": USER,
    "GET /api/v1/rounds/{id}/sites": USER,
    "GET /api/v1/rounds/{id}/statements": USER,
    "POST /api/v1/rounds/{id}/statements": INSPECTORS,
    "POST /api/v1/rounds/{id}/freeze": INSPECTORS,
    "GET /api/v1/rounds/{id}/compare/{earlier}": USER,
    "GET /api/v1/rounds/{id}/notice": USER,
    "PUT /api/v1/rounds/{id}/notice": INSPECTORS,
    "GET /api/v1/rounds/{id}/notice.docx": USER,
    "GET /api/v1/rounds/{id}/notice.xlsx": USER,
    "GET /api/v1/rounds/{id}/notice.json": USER,
    "GET /api/v1/rounds/{id}/numbers/{n}/findings": USER,
    "GET /api/v1/rounds/{id}/numbers/{n}/members": USER,
    "GET /api/v1/units": INSPECTORS,
    "POST /api/v1/units": ADMIN,
    "PATCH /api/v1/units/{id}": ADMIN,
    "DELETE /api/v1/units/{id}": ADMIN,
    "DELETE /api/v1/users/{id}": ADMIN,
    "DELETE /api/v1/rounds/{id}": INSPECTORS,
    "DELETE /api/v1/sites/{code}": ADMIN,
    "DELETE /api/v1/accounts/{account}": ADMIN,
    "GET /api/v1/users": ADMIN,
    "POST /api/v1/users": ADMIN,
    "PATCH /api/v1/users/{id}": ADMIN,
    "POST /api/v1/users/{id}/password": ADMIN,
    "GET /api/v1/audit": ADMIN,
    "GET /api/v1/sites/{code}/availability": USER,
    "GET /api/v1/outages": USER,
    "GET /api/v1/checks": USER,
    "GET /api/v1/indicators": USER,
    "GET /api/v1/indicators/{name}": USER,
    "GET /api/v1/lexicons": USER,
    "GET /api/v1/lexicons/{name}/entries": USER,
    "POST /api/v1/draft": USER,
    "POST /api/v1/draft.docx": USER,
    "GET /api/v1/overview": USER,
    "GET /api/v1/sites": USER,
    "POST /api/v1/sites": ADMIN,
    "GET /api/v1/sites/{code}": USER,
    "PATCH /api/v1/sites/{code}": ADMIN,
    "POST /api/v1/sites/{code}/state": ADMIN,
    "POST /api/v1/registry/preview": ADMIN,
    "POST /api/v1/registry/import": ADMIN,
    "GET /api/v1/registry/sites.csv": USER,
    "GET /api/v1/registry/accounts.csv": USER,
    "GET /api/v1/accounts": USER,
    "POST /api/v1/accounts": ADMIN,
    "GET /api/v1/accounts/{account}": USER,
    "PATCH /api/v1/accounts/{account}": ADMIN,
    "POST /api/v1/accounts/{account}/state": ADMIN,
    "PUT /api/v1/accounts/{account}/posts": INSPECTORS,
    "DELETE /api/v1/accounts/{account}/posts": INSPECTORS,
    "GET /api/v1/findings": USER,
    "GET /api/v1/findings/to-order": INSPECTORS,
    "GET /api/v1/findings/{site}/{finding}": USER,
    "GET /api/v1/findings/{site}/{finding}/page": USER,
    "GET /api/v1/findings/{site}/{finding}/picture": USER,
    "GET /api/v1/domains": USER,
    "GET /api/v1/domains.xlsx": USER,
    "GET /api/v1/filings": USER,
    "POST /api/v1/filings": "admin inspector operator",
    "GET /api/v1/filings.xlsx": USER,
    "GET /api/v1/filings/kinds": USER,
    "GET /api/v1/filings/counts": USER,
    "GET /api/v1/filings/{id}": USER,
    "POST /api/v1/filings/{id}/events": "admin inspector operator",
    "PUT /api/v1/filings/{id}/files/{name}": "admin inspector operator",
    "GET /api/v1/filings/{id}/files/{name}": USER,
    "GET /api/v1/escalations": USER,
    "GET /api/v1/escalations.xlsx": USER,
    "GET /api/v1/orders.xlsx": USER,
    "GET /api/v1/orders": USER,
    "POST /api/v1/orders": INSPECTORS,
    "GET /api/v1/orders/deadline": USER,
    "GET /api/v1/orders/{id}": USER,
    "GET /api/v1/orders/{id}/findings/{site}/{finding}": USER,
    "GET /api/v1/orders/{id}/findings/{site}/{finding}/page": USER,
    "GET /api/v1/orders/{id}/findings/{site}/{finding}/picture": USER,
    "POST /api/v1/orders/{id}/events": "admin inspector operator",
    "PUT /api/v1/orders/{id}/files/{name}": "admin operator",
    "GET /api/v1/orders/{id}/files/{name}": USER,
    "GET /healthz": ALL,
    "GET /metrics": ALL,
}


def openapi():
    return subprocess.run([office.PROGRAM, "serve", "--openapi"], check=True,
                          capture_output=True, text=True).stdout


def routes():
    """Method and path of each route, from the printed document."""
    path, found = None, []
    for line in openapi().split("\n"):
        if m := re.match(r'  "(/[^"]*)":$', line):
            path = m.group(1)
        elif m := re.match(r'    "(get|post|put|patch|delete)":$', line):
            found.append(m.group(1).upper() + " " + path)
    return found


def an_instance(path):
    """A path that fits, of things that are not there."""
    return re.sub(r"\{\w+\}", "999999", path)


class Routes(office.Case):
    def test_the_committed_document_is_the_printed_one(self):
        with open(office.SOURCE + "/docs/openapi.yaml") as f:
            self.assertEqual(f.read(), openapi())

    def test_every_route_is_in_the_table_of_this_test(self):
        self.assertEqual(sorted(routes()), sorted(WHO))

    def test_nobody_gets_nothing_without_signing_in(self):
        client = self.office.client()
        for route in routes():
            method, path = route.split()
            reply = client.send(method, an_instance(path))
            if WHO[route] == ALL:
                self.assertNotEqual(reply.status, 401, route)
            else:
                self.assert_problem(reply, 401)

    def test_each_role_gets_what_the_table_says(self):
        for role in office.ROLES:
            for route in routes():
                method, path = route.split()
                client = self.clients[role]
                if route == "DELETE /api/v1/session":
                    client = self.office.client(role)
                body = None if method in ("GET", "DELETE") else {"no-such-field": 1}
                reply = client.send(method, an_instance(path), body)
                if reply.status == 413:  # takes no body, whoever sends one
                    reply = client.send(method, an_instance(path))
                allowed = WHO[route] == ALL or role in WHO[route].split()
                if allowed:
                    self.assertNotIn(reply.status, (401, 403), f"{role} {route} {reply.bytes}")
                else:
                    self.assertEqual(reply.status, 403, f"{role} {route} {reply.bytes}")

    def test_a_method_that_a_path_has_not_is_told_with_those_it_has(self):
        reply = self.clients["admin"].put("units", {})
        self.assert_problem(reply, 405)
        self.assertEqual(reply.headers["Allow"], "GET, POST")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clients = {role: cls.office.client(role) for role in office.ROLES}


office.main()
