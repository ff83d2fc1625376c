#!/usr/bin/env python3
"""300 sites on addresses of their own, 200 ms away, at 2 requests a second: is the pace kept, and used, and what does it cost?

usage: polite.py PROGRAM [SITES] [SECONDS]
"""
import asyncio
import collections
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

PROGRAM = os.path.abspath(sys.argv[1])
SITES = int(sys.argv[2]) if len(sys.argv) > 2 else 300
SECONDS = int(sys.argv[3]) if len(sys.argv) > 3 else 30
PORT, RATE, LATENCY = 18190, 2, 0.2
starts = collections.defaultdict(list)
FILLER = "<p>" + "政府信息公开工作报告通知实施方案。" * 60 + "</p>"


def address(i):
    return f"127.1.{i // 250}.{1 + i % 250}"


def page(path):
    number = int(path.strip("/").removesuffix(".html") or 0) if path != "/robots.txt" else 0
    links = "".join(f'<a href="/{number * 3 + k + 1}.html">链接{k}</a>' for k in range(3))
    return f"<html><head><meta charset=utf-8><title>页{number}</title></head><body>{links}{FILLER}</body></html>".encode()


async def serve(reader, writer):
    ip = writer.get_extra_info("sockname")[0]
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            path = head.split(b" ", 2)[1].decode()
            starts[ip].append(time.monotonic())
            await asyncio.sleep(LATENCY)
            status, body = ("404 Not Found", b"") if path == "/robots.txt" else ("200 OK", page(path))
            writer.write(f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


async def server(ready):
    for i in range(SITES):
        await asyncio.start_server(serve, address(i), PORT)
    ready.set()
    await asyncio.Event().wait()


def main():
    ready = threading.Event()
    threading.Thread(target=lambda: asyncio.run(server(ready)), daemon=True).start()
    ready.wait()
    work = tempfile.mkdtemp(prefix="xunjian-bench-")
    with open(os.path.join(work, "sites.csv"), "w") as f:
        f.write("网站标识码,网站名称,首页网址,主办单位,行政区划,网站类型,状态,对外服务\n")
        for i in range(SITES):
            f.write(f"519901{i:04d},测试{i},http://{address(i)}:{PORT}/,测试办,519901,部门网站,运行,是\n")
    child = subprocess.Popen([PROGRAM, "inspect", "--sites", os.path.join(work, "sites.csv"), "--out", os.path.join(work, "out"), "--rate", str(RATE),
                              "--checks", "dead-link,soft-error,hidden-link,stale-column,blank-column,page-tags", "--quiet"])
    time.sleep(SECONDS)
    child.send_signal(signal.SIGTERM)
    _, _, used = os.wait4(child.pid, 0)
    shutil.rmtree(work, ignore_errors=True)
    shares, worst = [], 0
    for times in starts.values():
        times = times[1:]  # robots.txt comes alone, the rest waits for the home page
        if len(times) < 3:
            continue
        shares.append((len(times) - 1) / (times[-1] - times[0]) / RATE)
        for i, t in enumerate(times):
            worst = max(worst, sum(1 for u in times[i:] if u < t + 1))
    cpu = used.ru_utime + used.ru_stime
    print(f"{len(shares)} addresses, {sum(map(len, starts.values())) / SECONDS:.0f} requests/s; of the allowed rate: lowest {min(shares):.3f}, "
          f"highest {max(shares):.3f}; most in any second {worst}; {cpu / SECONDS * 100:.1f} % of a core, peak {used.ru_maxrss / 1024:.0f} MB")


main()
