"""Seconds and peak memory of a round's commands on a filled store. usage: judge.py PROGRAM STORE"""
import resource
import subprocess
import sys
import time

program, store = sys.argv[1], "sqlite:" + sys.argv[2]
for words in (["new", "--title", "x", "--from", "2026-01-01", "--to", "2026-03-31"], ["show", "1"], ["freeze", "1"]):
    start = time.monotonic()
    subprocess.run([program, "round", *words, "--store", store], check=True, stdout=subprocess.DEVNULL)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"round {words[0]:7} {time.monotonic() - start:6.1f} s, at most {peak:.0f} MB")
