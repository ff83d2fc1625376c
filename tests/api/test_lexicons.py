"""What stands in the lexicons that texts are read with: the program's own, and packages that were installed."""
import json
import os
import tempfile
import urllib.parse

import office

COUNTY = """# 级别：一般
# 状态：地方
# 核对：2026-11-28
# 依据：县政府办公室通知
错误,正确,类别,级别,条件,自,至
云西县|云谿县,云溪县,地名区划,严重,,,
云溪县扶贫局,云溪县乡村振兴局,机构更名,,往事除外,2021-06-01,2026-12-31
goverment,government,英文,疑似,,,
"""


class Lexicons(office.Case):
    @classmethod
    def setUpClass(cls):
        packages = tempfile.mkdtemp(prefix="xunjian-api-")
        os.mkdir(packages + "/county")
        with open(packages + "/county/manifest.json", "w") as f:
            json.dump({"name": "county", "version": "2026.12", "made": "2026-11-28"}, f)
        with open(packages + "/county/county.csv", "w") as f:
            f.write(COUNTY)
        os.environ["XUNJIAN_LEXICONS"] = packages
        cls.office = office.Office()
        cls.reader = cls.office.client("leader")

    def entries(self, name="county", **query):
        reply = self.reader.get(f"lexicons/{name}/entries?" + urllib.parse.urlencode(query))
        self.assertEqual(reply.status, 200, reply.bytes)
        return reply.json

    def test_the_entries_of_a_package_in_the_order_of_its_file(self):
        self.assertEqual([(e["wrong"], e["right"], e["grade"]) for e in self.entries()["items"]], [
            ("云西县", "云溪县", "serious"), ("云谿县", "云溪县", "serious"), ("云溪县扶贫局", "云溪县乡村振兴局", "plain"),
            ("goverment", "government", "suspect")])
        renamed = self.entries()["items"][2]
        self.assertEqual((renamed["class"], renamed["source"], renamed["from"], renamed["to"], renamed["has_conditions"], renamed["check_title"]),
                         ("机构更名", "县政府办公室通知", "2021-06-01", "2026-12-31", True, "错误表述"))
        self.assertEqual((renamed["file"], renamed["line"]), ("county.csv", 7))

    def test_they_are_found_and_paged(self):
        def found(**query):
            return [e["wrong"] for e in self.entries(**query)["items"]]
        self.assertEqual(found(q="乡村振兴"), ["云溪县扶贫局"])
        self.assertEqual(found(q="GOVERNMENT"), ["goverment"])
        self.assertEqual(found(grade="serious"), ["云西县", "云谿县"])
        self.assertEqual(found(**{"class": "英文"}), ["goverment"])
        self.assertEqual(found(q="通知", grade="plain"), ["云溪县扶贫局"])
        self.assertEqual((found(page=2, per_page=3), self.entries(page=2, per_page=3)["total"]), (["goverment"], 4))

    def test_each_lexicon_has_as_many_as_the_list_says(self):
        listed = self.reader.get("lexicons").json["items"]
        self.assertIn("county", [one["name"] for one in listed])
        for one in listed:
            self.assertEqual(self.entries(one["name"], per_page=1)["total"], one["entries"], one)
        self.assert_problem(self.reader.get("lexicons/none/entries"), 404, "没有这个词库")
        self.assert_problem(self.reader.get("lexicons/county/entries?grade=x"), 422)


if __name__ == "__main__":
    office.main()
