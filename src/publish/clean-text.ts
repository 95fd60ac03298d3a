import type { Instant } from "../domain/time.ts";

/**
 * Makes text fit for any XML 1.0 document: no control characters or noncharacters (XML 1.0 section 2.2, Char), and "\n"
 * as the only line end (section 2.11). A character that was lost upstream (U+FFFD or half a surrogate pair) becomes
 * "?", because the W3C validator takes U+FFFD for a sign of a broken feed.
 */
export function cleanText(text: string): string {
  if (!perhapsUnfit.test(text)) return text;
  const oneLineEnd = text.includes("\r") ? text.replaceAll("\r\n", "\n").replaceAll("\r", "\n") : text;
  return oneLineEnd.replace(unfit, (found) => (lost.test(found) ? "?" : ""));
}

/** Cleans text and puts it on one line, for titles, names and categories. Returns "" when nothing is left. */
export function cleanLine(text: string): string {
  const clean = cleanText(text);
  return ragged.test(clean) ? clean.replace(/\s+/gu, " ").trim() : clean;
}

/** Escapes plain text for HTML text and quoted attributes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

/**
 * Matches every text that `cleanText` changes, and texts with characters beyond U+FFFF. Most texts need no cleaning,
 * and this test takes a fraction of the time of the exact expression.
 */
const perhapsUnfit = /[^\t\n -~\u00a0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffc]/;
/** White space other than single spaces between words. */
const ragged = /^ | $| {2}|[^\S ]/;

/** [^\P{Cc}\t\n] matches every control character except tab and newline. */
const unfit = /[^\P{Cc}\t\n]|[\p{Cs}\uFFFD\p{Noncharacter_Code_Point}]/gu;
const lost = /[\p{Cs}\uFFFD]/u;

/** Clamps an instant to what every feed format can express: 1970 to the end of 9999, in whole milliseconds. */
export function cleanInstant(at: Instant): Instant {
  return Number.isFinite(at) ? Math.min(Math.max(Math.trunc(at), 0), instantMax) : 0;
}

const instantMax = 253_402_300_799_000;
