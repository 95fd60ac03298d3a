import type { Transform } from "node:stream";
import zlib from "node:zlib";
import { WireError } from "../../domain/errors.ts";
import { isPlainText } from "./plain-head.ts";

/**
 * The codecs of `node:zlib`. Node has Zstandard (RFC 8878) from 22.15 on. The Zstandard decoder of Node 22 accepts a
 * body that was cut short as if it were whole. So Zstandard is used only where its decoder reports the cut.
 */
export type Codecs = object;

/** The encodings that this Node can undo, for the Accept-Encoding header. */
export function acceptedEncodings(codecs: Codecs = zlib): string {
  return zstdIn(codecs) === null ? "gzip, br" : "gzip, br, zstd";
}

/**
 * The codings that a Content-Encoding names, in the order in which to undo them (RFC 9110 section 8.4). Throws
 * `encoding-broken` when it names more codings than any server applies.
 */
export function codingsOf(encoding: string | null): readonly string[] {
  const names = (encoding ?? "")
    .toLowerCase()
    .split(",")
    .map((name) => name.trim().replace(/^x-/, ""))
    .filter((name) => name !== "" && name !== "identity" && name !== "none");
  if (names.length > codingsMax)
    throw new WireError(
      "encoding-broken",
      `Content-Encoding names ${names.length} codings, at most ${codingsMax} are allowed`,
    );
  return names.reverse();
}

const codingsMax = 4;

/**
 * One step of decoding: the stream through which the bytes pass next (null when there is none), and the codings that
 * remain.
 */
export interface DecodingStep {
  readonly decoder: Transform | null;
  readonly codings: readonly string[];
}

/**
 * Decides the next step from the named codings (outermost first) and from `head`, the first bytes before this step. The
 * bytes take precedence. Many servers name something that is not a coding ("UTF-8", "aws-chunked"), or they name a
 * coding that they applied twice or not at all. Throws `encoding-broken` when neither the names nor the bytes show how
 * to continue.
 */
export function nextDecoding(codings: readonly string[], head: Uint8Array, codecs: Codecs = zlib): DecodingStep {
  if (isPlainText(head)) return { decoder: null, codings: [] };
  const [claimed, ...inner] = codings;
  const found = magicOf(head);
  if (found !== null) return { decoder: decoderOf[found](head, codecs), codings: inner };
  if (claimed === "deflate" || claimed === "br") return { decoder: decoderOf[claimed](head, codecs), codings: inner };
  if (claimed === undefined) return { decoder: null, codings: [] };
  // The bodies of gzip and zstd begin with known bytes. If they are missing, the name is wrong and is skipped. An
  // unknown name is skipped as long as other names remain.
  if (inner.length > 0 || claimed === "gzip" || claimed === "zstd") return nextDecoding(inner, head, codecs);
  throw new WireError("encoding-broken", `Content-Encoding "${claimed}" was not requested`);
}

const options = { chunkSize: 64 * 1024 };

type Coding = "gzip" | "deflate" | "br" | "zstd";

const decoderOf: Readonly<Record<Coding, (head: Uint8Array, codecs: Codecs) => Transform>> = {
  gzip: () => zlib.createGunzip(options),
  // RFC 9110 section 8.4.1.2 asks for the zlib format, but some servers send the bare stream.
  deflate: (head) => (isZlib(head) ? zlib.createInflate(options) : zlib.createInflateRaw(options)),
  br: () => zlib.createBrotliDecompress(options),
  zstd: (_head, codecs) => {
    const create = zstdIn(codecs);
    if (create === null) throw new WireError("encoding-broken", 'Content-Encoding "zstd" was not requested');
    return create(options);
  },
};

function zstdIn(codecs: Codecs): ((options: object) => Transform) | null {
  const create: unknown = Reflect.get(codecs, "createZstdDecompress");
  const isOfUse = typeof create === "function" && noticesCut(codecs);
  return isOfUse ? (create as (options: object) => Transform) : null;
}

/** Whether the Zstandard decoder reports an error when a body ends after its first four bytes. */
function noticesCut(codecs: Codecs): boolean {
  const decode: unknown = Reflect.get(codecs, "zstdDecompressSync");
  if (typeof decode !== "function") return false;
  try {
    decode(Buffer.from(zstdMagic));
    return false;
  } catch {
    return true;
  }
}

const zstdMagic = [0x28, 0xb5, 0x2f, 0xfd] as const;

/**
 * Recognises a coding by the first bytes: gzip (RFC 1952 section 2.3.1, method 8) and Zstandard (RFC 8878 section
 * 3.1.1).
 */
function magicOf([a, b, c, d]: Uint8Array): "gzip" | "zstd" | null {
  if (a === 0x1f && b === 0x8b && c === 8) return "gzip";
  return zstdMagic.every((byte, at) => [a, b, c, d][at] === byte) ? "zstd" : null;
}

/**
 * Whether the bytes begin with a zlib header (RFC 1950 section 2.2): method 8, and a check value over the first two
 * bytes.
 */
function isZlib(head: Uint8Array): boolean {
  const [cmf = 0, flags = 0] = head;
  return (cmf & 0x0f) === 8 && ((cmf << 8) | flags) % 31 === 0;
}
