"""Evaluates every number of a notice anew, from the store and nothing else. usage: check_notice.py STORE JSON DOCX XLSX

What each number counts stands in JSON (docs/notice.md). Its value must be what the store gives; every number that
the document and the tables print must be one of them, in their order. Prints what is wrong; exit 1 if anything is."""
import json
import re
import sqlite3
import sys
import zipfile
from decimal import ROUND_HALF_UP, Decimal
from xml.etree import ElementTree

store, numbers_file, docx, xlsx = sys.argv[1:5]
notice = json.load(open(numbers_file, encoding="utf-8"))
db = sqlite3.connect(f"file:{store}?mode=ro", uri=True)
wrong = []

# ---- the sites and accounts: code -> state, type, region, verdict. An account's id has a ':', a site's code has not ----
run, round_id = notice["run"], notice.get("round")
results = {code: json.loads(text) for code, text in db.execute(
    "SELECT s.code, r.result FROM site_result r JOIN site s ON s.id = r.site WHERE r.run = ?", (run,))}
if round_id:
    registry = {code: json.loads(text) for code, text in db.execute("SELECT site, entry FROM round_list WHERE round = ?", (round_id,))}
    frozen = dict(db.execute("SELECT site, result FROM round_site WHERE round = ?", (round_id,)))
    missing = [code for code, text in frozen.items() if not text]
    results = {code: json.loads(text) for code, text in frozen.items() if text}
    findings = [dict(zip(("site", "check", "grade", "review"), row)) for row in db.execute(
        "SELECT site, check_id, grade, CASE is_confirmed WHEN 1 THEN 'confirmed' ELSE 'unreviewed' END "
        "FROM round_finding WHERE round = ?", (round_id,))]
    filings = db.execute("SELECT f.kind, date(f.created + 28800, 'unixepoch') FROM round_filing JOIN filing f ON f.id = filing "
                         "WHERE round = ?", (round_id,)).fetchall()
else:
    registry = {line["site"]: line for line in notice["registry"]}
    missing = [code for code, line in registry.items() if line["state"] == "运行" and code not in results]
    # Fit for a store in which nothing was dismissed.
    assert not db.execute("SELECT 1 FROM review_action WHERE kind <> 'confirm'").fetchone()
    confirmed = {row[0] for row in db.execute("SELECT finding FROM review_action")}
    findings = [{"site": row[0], "check": row[1], "grade": row[2],
                 "review": "confirmed" if row[3] in confirmed else "unreviewed"} for row in db.execute(
        "SELECT s.code, f.check_id, f.grade, f.id FROM finding f JOIN site s ON s.id = f.site "
        "WHERE f.last_run = ? AND f.gone = 0", (run,))]
for code, line in registry.items():
    verdict = results.get(code, {}).get("verdict")
    if round_id:
        line["state"] = results.get(code, {}).get("state", line["state"])
    line["verdict"] = verdict if code not in results or verdict in ("合格", "不合格") else "未能判定"


def kind(code):
    return "accounts" if ":" in code else "sites"


def fits_finding(f, of):
    return (of.get("subject", kind(f["site"])) == kind(f["site"]) and ("check" not in of or f["check"] == of["check"]) and ("grade" not in of or f["grade"] in of["grade"])
            and ("review" not in of or f["review"] in of["review"]) and (not of.get("registered") or f["site"] in registry))


def select(of):
    """The things that a selection picks."""
    if of["of"] == "findings":
        return [f for f in findings if fits_finding(f, of)]
    if of["of"] == "filings":
        return [kind for kind, day in filings if of.get("kind", kind) == kind and of["from"] <= day <= of["to"]]
    if of["of"] not in ("sites", "accounts", "regions"):
        raise ValueError(f"unknown selection {of}")
    wanted = of.get("subject", "sites") if of["of"] == "regions" else of["of"]
    if of.get("verdict") == ["未检查"]:
        return [code for code in missing if kind(code) == wanted]
    codes = [code for code, line in registry.items()
             if kind(code) == wanted and ("state" not in of or line["state"] in of["state"]) and ("verdict" not in of or line["verdict"] in of["verdict"])
             and ("waits_for" not in of or of["waits_for"] in results[code].get("waits_for", ()))
             and ("type" not in of or line["type"] == of["type"]) and ("region" not in of or line["region"] == of["region"])]
    if "finding" in of:
        hit = {f["site"] for f in findings if fits_finding(f, of["finding"])}
        codes = [code for code in codes if code in hit]
    if of["of"] != "regions":
        return codes
    bad = {line["region"] for code, line in registry.items()
           if kind(code) == wanted and line["verdict"] in of.get("no_verdict", ()) and line["state"] in of["state"]}
    return {registry[code]["region"] for code in codes} - bad


def percent(part, whole, decimals):
    """By decimals of decimals: not how the program does it."""
    if whole == 0:
        return "—"
    if part in (0, whole):
        return "100%" if part else "0%"
    return f"{(Decimal(100 * part) / Decimal(whole)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)}%"


for number in notice["numbers"]:
    name = f"{number['in']} {number['place']} {number.get('text', '')}"
    if "rate" in number:
        part, whole = (len(select(number["rate"][k])) for k in ("part", "whole"))
        is_open = "open" in number["rate"] and select(number["rate"]["open"])
        value = part / whole if whole and not is_open else None
        if "decimals" in number["rate"] and number["text"] != (
                "待定" if is_open else percent(part, whole, number["rate"]["decimals"])):
            wrong.append(f"{name}: the store gives {part} of {whole}")
        if (value is None) != (number["value"] is None) or (value is not None and abs(value - number["value"]) > 1e-6):
            wrong.append(f"{name}: {number['value']}, the store gives {part} of {whole}")
        continue
    count = len(select(number["count"]))
    if count != number.get("value", number.get("rows")) or number.get("text", str(count)) != str(count):
        wrong.append(f"{name}: {number.get('value', number.get('rows'))}, the store gives {count}")

# ---- what the document prints ----
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
body = ElementTree.fromstring(zipfile.ZipFile(docx).read("word/document.xml")).find(W + "body")


def text_of(node):
    return "".join(t.text or "" for t in node.iter(W + "t"))


names = sorted({line.get("name", "") for line in list(registry.values()) + list(results.values())} - {""}, key=len, reverse=True)
printed, rows, part, is_basis = [], [], "", False
for node in body:
    if node.tag == W + "tbl":
        table = [[text_of(cell) for cell in row.iter(W + "tc")] for row in node.iter(W + "tr")]
        if "存在的严重问题" in table[0]:
            rows.append(len(table) - 1)
        else:
            printed += [cell for row in table[1:] for cell in row[2:]]
        continue
    text = text_of(node)
    part = text[:2] if text[:2] in ("一、", "二、", "三、") else part
    if text.startswith("附件") or text == f"（{notice['period']}）":
        part = "附件"
    is_warning = any(s.get(W + "val") == "Warning" for s in node.iter(W + "pStyle"))
    if part not in ("一、", "二、") and not is_warning:
        continue
    for word in names + ["合格率均为100%", "IPv6"]:
        text = text.replace(word, "")
    printed += re.findall(r"\d+(?:\.\d+)?%?", re.sub(r"截至\d+年\d+月\d+日|见附件\d+", "", text))
told = [n["text"] for n in notice["numbers"] if n["in"] == "docx" and "text" in n]
if printed != told:
    wrong.append(f"the document prints {printed}, told are {told}")
told_rows = [n["rows"] for n in notice["numbers"] if n["in"] == "docx" and "rows" in n]
if rows != told_rows:
    wrong.append(f"lists of {rows} rows, told are {told_rows}")

# ---- what the tables hold ----
X = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
book = zipfile.ZipFile(xlsx)
sheets = [s.get("name") for s in ElementTree.fromstring(book.read("xl/workbook.xml")).find(X + "sheets")]
told = {n["place"]: n for n in notice["numbers"] if n["in"] == "xlsx"}
held, n_listed, open_cells = {}, 0, set()
for i, sheet in enumerate(sheets):
    grid = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{i + 1}.xml")).find(X + "sheetData")
    n_rows = len(grid) - 1
    if sheet.startswith("问题清单"):
        n_listed += n_rows
        continue
    if sheet in told and told[sheet]["rows"] != n_rows:
        wrong.append(f"{sheet}: {n_rows} rows, told are {told[sheet]['rows']}")
    for cell in grid.iter(X + "c"):
        if cell.get("t") is None and cell.find(X + "v") is not None:
            held[f"{sheet}!{cell.get('r')}"] = float(cell.find(X + "v").text)
        elif "".join(t.text or "" for t in cell.iter(X + "t")) == "待定":
            open_cells.add(f"{sheet}!{cell.get('r')}")
if told["问题清单"]["rows"] != n_listed:
    wrong.append(f"{n_listed} findings are listed, told are {told['问题清单']['rows']}")
if open_cells != {place for place, n in told.items() if "value" in n and n["value"] is None}:
    wrong.append(f"待定 stands in {sorted(open_cells)}")
told = {place: n["value"] for place, n in told.items() if n.get("value") is not None}
if held.keys() != told.keys():
    wrong.append(f"numbers only in the tables or only told: {held.keys() ^ told.keys()}")
wrong += [f"{place}: {held[place]}, told is {told[place]}" for place in held.keys() & told.keys()
          if abs(held[place] - told[place]) > 1e-6]

print("\n".join(wrong) if wrong else f"{len(notice['numbers'])} numbers")
sys.exit(bool(wrong))
