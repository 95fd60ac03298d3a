/**
 * Repairs text that was written in UTF-8, read in an 8-bit encoding and saved again ("Ã©" for "é"). It changes the text
 * only if the whole text turns back into valid UTF-8, because a correct text almost never does so. With "latin1", only
 * C1 controls stand for the bytes 0x80 to 0x9f. With "windows-1252", the characters of Windows-1252 ("â€™") stand for
 * them, too.
 */
export function repairMojibake(text: string, readAs: "latin1" | "windows-1252"): string {
  if (!suspect.test(text)) return text;
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const byte = code <= 0xff ? code : readAs === "latin1" ? undefined : byteBySpecial.get(code);
    if (byte === undefined) return text;
    bytes[at] = byte;
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (thrown) {
    if (thrown instanceof TypeError) return text;
    throw thrown;
  }
}

/**
 * The characters of 0x80 to 0x9f in Windows-1252; five are not assigned. The table is needed because the TextDecoder of
 * Node 20 leaves all of them as C1 controls.
 */
const specials = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

/** A lead byte of UTF-8 and a continuation byte, as they look in Latin-1 or Windows-1252. */
const suspect = new RegExp(`[\\u00c2-\\u00f4][${specials}\\u0080-\\u00bf]`);

const byteBySpecial: ReadonlyMap<number, number> = new Map(
  [...specials].map((char, index) => [char.charCodeAt(0), 0x80 + index]),
);

/**
 * Replaces C1 controls. No text needs them: they come from Windows-1252 text that was labelled ISO 8859-1, and HTML
 * replaces them in the same way.
 */
export function replaceC1(text: string): string {
  return text.replace(c1, (char) => specials[char.charCodeAt(0) - 0x80] ?? "");
}

const c1 = /[\u0080-\u009f]/g;
