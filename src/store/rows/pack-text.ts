import { deflateRawSync, inflateRawSync } from "node:zlib";

/** Shorter texts stay as they are: a page of SQLite holds several of them, and compressing each saves little. */
const packedCharsMin = 500;
/** A packed text must be smaller than this share of its bytes. Otherwise reading it is not worth the work. */
const packedShareMax = 0.75;
/** 16 KB of past text is what DEFLATE refers to. A larger window would cost more memory than it saves on disk. */
const windowBits = 14;
const dictionaryBytesMax = 2 ** windowBits;

/**
 * Compresses a text with raw DEFLATE (RFC 1951). `like`: a text that resembles it and that the reader will have, too;
 * what both say takes next to no room. Returns null when the text is short or does not get smaller.
 */
export function packText(text: string, like: string): Buffer | null {
  if (text.length < packedCharsMin) return null;
  const packed = deflateRawSync(text, { windowBits, memLevel: 7, ...dictionaryOf(like) });
  return packed.length < packedShareMax * Buffer.byteLength(text) ? packed : null;
}

/** The text that `packText` was given. `like` must be the same. */
export function unpackText(packed: Uint8Array, like: string): string {
  return inflateRawSync(packed, { windowBits, ...dictionaryOf(like) }).toString("utf8");
}

function dictionaryOf(like: string): { readonly dictionary?: Buffer } {
  if (like === "") return {};
  // A cut within a character does no harm: a dictionary is bytes.
  return { dictionary: Buffer.from(like).subarray(0, dictionaryBytesMax) };
}
