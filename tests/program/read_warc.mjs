// Reads WARC files with webrecorder's warcio: node read_warc.mjs WARCIO_FOLDER FILE...
// Prints "type n" counts; ends with 1 when a payload does not have its digest.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { pathToFileURL } from "node:url";

const [folder, ...files] = process.argv.slice(2);
const { WARCParser } = await import(pathToFileURL(`${folder}/dist/index.js`));

function base32(bytes) {
  const bits = [...bytes].map((b) => b.toString(2).padStart(8, "0")).join("");
  const digits = bits.match(/.{1,5}/g).map((five) => parseInt(five.padEnd(5, "0"), 2));
  const text = digits.map((d) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[d]).join("");
  return text.padEnd(Math.ceil(text.length / 8) * 8, "=");
}

const counts = {};
for (const file of files) {
  for await (const record of new WARCParser(Readable.toWeb(createReadStream(file)))) {
    const payload = await record.readFully();
    counts[record.warcType] = (counts[record.warcType] ?? 0) + 1;
    if (record.warcType !== "response" && record.warcType !== "conversion") continue;
    const digest = "sha256:" + base32(createHash("sha256").update(payload).digest());
    const length = record.httpHeaders ? Number(record.httpHeaders.headers.get("Content-Length")) : payload.length;
    if (digest !== record.warcPayloadDigest || length !== payload.length) {
      console.error(`${file}: ${record.warcTargetURI}: ${digest}, ${payload.length} bytes`);
      process.exit(1);
    }
  }
}
console.log(Object.keys(counts).sort().map((type) => `${type} ${counts[type]}`).join(" "));
