import { deflateRawSync, inflateRawSync } from "node:zlib";

/** Shorter texts stay as they are: a page of SQLite holds several of them, and compressing each saves little. */
const packedCharsMin = 500;
/**
 * A packed text must be smaller than this share of its bytes. Otherwise the saved space is not worth unpacking the text
 * at each read.
 */
const packedShareMax = 0.75;
/**
 * The window of DEFLATE: it refers back to at most the last 16 KB. A larger window would cost more memory than it saves
 * on disk.
 */
const windowBits = 14;
const dictionaryBytesMax = 2 ** windowBits;

/**
 * Compresses a text with raw DEFLATE (RFC 1951). `like`: a similar text, used as dictionary, which is needed again to
 * unpack the text. Passages that occur in both texts take almost no space. Returns null when the text is short or does
 * not get much smaller.
 */
export function packText(text: string, like: string): Buffer | null {
  if (text.length < packedCharsMin) return null;
  const packed = deflateRawSync(text, { windowBits, memLevel: 7, ...dictionaryOf(like) });
  return packed.length < packedShareMax * Buffer.byteLength(text) ? packed : null;
}

/** Restores the text that `packText` compressed. `like` must be the same text as in the call of `packText`. */
export function unpackText(packed: Uint8Array, like: string): string {
  return inflateRawSync(packed, { windowBits, ...dictionaryOf(like) }).toString("utf8");
}

function dictionaryOf(like: string): { readonly dictionary?: Buffer } {
  if (like === "") return {};
  // The cut may fall inside a character. That does no harm, because a dictionary consists of bytes.
  return { dictionary: Buffer.from(like).subarray(0, dictionaryBytesMax) };
}
