#!/usr/bin/env python3
"""Crawls the site of make_site.py with the program and with wget2, and prints what each page cost and whether the answers are right; then
what a new verified TLS connection costs. CPU is user and system time of the whole run, over the number of pages.

usage: crawl.py PROGRAM [PAGES]
"""
import collections
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse

PROGRAM = os.path.abspath(sys.argv[1])
PAGES = int(sys.argv[2]) if len(sys.argv) > 2 else 20000
PORT, OUTSIDE, DEAD, TLS = 18180, 18181, 18182, 18183
N_CONNECTIONS = 2000
TLS_TURNS = 3
ROOTS = "/etc/ssl/certs/ca-certificates.crt"
# The checks of pages and sites that read no words.
BASIC = ("site-unreachable,stale-home,stale-column,blank-column,dead-link,soft-error,hidden-link,site-identity,party-badge,error-report-entry,"
         "search-entry,sitemap-mismatch,page-tags,impossible-date,expired-topic,domain-rule,closed-site-alive,closed-domain-taken,service-link,"
         "commercial-link,tls,ipv6,slow-page")
KINDS = {"dead-link only": ["--checks", "dead-link"], "23 checks": ["--checks", BASIC],
         "reading words only": ["--checks", "wrong-expression,typo,misspelling,personal-data"], "all checks": []}
TURNS = 5  # with wget2
HERE = os.path.dirname(os.path.abspath(__file__))


def run(command):
    """CPU seconds, wall seconds, peak MB of one child."""
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
    """Without a browser: its memory and its time are not the program's."""
    cpu, wall, peak, status = run([PROGRAM, "inspect", "--sites", os.path.join(site, "sites.csv"), "--out", out, "--rate", "0", "--try-gap", "0",
                                   "--quiet", "--browser", "off", *options])
    if status:
        sys.exit(f"inspect failed: {status}")
    return cpu, wall, peak, json.load(open(os.path.join(out, "run.json")))["counts"]


def row(name, cpu, wall, peak, log, note=""):
    n_requests, n_urls, n_bytes = log
    print(f"{name:<34}{cpu / PAGES * 1e3:>9.3f}{n_urls / wall:>10.0f}{peak:>9.0f}{n_requests / max(1, n_urls):>10.2f}{n_bytes / 1e6:>9.1f}  {note}", flush=True)


def both_runs(site, out, name, *options):
    """A first and a second run."""
    first = None
    for again in ("", ", again"):
        cpu, wall, peak, counts = inspect(site, out, *options)
        log = requests(site)
        row(name + again, cpu, wall, peak, log, score(site, out))
        if again:
            print(f"{'':<34}again: {cpu / first[0]:.2f} of the CPU, {log[2] / first[1]:.3f} of the bytes")
        else:
            first = cpu, log[2]
    journal = os.path.getsize(os.path.join(out, "work", "journal.db"))
    print(f"{'':<34}journal {journal / counts['urls']:.0f} bytes a known URL; memory limit {64 + 150 * counts['urls'] / 1e6:.0f} MB")


def beside_wget2(site, work):
    """First runs in turn with wget2's, which follow links only: a machine does not keep its speed for minutes."""
    seconds = collections.defaultdict(list)
    for turn in range(TURNS):
        # A refused connection is not tried twenty times: that is minutes of waiting.
        cpu, wall, peak, _ = run(["wget2", "-q", "-r", "-l", "inf", "--no-parent", "--delete-after", "-P", os.path.join(work, "wget2"), "--max-threads=8",
                                  "--no-cache", "--tries=1", f"http://127.0.0.1:{PORT}/"])
        row("wget2, following links only", cpu, wall, peak, requests(site))
        for name in ("dead-link only", "23 checks"):
            seconds[name].append(inspect(site, os.path.join(work, f"turn-{turn}-{name.split()[0]}"), *KINDS[name])[0])
            requests(site)
            print(f"{'':<34}{name} beside it: {seconds[name][-1] / PAGES * 1e3:.3f}, {seconds[name][-1] / cpu:.2f} of it", flush=True)
        seconds["wget2"].append(cpu)
    medians = {name: statistics.median(all_of) for name, all_of in seconds.items()}
    print(f"{'':<34}medians in wget2's: " + ", ".join(f"{name} {cpu / medians['wget2']:.2f}" for name, cpu in medians.items() if name != "wget2"))


def tls(site):
    """All roots of the system are loaded, and one more: what a crawl of real sites has. No session is taken up again."""
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", f"{site}/key.pem", "-out",
                    f"{site}/cert.pem", "-days", "30", "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"], check=True,
                   stderr=subprocess.DEVNULL)
    with open(f"{site}/roots.pem", "w") as out:
        for name in (ROOTS, f"{site}/cert.pem"):
            out.write(open(name).read() if os.path.exists(name) else "")
    with open(f"{site}/tls.conf", "w") as f:
        f.write(f"""worker_processes 1; pid {site}/tls.pid; error_log {site}/error.log crit; daemon on;
events {{ worker_connections 2048; }}
http {{ access_log off; client_body_temp_path {site}/tmp; proxy_temp_path {site}/tmp; fastcgi_temp_path {site}/tmp; uwsgi_temp_path {site}/tmp;
  scgi_temp_path {site}/tmp; server {{ listen 127.0.0.1:{TLS} ssl backlog=1024; root {site}/out; keepalive_timeout 0; ssl_session_tickets off;
  ssl_session_cache off; ssl_certificate {site}/cert.pem; ssl_certificate_key {site}/key.pem; }} }}
""")
    subprocess.run(["nginx", "-c", f"{site}/tls.conf"], check=True)
    try:
        time.sleep(0.5)
        for _ in range(TLS_TURNS):
            for way, name in (("get", "new verified TLS connections"), ("bare", "the same by libcurl alone")):
                print(f"{name}: ", end="", flush=True)
                subprocess.run([os.path.join(os.path.dirname(PROGRAM), "bench_net_fetch"), way, f"https://127.0.0.1:{TLS}/", str(N_CONNECTIONS), "6",
                                f"{site}/roots.pem"], check=True)
    finally:
        subprocess.run(["nginx", "-c", f"{site}/tls.conf", "-s", "stop"], check=False)


def main():
    work = tempfile.mkdtemp(prefix="xunjian-bench-")
    os.chmod(work, 0o755)
    site = os.path.join(work, "site")
    os.makedirs(os.path.join(site, "tmp"))
    try:
        subprocess.run([sys.executable, os.path.join(HERE, "make_site.py"), site, str(PAGES), str(PORT), str(OUTSIDE), str(DEAD)], check=True)
        subprocess.run(["nginx", "-c", os.path.join(site, "nginx.conf")], check=True)
        print(f"{PAGES} pages, {os.cpu_count()} cores\n{'':<34}{'ms/page':>9}{'URLs/s':>10}{'peak MB':>9}{'req/URL':>10}{'MB':>9}")
        for name, options in KINDS.items():
            both_runs(site, os.path.join(work, name.split()[0]), "xunjian, " + name, *options)
        beside_wget2(site, work)
        tls(site)
    finally:
        if os.path.exists(os.path.join(site, "nginx.pid")):
            subprocess.run(["nginx", "-c", os.path.join(site, "nginx.conf"), "-s", "stop"], check=False)
        shutil.rmtree(work, ignore_errors=True)


main()
