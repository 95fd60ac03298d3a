import { repairMojibake } from "../domain/text/repair-mojibake.ts";

/**
 * Control characters but tab, LF and CR; lone surrogates; noncharacters that XML forbids (XML 1.0 section 2.2,
 * production Char).
 */
const forbidden = /(?![\t\n\r])[\p{Cc}\p{Cs}\ufffe\uffff]/gu;

/** Most texts are nothing else: they need no second look. */
const plainAscii = /^[ -~\t\n\r]*$/;

/**
 * Text that any writer may print: NFC, UTF-8 that was once read as Windows-1252 put right, without control characters,
 * lone surrogates and XML's forbidden characters.
 */
export function cleanText(text: string): string {
  if (plainAscii.test(text)) return text;
  // Characters go first: removing one afterwards could bring a base and a combining mark together and undo NFC.
  return repairMojibake(text, "windows-1252").replace(forbidden, "").normalize("NFC");
}

/** One clean line: white space of any kind folded to single spaces, trimmed. */
export function cleanLine(text: string): string {
  return cleanText(text).replace(/\s+/g, " ").trim();
}
