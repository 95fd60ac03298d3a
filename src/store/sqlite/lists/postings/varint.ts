/**
 * Reads a number as SQLite writes it: seven bits in each byte, and the eighth bit says that more bytes follow. Of a
 * number with more than 32 bits, the lower 32 bits are read. Moves `place` behind the number.
 */
export function readVarint(bytes: Uint8Array, place: { at: number }): number {
  let value = 0;
  // A number of nine bytes would be greater than any row number.
  for (let length = 1; length < 9; length += 1) {
    const byte = bytes[place.at] ?? 0;
    place.at += 1;
    value = (value << 7) | (byte & 0x7f);
    if (byte < 0x80) break;
  }
  return value >>> 0;
}
