"""Seconds (of processor time, too: others may be at work) and peak memory of a round's commands, its notice included, on a filled store. usage: judge.py PROGRAM STORE"""
import os
import resource
import subprocess
import sys
import time

program, store = sys.argv[1], "sqlite:" + sys.argv[2]
beside = os.path.join(os.path.dirname(sys.argv[2]), "notice.docx")
for words in (["round", "new", "--title", "x", "--from", "2026-01-01", "--to", "2026-03-31"], ["round", "show", "1"],
              ["round", "freeze", "1"], ["notice", "--round", "1", "-o", beside, "--include-unreviewed"]):
    start, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([program, *words, "--store", store], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{' '.join(words[:2]):14} {time.monotonic() - start:6.1f} s ({busy:.1f} s busy), at most {after.ru_maxrss / 1024:.0f} MB")
