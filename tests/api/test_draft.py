"""A draft is checked before it is published: by file or by text, opened where a hostile one harms nobody."""
import io
import os
import re
import subprocess
import urllib.parse
import zipfile

import office

TEXT = "云溪县人民政府关于做好冬季防火工作的通知\n各乡镇：\n我们要认真惯彻落实上级部署。联系人张三，身份证号11010519491231002X。\n"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(*paragraphs):
    body = "".join(f"<w:p><w:r><w:t>{p}</w:t></w:r></w:p>" for p in paragraphs)
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
                       'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, text in parts.items():
            z.writestr(name, text)
    return out.getvalue()


def wrongs(reply):
    return {(p["line"], p["wrong"], p["right"]) for p in reply.json["problems"]}


class Draft(office.Case):
    def check(self, data, query="", role="operator"):
        return self.office.client(role).send("POST", "draft" + query, raw=data,
                                             headers={"Content-Type": "application/octet-stream"})

    def test_a_text_is_told_its_problems_with_place_and_suggestion(self):
        reply = self.check(TEXT.encode())
        self.assertEqual(reply.status, 200, reply.bytes)
        self.assertIn((3, "惯", "贯"), wrongs(reply))
        typo = next(p for p in reply.json["problems"] if p["kind"] == "typo")
        self.assertEqual((typo["at"], typo["level"]), (5, "confirmed"))
        self.assertIn("认真惯彻落实", typo["excerpt"])
        self.assertEqual((reply.json["is_document"], reply.json["unread"], reply.json["missing"]), (False, "", []))
        self.assertEqual(reply.json["total"], len(reply.json["problems"]))

    def test_it_is_told_the_same_as_on_the_command_line(self):
        said = subprocess.run([office.PROGRAM, "check", "--format", "json", "-"], input=TEXT, text=True, check=True,
                              capture_output=True).stdout
        self.assertEqual(len(said.splitlines()), self.check(TEXT.encode()).json["total"])

    def test_the_result_is_a_document_of_which_nothing_is_kept(self):
        reply = self.check(TEXT.encode(), ".docx?name=" + urllib.parse.quote("通知<1>.txt"))
        self.assertEqual(reply.status, 200, reply.bytes)
        self.assertIn("attachment", reply.headers["Content-Disposition"])
        xml = zipfile.ZipFile(io.BytesIO(reply.bytes)).read("word/document.xml").decode()
        rows = ["|".join(re.sub("<[^>]*>", "", cell) for cell in row.split("</w:tc>")) for row in xml.split("</w:tr>")]
        self.assertTrue(any(re.search(r"第 3 行\|确认\|[^|]+\|惯\|贯\|.*认真惯彻落实", row) for row in rows), rows)
        for word in ("文稿检查结果", "通知&lt;1&gt;.txt", f"发现 {self.check(TEXT.encode()).json['total']} 处问题"):
            self.assertIn(word, xml)
        self.assertNotIn("11010519491231002X", xml)
        logged = [line for line in self.office.client("admin").get("audit?what=draft.").json["items"] if line["new"]["name"] == "通知<1>.txt"]
        self.assertEqual([(line["action"], line["by"]) for line in logged], [("draft.check", "operator")])
        self.assertEqual([n for n in os.listdir(self.office.dir) if n.startswith("workbook-")], [])
        self.assertEqual(self.check(b"", ".docx").status, 422)

    def test_personal_data_are_masked_and_the_text_is_kept_nowhere(self):
        reply = self.check(TEXT.encode(), "?name=draft.txt")
        self.assertIn("personal-data", {p["kind"] for p in reply.json["problems"]})
        self.assertNotIn("11010519491231002X", reply.bytes.decode())
        logged = self.office.client("admin").get("audit?what=draft.").json["items"][0]
        self.assertEqual((logged["by"], logged["new"]["name"], logged["new"]["problems"]), ("operator", "draft.txt", reply.json["total"]))
        for name in os.listdir(self.office.dir):
            if os.path.isfile(self.office.dir + "/" + name):
                with open(self.office.dir + "/" + name, "rb") as f:
                    self.assertNotIn("认真惯彻落实".encode(), f.read(), name)

    def test_a_document_is_opened_and_told_by_place(self):
        reply = self.check(docx("一、主要任务", "要认真惯彻落实上级部署。"), "?name=a.docx")
        self.assertEqual(reply.status, 200, reply.bytes)
        self.assertTrue(reply.json["is_document"])
        self.assertIn("惯", {p["wrong"] for p in reply.json["problems"]})
        self.assertIn("一、主要任务", reply.json["problems"][0]["where"])

    def test_of_a_page_the_visible_text_counts(self):
        page = "<html><head><title>x</title><script>var a = '认真惯彻';</script></head><body><p>一切正常。</p><p>要认真惯彻落实。</p></body></html>"
        reply = self.check(page.encode(), "?name=a.html")
        self.assertEqual([p["wrong"] for p in reply.json["problems"]], ["惯"], reply.bytes)

    def test_what_is_in_doubt_is_told_when_asked_for(self):
        text = "我们的工做很重要，大家一起来帮助忙。" * 3
        few, more = self.check(text.encode()).json, self.check(text.encode(), "?suspects=1").json
        self.assertGreaterEqual(more["total"], few["total"])
        self.assertEqual({p["level"] for p in few["problems"]} - {"confirmed"}, set())

    def test_what_was_right_then_counts_by_its_day(self):
        said = "此件由云溪县环保厅起草，经国务院法制办审核后报送。"
        page = (f"<html><head><title>通知</title></head><body><h1>关于报送材料的通知</h1><p>发布时间：2017-05-10 来源：云溪县政府办</p>"
                f"<p>{said}请各单位按照要求认真准备有关材料，于月底前报送。</p></body></html>").encode()
        old = {"环保厅", "国务院法制办", "法制办"}

        def names(data, query=""):
            return {p["wrong"] for p in self.check(data, query).json["problems"]} & old

        self.assertTrue(names(said.encode()))  # today
        self.assertEqual(names(said.encode(), "?day=2017-05-10"), set())
        self.assertEqual(names(page, "?name=a.html"), set())  # by the day that the page shows
        self.assertTrue(names(page, "?name=a.html&day=2026-11-20"))  # what was said goes before
        self.assert_problem(self.check("好的。".encode(), "?day=yesterday"), 422)

    def test_what_cannot_be_read_is_said(self):
        for data in (b"", b"  \n", os.urandom(5000), b"PK\x03\x04nonsense", b"%PDF-1.4 nothing"):
            self.assert_problem(self.check(data), 422)
        bomb = io.BytesIO()
        with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as z:
            z.writestr("word/document.xml", b"<" * (300 << 20))
        self.assert_problem(self.check(bomb.getvalue()), 422)
        self.assert_problem(self.check(("好的。" * 800000).encode()), 422, "过长")
        self.assertEqual(self.check("好的。".encode()).status, 200)

    def test_many_problems_are_all_counted(self):
        reply = self.check("要认真惯彻落实。\n".encode() * 1500)
        self.assertEqual((reply.json["total"], len(reply.json["problems"])), (1500, 1000), reply.bytes[:300])

    def test_markup_in_a_draft_is_text(self):
        reply = self.check("<b>要认真惯彻落实</b><script>alert(1)</script>".encode())
        self.assertEqual(reply.status, 200)
        self.assertIn("application/json", reply.headers["Content-Type"])


if __name__ == "__main__":
    office.main()
