#!/bin/sh
# The unit that is installed is one that systemd takes, and names a command line that the program takes. usage: service.sh PROGRAM SOURCE
set -eu
program=$1
unit=$(dirname "$program")/xunjian.service
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

start=$(sed -n 's/^ExecStart=[^ ]* //p' "$unit")
[ -n "$start" ]
# The program knows each of its words: it gets as far as looking for its folder.
# shellcheck disable=SC2086
words=$(printf '%s' "$start" | sed "s|/var/lib/xunjian|$folder/none/none|")
if answer=$("$program" $words --listen 127.0.0.1:0 2>&1); then
    echo "it served a folder that cannot be made: $answer"
    exit 1
fi
case $answer in
*"$folder/none/none"*) ;;
*)
    echo "$answer"
    exit 1
    ;;
esac
grep -q '^ExecReload=/bin/kill -HUP' "$unit"
if command -v systemd-analyze >/dev/null; then
    sed "s|^ExecStart=[^ ]*|ExecStart=$program|" "$unit" >"$folder/xunjian.service"
    complaints=$(systemd-analyze verify --man=no "$folder/xunjian.service" 2>&1 | grep -F xunjian.service || true)
    if [ -n "$complaints" ]; then
        echo "$complaints"
        exit 1
    fi
fi
