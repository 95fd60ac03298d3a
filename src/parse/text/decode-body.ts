import { isAscii, isUtf8 as isUtf8Valid } from "node:buffer";
import iconv from "iconv-lite";
import { declaredEncoding } from "./declared-encoding.ts";
import { encodingName, isBeyondStandard } from "./encoding-name.ts";
import { guessEncoding } from "./guess-encoding.ts";
import { joinCesuPairs, utf8Evidence } from "./utf8-evidence.ts";

export interface DecodedBody {
  /** Well-formed UTF-16 without a byte order mark, NUL or other control characters that XML forbids. */
  readonly text: string;
  /**
   * The name of the encoding that was used: the name in the Encoding standard, a name of iconv-lite ("cp437"), or
   * "utf-32le" or "utf-32be".
   */
  readonly encoding: string;
  /** The contradictions between the sources of the encoding, in words; empty when they agree. */
  readonly complaints: readonly string[];
}

/**
 * Decodes bytes to text. The sources of the encoding, in order: the byte order mark or the width of the first
 * character, valid UTF-8, escape sequences of ISO-2022-JP, the charset of HTTP, the declaration, UTF-8 (RFC 7303
 * section 3). The first of these encodings in which the bytes are valid is used. If they are valid in none, the
 * encoding with the smallest share of invalid places is used, and each invalid place becomes one U+FFFD. If even that
 * share is a half or more, the encoding is guessed from the bytes. Without a guess, Windows-1252 is used.
 */
export function decodeBody(bytes: Uint8Array, contentType: string | null): DecodedBody {
  const complaints: string[] = [];
  const claimed = claims(bytes, contentType, complaints);
  const encoding = chooseEncoding(bytes, claimed, complaints);
  return { text: clean(decode(bytes, encoding)), encoding, complaints };
}

/** The encodings that the document's names and first bytes suggest, most trusted first. Each appears once. */
function claims(bytes: Uint8Array, contentType: string | null, complaints: string[]): readonly string[] {
  const shape = byteOrderMark(bytes) ?? shapeOf(bytes);
  const labels = [charsetOf(contentType), shape === null || shape === "utf-8" ? declaredEncoding(bytes) : null];
  const [ofHttp, declared] = labels.map((label) => {
    if (label === null) return null;
    const name = encodingName(label);
    if (name === null) complaints.push(`No encoding is called "${label.slice(0, 40)}"`);
    // UTF-16 text has a byte order mark or begins with a two-byte "<". Without either, the name UTF-16 is wrong.
    return shape === null && name?.startsWith("utf-16") ? null : name;
  });
  if (ofHttp && declared && ofHttp !== declared) complaints.push(`HTTP says ${ofHttp}, the document says ${declared}`);
  // Many servers send Latin-1 as the charset of every document. A different declaration was probably made on purpose.
  const named = ofHttp === "windows-1252" ? [declared, ofHttp] : [ofHttp, declared];
  const all = [shape, hasJisEscape(bytes) ? "iso-2022-jp" : null, ...named, "utf-8"];
  return [...new Set(all)].filter((name) => typeof name === "string");
}

function chooseEncoding(bytes: Uint8Array, claimed: readonly string[], complaints: string[]): string {
  const [first = "utf-8"] = claimed;
  if (isSurelyUtf8(bytes, first)) {
    if (first !== "utf-8") complaints.push(`The document is UTF-8, not ${first}`);
    return "utf-8";
  }
  let best: { readonly encoding: string; readonly share: number } | null = null;
  for (const encoding of claimed) {
    const share = badShare(bytes, encoding);
    if (share === 0) return encoding;
    complaints.push(`The document is said to be ${encoding}, but is not valid ${encoding}`);
    if (best === null || share < best.share) best = { encoding, share };
  }
  // A few invalid bytes are damage. If half of the text is invalid, the name of the encoding was wrong.
  if (best !== null && best.share < badShareMax) return best.encoding;
  return guessEncoding(bytes) ?? "windows-1252";
}

/** An encoding with this share of invalid places, or a greater one, is wrong. */
const badShareMax = 0.5;

/**
 * Whether the bytes are UTF-8, although they are called something else. Text in a Western 8-bit encoding is practically
 * never valid UTF-8 by chance. A few characters of a double-byte or Thai encoding may be, so for these encodings more
 * evidence is needed.
 */
function isSurelyUtf8(bytes: Uint8Array, called: string): boolean {
  if (called.startsWith("utf-") || isAscii(bytes) || !isUtf8Valid(bytes)) return false;
  return !chanceEncodings.has(called) || utf8Evidence(bytes).isStrong;
}

const chanceEncodings: ReadonlySet<string> = new Set("shift_jis euc-jp euc-kr gbk gb18030 big5 windows-874".split(" "));

/**
 * The share of invalid places among the non-ASCII characters. 0: the bytes are valid in the encoding, or cannot be
 * invalid in it. EBCDIC has the share 1, because it cannot be decoded here.
 */
function badShare(bytes: Uint8Array, encoding: string): number {
  if (encoding === "ebcdic") return 1;
  if (encoding === "windows-1252" || isBeyondStandard(encoding) || isPlain(bytes, encoding)) return 0;
  if (encoding === "utf-8") return isUtf8Valid(bytes) ? 0 : utf8Evidence(bytes).badShare;
  const text = decode(bytes, encoding);
  let bad = 0;
  let other = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0xfffd) bad += 1;
    else if (code > 0x7f) other += 1;
  }
  return bad === 0 ? 0 : bad / (bad + other);
}

/**
 * Whether the bytes are ASCII, and the encoding writes ASCII characters as the same bytes. UTF-16, UTF-32 and ISO-2022
 * do not.
 */
function isPlain(bytes: Uint8Array, encoding: string): boolean {
  return isAscii(bytes) && !/^(?:utf-16|utf-32|iso-2022)/.test(encoding);
}

/** Decodes the bytes. A document that was cut off may end within a character; the incomplete character is dropped. */
function decode(bytes: Uint8Array, encoding: string): string {
  if (encoding === "utf-32le" || encoding === "utf-32be") return decodeUtf32(bytes, encoding === "utf-32le");
  // In these encodings each byte is one character. C1 controls are kept for `meantText`, because TextDecoder handles
  // them inconsistently in Node 20.
  if (encoding === "windows-1252" || isPlain(bytes, encoding)) return bufferOf(bytes).toString("latin1");
  if (isBeyondStandard(encoding)) return iconv.decode(bufferOf(bytes), encoding);
  if (encoding === "utf-8" && isUtf8Valid(bytes)) return bufferOf(bytes).toString("utf8");
  if (encoding === "utf-8") return new TextDecoder("utf-8").decode(joinCesuPairs(bytes), { stream: true });
  return new TextDecoder(encoding).decode(bytes, { stream: true }).replace(unassigned, "\ufffd");
}

/**
 * Private-use characters. ICU gives such a character for bytes that have no meaning in an encoding. U+F8FF is not among
 * them: it is the Apple logo of Mac encodings.
 */
const unassigned = /[\uf8c0-\uf8fe]/g;

/** A Buffer on the same memory. Buffer decodes several times faster than TextDecoder. */
function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function decodeUtf32(bytes: Uint8Array, littleEndian: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const out: string[] = [];
  for (let at = 0; at + 4 <= bytes.byteLength; at += 4) {
    const code = view.getUint32(at, littleEndian);
    out.push(code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? "\ufffd" : String.fromCodePoint(code));
  }
  return out.join("").replace(/^\ufeff/, "");
}

/**
 * Characters to remove: C0 controls other than tab, line feed and carriage return (XML 1.0 section 2.2), and two
 * noncharacters.
 */
const unwanted = /[^\t\n\r -\ufffd]/g;

function clean(text: string): string {
  const visible = text.replace(unwanted, "");
  return visible.charCodeAt(0) === 0xfeff ? visible.slice(1) : visible;
}

function byteOrderMark(bytes: Uint8Array): string | null {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return "utf-8";
  if (a === 0xfe && b === 0xff) return "utf-16be";
  if (a === 0xff && b === 0xfe) return bytes[2] === 0 && bytes[3] === 0 ? "utf-32le" : "utf-16le";
  if (a === 0 && b === 0 && c === 0xfe && bytes[3] === 0xff) return "utf-32be";
  return null;
}

/**
 * XML 1.0 appendix F: a document without a byte order mark begins with "<". The bytes of that character show how many
 * bytes each character has, and in which order.
 */
function shapeOf(bytes: Uint8Array): string | null {
  const [a, b, c, d] = bytes;
  if (a === 0 && b === 0 && c === 0 && d === 0x3c) return "utf-32be";
  if (a === 0x3c && b === 0 && c === 0 && d === 0) return "utf-32le";
  if (a === 0 && b === 0x3c) return "utf-16be";
  if (a === 0x3c && b === 0) return "utf-16le";
  // "<?xm" in EBCDIC.
  if (a === 0x4c && b === 0x6f && c === 0xa7 && d === 0x94) return "ebcdic";
  return null;
}

/** Whether the bytes contain an escape sequence of ISO-2022-JP. Text in other encodings has none. */
function hasJisEscape(bytes: Uint8Array): boolean {
  return bytes.includes(0x1b) && jisEscapes.some((sequence) => bufferOf(bytes).includes(sequence));
}

const jisEscapes = ["\u001b$B", "\u001b$@"];

function charsetOf(contentType: string | null): string | null {
  return /;\s{0,20}charset\s{0,5}=\s{0,5}["']?([^\s"';]{1,60})/i.exec(contentType ?? "")?.[1] ?? null;
}
