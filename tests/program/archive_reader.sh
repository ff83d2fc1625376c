#!/bin/sh
# An archive that we wrote, read by others: Python's standard library, and webrecorder's warcio where npm can
# bring it.   archive_reader.sh XUNJIAN SOURCE
set -eu
build=$(dirname "$1")
here=$2/tests/program
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

"$build/test_archive_archive" --sample "$dir/evidence"
mine=$(python3 "$here/read_warc.py" "$dir/evidence")
printf 'python: %s\n' "$mine"
case $mine in
*conversion*response*revisit*warcinfo*) ;;
*)
    echo "the sample lacks a kind of record"
    exit 1
    ;;
esac

# A changed byte must not pass.
cp -r "$dir/evidence" "$dir/damaged"
python3 - "$dir/damaged/000001.warc.gz" <<'END'
import sys
data = bytearray(open(sys.argv[1], "rb").read())
data[len(data) // 2] ^= 1
open(sys.argv[1], "wb").write(data)
END
if python3 "$here/read_warc.py" "$dir/damaged" >/dev/null 2>&1; then
    echo "the reader does not notice damage"
    exit 1
fi

if ! command -v node >/dev/null || ! command -v npm >/dev/null ||
    { [ ! -d "$build/warcio/node_modules/warcio" ] &&
        ! npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$build/warcio" warcio@2.4.11 >/dev/null 2>&1; }; then
    echo "skipped: warcio (npm cannot bring it)"
    exit 0
fi
theirs=$(node "$here/read_warc.mjs" "$build/warcio/node_modules/warcio" "$dir"/evidence/*.warc.gz)
printf 'warcio: %s\n' "$theirs"
[ "$mine" = "$theirs" ]
