#!/usr/bin/env python3
"""Misspelt English: how many planted slips are found, and how many words of the same clean text are taken for slips.

usage: english.py PROGRAM [DIR]     DIR: clean English text files; Debian's licences unless given
"""
import json
import os
import random
import re
import subprocess
import sys
import tempfile

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def slip(word, chance):
    """A letter left out, put in, changed or two exchanged; never the first one."""
    at = chance.randrange(1, len(word) - 1)
    kind = chance.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1:]
    if kind == 1:
        return word[:at] + chance.choice(LETTERS) + word[at:]
    if kind == 2:
        return word[:at] + chance.choice(LETTERS.replace(word[at], "")) + word[at + 1:]
    return word[:at] + word[at + 1] + word[at] + word[at + 2:]


def check(program, lines):
    """For each line the words that are taken for slips, and what they are to be."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        file.write("".join(line + "\n" for line in lines))
        file.flush()
        said = subprocess.run([program, "check", "--lines", file.name], stdout=subprocess.PIPE, check=True).stdout.decode()
    return [{p["wrong"]: p["right"] for p in json.loads(line)["problems"] if p["kind"] == "misspelling"} for line in said.splitlines()]


def main():
    folder = sys.argv[2] if len(sys.argv) > 2 else "/usr/share/common-licenses"
    lines, chance = set(), random.Random(1)
    for name in os.listdir(folder):
        with open(os.path.join(folder, name), encoding="utf-8", errors="ignore") as file:
            lines.update(" ".join(part.split()) for part in file.read().split("\n\n"))
    lines = sorted(line for line in lines if line)
    n_words = sum(len(re.findall(r"[A-Za-z]+", line)) for line in lines)
    alarms = check(sys.argv[1], lines)
    planted = []
    for line in lines:
        words = [m for m in re.finditer(r"(?<![\w./@-])[a-z]{5,}(?![\w./@-])", line)]
        if words:
            m = chance.choice(words)
            wrong = slip(m.group(), chance)
            if wrong != m.group():
                planted.append((line[:m.start()] + wrong + line[m.end():], wrong, m.group()))
    found = check(sys.argv[1], [p[0] for p in planted])
    n_found = sum(p[1] in f for p, f in zip(planted, found))
    n_right = sum(f.get(p[1]) == p[2] for p, f in zip(planted, found))
    n_alarms = sum(map(len, alarms))
    print(f"{n_words} words, {len(planted)} slips: {100 * n_found / len(planted):.1f}% found, {100 * n_right / len(planted):.1f}% set right; "
          f"{1e4 * n_alarms / n_words:.1f} alarms in 10,000 clean words ({', '.join(sorted({w for a in alarms for w in a}))})")


main()
