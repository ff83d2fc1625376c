#!/usr/bin/env python3
"""Crawls the site of make_site.py with the program and with wget2, and prints what each page cost and whether the answers are right.

usage: crawl.py PROGRAM [PAGES]
"""
import collections
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.parse

PROGRAM = os.path.abspath(sys.argv[1])
PAGES = int(sys.argv[2]) if len(sys.argv) > 2 else 20000
PORT, OUTSIDE, DEAD = 18180, 18181, 18182
HERE = os.path.dirname(os.path.abspath(__file__))


def run(command):
    """CPU seconds, wall seconds, peak MB of one child."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    with open(os.devnull, "w") as null:
        child = subprocess.Popen(command, stdout=null, stderr=null)
        _, status, used = os.wait4(child.pid, 0)
    wall = time.monotonic() - start
    return used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024, status


def requests(site):
    """Requests, different URLs and bytes since the last call, from the server's log."""
    time.sleep(1.5)
    path = os.path.join(site, "access.log")
    with open(path) as f:
        lines = [line.split(" ", 4) for line in f]
    open(path, "w").close()
    urls = {(line[0], line[4]) for line in lines}
    return len(lines), len(urls), sum(int(line[2]) for line in lines)


def score(site, out):
    truth = json.load(open(os.path.join(site, "truth.json")))
    dead = {urllib.parse.unquote(u) for u in truth["dead"]}
    anchors = {urllib.parse.unquote(u) for u in truth["anchors"]}
    found = collections.Counter()
    for line in open(os.path.join(out, "findings.jsonl")):
        finding = json.loads(line)
        if finding["check"] == "dead-link":
            found[urllib.parse.unquote(finding["detail"]["target"])] += 1
    return (f"{len(dead & set(found))}/{len(dead)} dead, {len(anchors & set(found))}/{len(anchors)} anchors, "
            f"{len(set(found) - dead - anchors)} false, {sum(found.values()) - len(found)} twice")


def inspect(site, out, *options):
    cpu, wall, peak, status = run([PROGRAM, "inspect", "--sites", os.path.join(site, "sites.csv"), "--out", out, "--rate", "0", "--try-gap", "0",
                                   "--quiet", *options])
    if status:
        sys.exit(f"inspect failed: {status}")
    return cpu, wall, peak, json.load(open(os.path.join(out, "run.json")))["counts"]


def row(name, cpu, wall, peak, n, log, note=""):
    n_requests, n_urls, n_bytes = log
    print(f"{name:<34}{cpu / n * 1e3:>9.3f}{n / wall:>10.0f}{peak:>9.0f}{n_requests / max(1, n_urls):>10.2f}{n_bytes / 1e6:>9.1f}  {note}", flush=True)


def main():
    work = tempfile.mkdtemp(prefix="xunjian-bench-")
    os.chmod(work, 0o755)
    site = os.path.join(work, "site")
    os.makedirs(os.path.join(site, "tmp"))
    try:
        subprocess.run([sys.executable, os.path.join(HERE, "make_site.py"), site, str(PAGES), str(PORT), str(OUTSIDE), str(DEAD)], check=True)
        subprocess.run(["nginx", "-c", os.path.join(site, "nginx.conf")], check=True)
        print(f"{PAGES} pages, {os.cpu_count()} cores\n{'':<34}{'ms/page':>9}{'pages/s':>10}{'peak MB':>9}{'req/URL':>10}{'MB':>9}")
        out = os.path.join(work, "links")
        for name, options in (("xunjian, dead-link only", ["--checks", "dead-link"]), ("xunjian, all checks", [])):
            out = os.path.join(work, "out-" + name[9:13].strip())
            for again in ("", ", again"):
                cpu, wall, peak, counts = inspect(site, out, *options)
                row(name + again, cpu, wall, peak, counts["requests_answered"], requests(site), score(site, out))
            journal = os.path.getsize(os.path.join(out, "work", "journal.db"))
            print(f"{'':<34}journal {journal / counts['urls']:.0f} bytes a known URL; memory limit {64 + 150 * counts['urls'] / 1e6:.0f} MB")
        cpu, wall, peak, _ = run(["wget2", "-q", "-r", "-l", "inf", "--no-parent", "--delete-after", "-P", os.path.join(work, "wget2"), "--max-threads=8",
                                  "--no-cache", f"http://127.0.0.1:{PORT}/"])
        log = requests(site)
        row("wget2, following links only", cpu, wall, peak, log[1], log)
    finally:
        if os.path.exists(os.path.join(site, "nginx.pid")):
            subprocess.run(["nginx", "-c", os.path.join(site, "nginx.conf"), "-s", "stop"], check=False)
        shutil.rmtree(work, ignore_errors=True)


main()
