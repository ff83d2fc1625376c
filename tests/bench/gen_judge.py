"""Fills a store with a run: SITES sites, FINDINGS findings spread over them, and new-media accounts, of which every twentieth is silent. usage: gen_judge.py PROGRAM STORE SITES FINDINGS [ACCOUNTS]

The program makes the store (`review list`); this writes its tables in one transaction."""
import json
import sqlite3
import subprocess
import sys
import zlib

program, path, n_sites, n_findings = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
# An empty store has no run: the program makes it, and says so.
subprocess.run([program, "review", "list", "--store", "sqlite:" + path], stderr=subprocess.DEVNULL, check=False)

CHECKS = [
    ("dead-link", "A11", "fault", {"target": "http://x/", "reason": "http-404"}),
    ("stale-column", "A02", "fault", {"kind": "动态要闻", "column": "工作动态"}),
    ("blank-column", "A05", "fault", {"column": "政策解读"}),
    ("hidden-link", "A09", "veto", {"target": "http://y/", "class": "gambling"}),
    ("page-tags", "A28", "fault", {"tag": "PubDate", "fault": "missing"}),
]


def number(text):
    """A 63-bit id, the same each time."""
    return zlib.crc32(text.encode()) << 31 | zlib.adler32(text.encode()) & 0x7FFFFFFF


db = sqlite3.connect(path)
db.execute("BEGIN")
run = db.execute("INSERT INTO run (started, finished, options) VALUES (1, 2, '{\"checks\":\"all\"}')").lastrowid
each = n_findings // n_sites
for i in range(n_sites):
    code = f"51{i:08d}"
    site = db.execute("INSERT INTO site (code) VALUES (?)", (code,)).lastrowid
    line = {"site": code, "name": f"第{i}单位", "type": "部门网站" if i % 20 else "政府门户网站", "state": "运行",
            "serves_public": True, "unknown": [], "metrics": {"availability": {"tries": 2016, "failed": 3, "days": 7}}}
    db.execute("INSERT INTO site_result (site, run, result) VALUES (?, ?, ?)",
               (site, run, json.dumps(line, ensure_ascii=False)))
    rows = []
    for k in range(each):
        check, case, grade, detail = CHECKS[k // 50 % len(CHECKS)] if k % 50 == 0 else CHECKS[0]
        url = f"http://{code}/{k}.html"
        rows.append((site, number(url) + k, check, case, url, "body a[3]", "一个问题的摘录", "请改正", 404, None, grade, 0.9,
                     0, json.dumps(detail, ensure_ascii=False), "warc:000001.warc.gz#1", 1, 1, run))
    db.executemany("INSERT OR IGNORE INTO finding (site, id, check_id, case_id, url, place, excerpt, suggest, measured, "
                   "limit_value, grade, confidence, since, detail, evidence, first_seen, last_seen, last_run) "
                   "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
TYPES = ("微信订阅号", "新浪微博", "抖音(短视频)", "今日头条")
for i in range(int(sys.argv[5]) if len(sys.argv) > 5 else 0):
    kind = TYPES[i % len(TYPES)]
    code = f"{kind}:第{i}号"
    site = db.execute("INSERT INTO site (code) VALUES (?)", (code,)).lastrowid
    line = {"account": code, "name": f"第{i}号", "type": kind, "owner": f"第{i % n_sites}单位", "region": f"5101{i % 20:02d}",
            "state": "运行", "main": i % 10 == 0, "unknown": [{"check": "account-interaction", "reason": "须人工查看"}]}
    db.execute("INSERT INTO site_result (site, run, result) VALUES (?, ?, ?)", (site, run, json.dumps(line, ensure_ascii=False)))
    if i % 20 == 0:
        db.execute("INSERT INTO finding (site, id, check_id, case_id, url, place, excerpt, suggest, measured, limit_value, grade, "
                   "confidence, since, detail, evidence, first_seen, last_seen, last_run) "
                   "VALUES (?, ?, 'account-stale', 'B01', 'http://feeds/', '', '最新一条发布于 30 天前', '请及时更新', 30, 14, 'veto', "
                   "0.9, 0, '{}', '', 1, 1, ?)", (site, number(code), run))
db.commit()
