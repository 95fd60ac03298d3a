/** The signs that bytes are UTF-8. */
export interface Utf8Evidence {
  /**
   * The share of invalid places among all non-ASCII characters; 0 when there are none. A character without its last
   * bytes counts as a quarter of an invalid place.
   */
  readonly badShare: number;
  /**
   * True when at least one character is plausible in a feed, or at least four characters are complete. Text in a
   * double-byte encoding practically never fulfils this by chance.
   */
  readonly isStrong: boolean;
}

/**
 * How strongly bytes look like UTF-8. A character without its last bytes (cut by a program that counts bytes) is still
 * a sign of UTF-8, because a lead byte followed by a continuation byte is rare in other encodings.
 */
export function utf8Evidence(bytes: Uint8Array): Utf8Evidence {
  let whole = 0;
  let cut = 0;
  let stray = 0;
  let apt = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const lead = bytes[at] ?? 0;
    if (lead < 0x80) continue;
    const wanted = continuationsOf(lead);
    let found = 0;
    while (found < wanted && ((bytes[at + found + 1] ?? 0) & 0xc0) === 0x80) found += 1;
    if (wanted > 0 && found === wanted) {
      whole += 1;
      apt ||= isApt(bytes, at, wanted);
    } else if (found > 0) cut += 1;
    else stray += 1;
    at += found;
  }
  const all = whole + cut + stray;
  return { badShare: all === 0 ? 0 : (stray + cut * cutWeight) / all, isStrong: apt || whole >= manySequences };
}

const manySequences = 4;
const cutWeight = 0.25;

/** RFC 3629 section 4: the number of continuation bytes after a lead byte; 0 when the byte is not a lead byte. */
function continuationsOf(lead: number): number {
  if (lead < 0xc2 || lead > 0xf4) return 0;
  return lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
}

/**
 * Whether a character is plausible in a feed: kana, hanzi, Hangul, full-width forms, typographic quotes, or an accented
 * Latin letter next to a plain one.
 */
function isApt(bytes: Uint8Array, at: number, continuations: number): boolean {
  const lead = bytes[at] ?? 0;
  const next = bytes[at + 1] ?? 0;
  if (continuations === 2) return (lead >= 0xe3 && lead <= 0xed) || lead === 0xef || (lead === 0xe2 && next === 0x80);
  if (lead > 0xc5) return false;
  return isLetter(bytes[at - 1]) || isLetter(bytes[at + 2]);
}

function isLetter(byte: number | undefined): boolean {
  return byte !== undefined && (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;
}

/**
 * Replaces each surrogate pair that was written as two three-byte characters by the four-byte character that it stands
 * for. Some databases export this form (CESU-8).
 */
export function joinCesuPairs(bytes: Uint8Array): Uint8Array {
  let copied = 0;
  const parts: Uint8Array[] = [];
  for (let at = bytes.indexOf(0xed); at !== -1; at = bytes.indexOf(0xed, at + 1)) {
    const [, b, c, d, e, f] = bytes.subarray(at, at + 6);
    const isPair = b !== undefined && (b & 0xf0) === 0xa0 && d === 0xed && e !== undefined && (e & 0xf0) === 0xb0;
    if (!isPair || c === undefined || f === undefined) continue;
    const code = 0x10000 + (((b & 0x0f) << 16) | ((c & 0x3f) << 10) | ((e & 0x0f) << 6) | (f & 0x3f));
    parts.push(bytes.subarray(copied, at), Buffer.from(String.fromCodePoint(code), "utf8"));
    copied = at + 6;
    at += 5;
  }
  return parts.length === 0 ? bytes : Buffer.concat([...parts, bytes.subarray(copied)]);
}
