import type { Transform } from "node:stream";
import zlib from "node:zlib";
import { WireError } from "../domain/errors.ts";

/** The codecs of `node:zlib`. Zstandard (RFC 8878) is available from Node 22.15 on. */
export type Codecs = object;

/** The encodings that this Node can undo, for the Accept-Encoding header. */
export function acceptedEncodings(codecs: Codecs = zlib): string {
  return zstdIn(codecs) === null ? "gzip, br" : "gzip, br, zstd";
}

/**
 * The streams that undo a Content-Encoding (RFC 9110 section 8.4), in the order in which bytes pass through them.
 * `head` is the beginning of the body: servers often state gzip wrongly or leave it out, so the bytes decide. Throws
 * `encoding-broken` for an unknown encoding.
 */
export function createDecoders(encoding: string | null, head: Uint8Array, codecs: Codecs = zlib): readonly Transform[] {
  const names = (encoding ?? "")
    .toLowerCase()
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "" && name !== "identity" && name !== "none");
  if (names.length > encodingsMax) throw new WireError("encoding-broken", `Content-Encoding of ${names.length} layers`);
  if (names.length === 0) return isGzip(head) ? [zlib.createGunzip(options)] : [];
  return names.reverse().flatMap((name, index) => decodersFor(name, index === 0 ? head : null, codecs));
}

const encodingsMax = 2;
const options = { chunkSize: 64 * 1024 };

function decodersFor(name: string, head: Uint8Array | null, codecs: Codecs): readonly Transform[] {
  switch (name) {
    case "gzip":
    case "x-gzip":
      return head === null || isGzip(head) ? [zlib.createGunzip(options)] : [];
    case "deflate":
      // RFC 9110 section 8.4.1.2 asks for the zlib format, but some servers send the bare stream.
      return [head === null || isZlib(head) ? zlib.createInflate(options) : zlib.createInflateRaw(options)];
    case "br":
      return [zlib.createBrotliDecompress(options)];
    case "zstd":
      return [(zstdIn(codecs) ?? refuse(name))(options)];
    default:
      return refuse(name);
  }
}

function refuse(name: string): never {
  throw new WireError("encoding-broken", `Content-Encoding "${name}" was not asked for`);
}

function zstdIn(codecs: Codecs): ((options: object) => Transform) | null {
  const create: unknown = Reflect.get(codecs, "createZstdDecompress");
  return typeof create === "function" ? (create as (options: object) => Transform) : null;
}

function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

/** RFC 1950 section 2.2: method 8, and a check value over the first two bytes. */
function isZlib(head: Uint8Array): boolean {
  const [cmf = 0, flags = 0] = head;
  return (cmf & 0x0f) === 8 && ((cmf << 8) | flags) % 31 === 0;
}
