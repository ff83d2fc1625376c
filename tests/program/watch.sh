#!/bin/sh
# Watching: outages, restarts, our own network, and the veto that a bad week is.
# Usage: watch.sh PROGRAM SOURCE_DIR
set -eu
if ! command -v python3 >/dev/null; then
    echo "skipped: no python3"
    exit 0
fi
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
XUNJIAN_DATA=$2/data python3 "$2/tests/program/watch.py" "$1" "$out"
