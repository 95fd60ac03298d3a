import { isAscii, isUtf8 as isUtf8Valid } from "node:buffer";

export interface DecodedBody {
  /** Well-formed UTF-16 without BOM, NUL or other control characters that XML forbids. */
  readonly text: string;
  /** Name of the encoding that was used, as the Encoding standard has it. */
  readonly encoding: string;
  /** What was wrong, in words; empty where all sources agreed. */
  readonly complaints: readonly string[];
}

/**
 * Bytes to text. Order of belief: byte order mark, the charset of HTTP, the XML declaration, UTF-8 (RFC 7303 section
 * 3); but a charset under which the bytes are not valid gives way to the next that they are valid under, at last
 * Windows-1252.
 */
export function decodeBody(bytes: Uint8Array, contentType: string | null): DecodedBody {
  const complaints: string[] = [];
  const guesses = candidates(bytes, contentType, complaints);
  for (const encoding of guesses) {
    const text = tryDecode(bytes, encoding);
    if (text === null) complaints.push(`The document is not valid ${encoding}, which it was said to be`);
    else return { text: clean(text), encoding, complaints };
  }
  // Broken UTF-8 with a few bad bytes is still UTF-8; text that is mostly invalid is one of the old 8-bit encodings.
  const loose = new TextDecoder("utf-8").decode(bytes);
  const encoding = badShare(loose) < badShareMax ? "utf-8" : "windows-1252";
  const text = encoding === "utf-8" ? loose : (tryDecode(bytes, encoding) ?? loose);
  return { text: clean(text), encoding, complaints };
}

const badShareMax = 0.5;

/** Share of replacement characters among what is not ASCII. */
function badShare(text: string): number {
  let bad = 0;
  let other = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0xfffd) bad += 1;
    else if (code > 0x7f) other += 1;
  }
  return bad === 0 ? 0 : bad / (bad + other);
}

function candidates(bytes: Uint8Array, contentType: string | null, complaints: string[]): readonly string[] {
  const mark = byteOrderMark(bytes);
  const shape = mark ?? shapeOf(bytes);
  const ofHttp = charsetOf(contentType);
  const declared = shape === null || shape === "utf-8" ? declaredIn(bytes) : null;
  const named = [ofHttp, declared].flatMap((label) => {
    if (label === null) return [];
    const name = encodingName(label);
    if (name === null) complaints.push(`No encoding is called "${label.slice(0, 40)}"`);
    // A document whose declaration could be read byte by byte is not UTF-16, whatever is said of it.
    return name === null || (shape === null && name.startsWith("utf-16")) ? [] : [name];
  });
  const [first, second] = named;
  if (first !== undefined && second !== undefined && first !== second) {
    complaints.push(`HTTP says ${first}, the document says ${second}`);
  }
  if (named[0] === "windows-1252" && isUtf8(bytes)) {
    complaints.push(`The document is UTF-8, not ${declared ?? ofHttp}`);
    return ["utf-8"];
  }
  return [...new Set([...(shape === null ? [] : [shape]), ...named, "utf-8"])];
}

/** UTF-8 with characters beyond ASCII: 8-bit text is never that by chance. */
function isUtf8(bytes: Uint8Array): boolean {
  return !isAscii(bytes) && isUtf8Valid(bytes);
}

function byteOrderMark(bytes: Uint8Array): string | null {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return "utf-8";
  if (a === 0xfe && b === 0xff) return "utf-16be";
  if (a === 0xff && b === 0xfe) return bytes[2] === 0 && bytes[3] === 0 ? "utf-32le" : "utf-16le";
  if (a === 0 && b === 0 && c === 0xfe && bytes[3] === 0xff) return "utf-32be";
  return null;
}

/** XML 1.0 appendix F: a document without mark begins with "<", whose bytes tell the width of the characters. */
function shapeOf(bytes: Uint8Array): string | null {
  const [a, b, c, d] = bytes;
  if (a === 0 && b === 0 && c === 0 && d === 0x3c) return "utf-32be";
  if (a === 0x3c && b === 0 && c === 0 && d === 0) return "utf-32le";
  if (a === 0 && b === 0x3c) return "utf-16be";
  if (a === 0x3c && b === 0) return "utf-16le";
  // EBCDIC "<?xm"
  if (a === 0x4c && b === 0x6f && c === 0xa7 && d === 0x94) return "ebcdic";
  return null;
}

function charsetOf(contentType: string | null): string | null {
  return /;\s{0,20}charset\s{0,5}=\s{0,5}["']?([^\s"';]{1,60})/i.exec(contentType ?? "")?.[1] ?? null;
}

/** The encoding pseudo-attribute of the XML declaration, within the first kilobyte (junk may stand before it). */
function declaredIn(bytes: Uint8Array): string | null {
  const head = String.fromCharCode(...bytes.subarray(0, 1024));
  return /<\?xml\s[^>]{0,200}?encoding\s{0,5}=\s{0,5}["']([^"'<>]{1,60})["']/i.exec(head)?.[1]?.trim() ?? null;
}

const aliases: ReadonlyMap<string, string> = new Map([
  ["utf_8", "utf-8"],
  ["utf8", "utf-8"],
  ["u8", "utf-8"],
  ["utf-16", "utf-16le"],
  ["ucs-2", "utf-16le"],
  ["us-ascii", "windows-1252"],
  ["ascii", "windows-1252"],
  ["gb2312", "gb18030"],
  ["cp1252", "windows-1252"],
  ["cp65001", "utf-8"],
]);

function encodingName(label: string): string | null {
  const folded = label.trim().toLowerCase();
  const name = aliases.get(folded) ?? aliases.get(folded.replaceAll("_", "-")) ?? folded;
  for (const candidate of [
    name,
    name.replaceAll("_", "-"),
    name.replace(/^(?:cp|windows)[-_]?(125\d)$/, "windows-$1"),
  ]) {
    try {
      return new TextDecoder(candidate).encoding;
    } catch (thrown) {
      if (!(thrown instanceof RangeError)) throw thrown;
    }
  }
  return null;
}

function tryDecode(bytes: Uint8Array, encoding: string): string | null {
  if (encoding === "utf-32le" || encoding === "utf-32be") return decodeUtf32(bytes, encoding === "utf-32le");
  if (encoding === "ebcdic") return null;
  // Every byte is a character. C1 controls stay for `meantText`, where TextDecoder is of two minds in Node 20.
  if (encoding === "windows-1252") return bufferOf(bytes).toString("latin1");
  if (encoding === "utf-8" && isUtf8Valid(bytes)) return bufferOf(bytes).toString("utf8");
  const whole = decodeStrictly(bytes, encoding, false);
  if (whole !== null) return whole;
  // A document that was cut off may end within a character; the characters before it speak for the encoding.
  const cut = decodeStrictly(bytes, encoding, true);
  return cut !== null && /[^\p{ASCII}]/u.test(cut) ? cut : null;
}

/** The same bytes, not a copy: Buffer decodes several times faster than TextDecoder. */
function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function decodeStrictly(bytes: Uint8Array, encoding: string, mayEndEarly: boolean): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: mayEndEarly });
  } catch (thrown) {
    if (thrown instanceof TypeError) return null;
    throw thrown;
  }
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

/** C0 controls (XML 1.0 section 2.2 allows tab, line feed and carriage return alone) and the two non-characters. */
const unwanted = /[^\t\n\r -\ufffd]/g;

function clean(text: string): string {
  const visible = text.replace(unwanted, "");
  return visible.charCodeAt(0) === 0xfeff ? visible.slice(1) : visible;
}
