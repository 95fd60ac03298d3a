/** As many first bytes as `isPlainText` and the decoders look at. */
export const headBytes = 24;

/**
 * Whether a body's first bytes are text in the clear: all of them printable ASCII, as the first bytes of XML and JSON
 * are in every character set that feeds use. Compressed bytes look so once in billions.
 */
export function isPlainText(head: Uint8Array): boolean {
  const bytes = withoutMark(head).subarray(0, headBytes);
  // UTF-16 writes a zero before or behind each of these characters.
  const isWide = bytes.length > 1 && (bytes[0] === 0) !== (bytes[1] === 0);
  return bytes.length > 0 && bytes.every((byte) => isPrintable(byte) || (isWide && byte === 0));
}

function isPrintable(byte: number): boolean {
  return (byte >= 0x20 && byte < 0x7f) || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** The bytes behind a byte order mark. */
function withoutMark(head: Uint8Array): Uint8Array {
  const [a, b, c] = head;
  if (a === 0xef && b === 0xbb && c === 0xbf) return head.subarray(3);
  return (a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff) ? head.subarray(2) : head;
}
