"""Files that people hand in are opened by a process that can do nothing else: a hostile one costs its own request."""
import io
import json
import os
import signal
import sqlite3
import time
import zipfile
from xml.sax.saxutils import escape

import office

TITLES = ["网站标识码", "网站名称", "首页网址", "主办单位", "行政区划", "网站类型", "状态", "对外服务"]
GOOD = ["5199010001", "云溪县人民政府", "http://www.yunxi.gov.cn/", "云溪县人民政府办公室", "519901", "政府门户网站", "运行", "是"]


def workbook(rows):
    """rows: by number of the sheet's row."""
    def cell(i, text):
        return f'<c r="{chr(65 + i)}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
    sheet = "".join(f'<row r="{n}">{"".join(cell(i, t) for i, t in enumerate(row))}</row>' for n, row in rows.items())
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
                       'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
                           'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
                           '<sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
                                      'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
                                      'Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
                                    f'<sheetData>{sheet}</sheetData></worksheet>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, text in parts.items():
            z.writestr(name, text)
    return out.getvalue()


class Opener(office.Case):
    def preview(self, data):
        return self.admin.send("POST", "registry/preview?kind=sites", raw=data, headers={"Content-Type": "application/octet-stream"})

    def setUp(self):
        self.admin = self.office.client("admin")

    def test_a_workbook_is_read_row_by_row(self):
        rows = {1: ["云溪县网站名单"], 3: TITLES, 4: GOOD[:1] + ['云溪县"人民"\n政府'] + GOOD[2:], 9: ["12"] + GOOD[1:]}
        reply = self.preview(workbook(rows))
        self.assertEqual(reply.status, 200, reply.bytes)
        self.assertEqual([one["name"] for one in reply.json["added"]], ['云溪县"人民" 政府'])
        self.assertEqual([one["line"] for one in reply.json["bad"]], [9])
        done = self.admin.post("registry/import", {"token": reply.json["token"]})
        self.assertEqual((done.status, done.json["added"]), (200, 1), done.bytes)

    def test_what_is_no_workbook_is_said(self):
        reply = self.preview(b"PK\x03\x04nonsense")
        self.assertEqual((reply.status, reply.headers["Content-Type"]), (422, "application/problem+json"))
        bomb = io.BytesIO()
        with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as z:
            z.writestr("xl/workbook.xml", b"<" * (300 << 20))
        reply = self.preview(bomb.getvalue())
        self.assertEqual(reply.status, 422, reply.bytes)
        self.assertEqual(self.preview(workbook({1: TITLES, 2: GOOD})).status, 200)

    def test_posts_are_read_there(self):
        made = self.admin.post("accounts", {"name": "云溪发布", "type": "新浪微博", "owner": "云溪县人民政府办公室", "region": "519901",
                                            "is_main": True})
        self.assertEqual(made.status, 201, made.bytes)
        path = "accounts/" + "%E6%96%B0%E6%B5%AA%E5%BE%AE%E5%8D%9A%3A%E4%BA%91%E6%BA%AA%E5%8F%91%E5%B8%83" + "/posts?check_only=1&name=a"
        put = lambda data: self.admin.send("PUT", path, raw=data, headers={"Content-Type": "application/octet-stream"})
        json_posts = '{"name":"云溪发布","posts":[{"time":"2026-11-01T09:00:00+08:00","title":"a"},{"time":"2026-11-03T09:00:00+08:00","title":"b"}]}'
        reply = put(json_posts.encode())
        self.assertEqual(reply.status, 200, reply.bytes)
        self.assertEqual((reply.json["posts"], reply.json["oldest"], reply.json["newest"]), (2, "2026-11-01", "2026-11-03"))
        table = put(workbook({1: ["发布时间", "标题"], 2: ["2026-11-05 08:00", "甲"], 3: ["2026-11-06 08:00", "=乙"]}))
        self.assertEqual(table.status, 200, table.bytes)
        self.assertEqual((table.json["posts"], table.json["newest"]), (2, "2026-11-06"))
        self.assertEqual(put(b"<rss><channel><item>").status, 422)

        # Kept is what was read, in a form of our own: nobody parses the file again.
        feed = b"<?xml version='1.0'?><rss><channel><title>x</title><item><title>&#x7532;</title>" \
               b"<pubDate>Tue, 03 Nov 2026 01:00:00 GMT</pubDate></item><item><title>b</title></item></channel></rss>"
        path = path.replace("check_only=1&", "")
        self.assertEqual(put(feed).json["undated"], 1)
        kept = lambda: sqlite3.connect(self.office.dir + "/xunjian.db").execute("SELECT bytes FROM account_posts").fetchone()[0]
        self.assertEqual(json.loads(kept()), {"title": "x", "posts": [{"time": "2026-11-03T09:00:00+08:00", "title": "甲"}, {}]})
        self.assertEqual(put(workbook({1: ["发布时间", "标题"], 2: ["2026-11-05 08:00", "甲"]})).status, 200)
        self.assertIn('"发布时间","标题"', kept().decode())  # the sheet as CSV

    def starts(self):
        for line in self.admin.get("/metrics").bytes.decode().splitlines():
            if line.startswith('xunjian_child_starts_total{child="opener"}'):
                return int(line.split()[1])

    def test_a_killed_opener_comes_back(self):
        before = self.starts()
        os.kill(self.office.children()[-1], signal.SIGKILL)
        for _ in range(office.WAIT_S * 10):
            if self.starts() > before:
                break
            time.sleep(0.1)
        self.assertEqual(self.starts(), before + 1)
        self.assertEqual(self.preview(workbook({1: TITLES, 2: GOOD})).status, 200)


if __name__ == "__main__":
    office.main()
