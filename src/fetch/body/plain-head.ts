/** The number of first bytes that `isPlainText` and the decoders look at. */
export const headBytes = 24;

/**
 * Whether a body's first bytes are uncompressed text: all are printable ASCII, as at the start of XML and JSON in every
 * character set that feeds use. Fewer than one compressed body in a billion looks like text by chance.
 */
export function isPlainText(head: Uint8Array): boolean {
  const bytes = withoutMark(head).subarray(0, headBytes);
  // UTF-16 writes a zero byte before or after each of these characters.
  const isWide = bytes.length > 1 && (bytes[0] === 0) !== (bytes[1] === 0);
  return bytes.length > 0 && bytes.every((byte) => isPrintable(byte) || (isWide && byte === 0));
}

function isPrintable(byte: number): boolean {
  return (byte >= 0x20 && byte < 0x7f) || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** The bytes without a byte order mark. */
function withoutMark(head: Uint8Array): Uint8Array {
  const [a, b, c] = head;
  if (a === 0xef && b === 0xbb && c === 0xbf) return head.subarray(3);
  return (a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff) ? head.subarray(2) : head;
}
