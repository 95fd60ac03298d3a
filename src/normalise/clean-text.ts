import { repairMojibake } from "../domain/text/repair-mojibake.ts";

/**
 * Control characters except tab, LF and CR; lone surrogates; and noncharacters that XML forbids (XML 1.0 section 2.2,
 * production Char).
 */
const forbidden = /(?![\t\n\r])[\p{Cc}\p{Cs}\ufffe\uffff]/gu;

/** Matches ASCII text without control characters. Such text needs no cleaning, and most texts are like this. */
const plainAscii = /^[ -~\t\n\r]*$/;

/**
 * Cleans text so that every writer may print it: NFC, without control characters, lone surrogates and characters that
 * XML forbids. UTF-8 that was read as Windows-1252 is repaired.
 */
export function cleanText(text: string): string {
  if (plainAscii.test(text)) return text;
  // Remove characters before normalising. If they were removed afterwards, a letter could meet a combining mark, and
  // the text would no longer be NFC.
  return repairMojibake(text, "windows-1252").replace(forbidden, "").normalize("NFC");
}

/** Puts text on one clean line: white space of any kind becomes single spaces, and both ends are trimmed. */
export function cleanLine(text: string): string {
  return cleanText(text).replace(/\s+/g, " ").trim();
}
