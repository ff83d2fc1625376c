"""Reads an archive folder with nothing of ours: gzip, hashlib and the standard's text.

Checks every record of every file (members, header fields, lengths, both digests, revisits) and that
index.cdxj names each response, revisit and conversion once, sorted, at its place. Prints the counts.
"""
import base64
import hashlib
import json
import os
import re
import sys
import zlib

FIELDS = {
    "warcinfo": ["WARC-Record-ID", "WARC-Date", "WARC-Filename", "Content-Type", "Content-Length"],
    "response": ["WARC-Record-ID", "WARC-Date", "WARC-Target-URI", "WARC-Payload-Digest",
                 "WARC-Block-Digest", "Content-Type", "Content-Length"],
    "revisit": ["WARC-Record-ID", "WARC-Date", "WARC-Target-URI", "WARC-Payload-Digest",
                "WARC-Profile", "WARC-Refers-To", "WARC-Refers-To-Date",
                "WARC-Refers-To-Target-URI", "Content-Type", "Content-Length"],
    "conversion": ["WARC-Record-ID", "WARC-Date", "WARC-Target-URI", "WARC-Payload-Digest",
                   "WARC-Block-Digest", "WARC-Refers-To", "Content-Type", "Content-Length"],
}


def members(data):
    """(offset, length, content) of each gzip member."""
    at = 0
    while at < len(data):
        unpack = zlib.decompressobj(wbits=31)
        content = unpack.decompress(data[at:]) + unpack.flush()
        assert unpack.eof, f"member at {at} is cut short"
        length = len(data) - at - len(unpack.unused_data)
        yield at, length, content
        at += length


def digest(data):
    return "sha256:" + base64.b32encode(hashlib.sha256(data).digest()).decode()


def parse(content):
    head, rest = content.split(b"\r\n\r\n", 1)
    lines = head.decode("utf-8").split("\r\n")
    assert lines[0] == "WARC/1.1", lines[0]
    pairs = [line.split(": ", 1) for line in lines[1:]]
    fields = dict(pairs)
    assert len(fields) == len(pairs), "a field stands twice"
    length = int(fields["Content-Length"])
    assert rest[length:] == b"\r\n\r\n", "the record does not end where it says"
    return fields, rest[:length]


def check(fields, block, seen):
    kind = fields["WARC-Type"]
    for name in FIELDS[kind]:
        assert name in fields, f"{kind} without {name}"
    assert re.fullmatch(r"<urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}>",
                        fields["WARC-Record-ID"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", fields["WARC-Date"])
    assert fields["WARC-Record-ID"] not in seen, "an id stands twice"
    assert fields["WARC-Block-Digest"] == digest(block)
    payload = None
    if kind == "response":
        head, payload = block.split(b"\r\n\r\n", 1)
        assert re.match(rb"HTTP/1\.[01] \d{3}", head)
        lengths = re.findall(rb"(?im)^content-length: *(\d+)\r?$", head)
        assert [int(n) for n in lengths] == [len(payload)], "Content-Length of the response"
        assert not re.search(rb"(?im)^(content|transfer)-encoding:", head)
        assert fields["WARC-Payload-Digest"] == digest(payload)
    elif kind == "revisit":
        first, first_payload = seen[fields["WARC-Refers-To"]]
        assert first["WARC-Target-URI"] == fields["WARC-Refers-To-Target-URI"]
        assert first["WARC-Date"] == fields["WARC-Refers-To-Date"]
        assert digest(first_payload) == fields["WARC-Payload-Digest"]
        assert fields["WARC-Profile"].endswith("/warc/1.1/revisit/identical-payload-digest")
    elif kind == "conversion":
        first, _ = seen[fields["WARC-Refers-To"]]
        assert first["WARC-Type"] in ("response", "revisit")
        assert first["WARC-Target-URI"] == fields["WARC-Target-URI"]
        assert fields["WARC-Payload-Digest"] == digest(block)
        assert re.fullmatch(r"(image/webp|text/html; charset=utf-8)", fields["Content-Type"])
    seen[fields["WARC-Record-ID"]] = (fields, payload)


def main(folder):
    seen, places, counts = {}, {}, {}
    for name in sorted(n for n in os.listdir(folder) if n.endswith(".warc.gz")):
        with open(os.path.join(folder, name), "rb") as file:
            data = file.read()
        for offset, length, content in members(data):
            fields, block = parse(content)
            check(fields, block, seen)
            kind = fields["WARC-Type"]
            counts[kind] = counts.get(kind, 0) + 1
            assert (kind == "warcinfo") == (offset == 0), "a file begins with its warcinfo"
            if kind != "warcinfo":
                places[name, offset] = (length, fields)
    with open(os.path.join(folder, "index.cdxj"), encoding="utf-8") as file:
        lines = file.read().split("\n")
    assert lines.pop() == "" and lines == sorted(lines, key=str.encode), "the index is not sorted"
    for line in lines:
        _, stamp, text = line.split(" ", 2)
        entry = json.loads(text)
        length, fields = places.pop((entry["filename"], int(entry["offset"])))
        assert int(entry["length"]) == length
        assert entry["url"] == fields["WARC-Target-URI"]
        assert entry["digest"] == fields["WARC-Payload-Digest"]
        assert stamp == re.sub(r"\D", "", fields["WARC-Date"])
        assert (entry["mime"] == "warc/revisit") == (fields["WARC-Type"] == "revisit")
        assert (entry["status"] == "-") == (fields["WARC-Type"] == "conversion")
    assert not places, "records that the index lacks"
    print(" ".join(f"{kind} {n}" for kind, n in sorted(counts.items())))


main(sys.argv[1])
