import type { Instant } from "../domain/time.ts";

/**
 * Text that any XML 1.0 document can carry: without control characters and noncharacters (XML 1.0 section 2.2, Char),
 * line ends as "\n" (section 2.11). Characters lost upstream (U+FFFD, half a surrogate pair) become "?", because the
 * W3C validator reads U+FFFD as a sign of a broken feed.
 */
export function cleanText(text: string): string {
  const oneLineEnd = text.includes("\r") ? text.replaceAll("\r\n", "\n").replaceAll("\r", "\n") : text;
  return oneLineEnd.replace(unfit, (found) => (lost.test(found) ? "?" : ""));
}

/** Clean text on one line, for titles, names and categories. "" when nothing is left. */
export function cleanLine(text: string): string {
  return cleanText(text).replace(/\s+/gu, " ").trim();
}

/** Plain text as HTML that shows it. Safe in text and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

/** [^\P{Cc}\t\n] matches every control character except tab and newline. */
const unfit = /[^\P{Cc}\t\n]|[\p{Cs}\uFFFD\p{Noncharacter_Code_Point}]/gu;
const lost = /[\p{Cs}\uFFFD]/u;

/** Clamps an instant to what every feed format can express: 1970 to the end of 9999, in whole milliseconds. */
export function cleanInstant(at: Instant): Instant {
  return Number.isFinite(at) ? Math.min(Math.max(Math.trunc(at), 0), instantMax) : 0;
}

const instantMax = 253_402_300_799_000;
