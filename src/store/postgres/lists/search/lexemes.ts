import type { Instant } from "../../../../domain/time.ts";
import { dayMs, hourMs } from "../../../../domain/time.ts";

/**
 * The marks that show the kind of a lexeme in `search.words`. No word begins with a control character, so the words of
 * title and text need no mark. The weights of these words tell title and text apart (A for the title, D for the text).
 */
export const marks = {
  plain: "",
  author: "\u0001",
  past: "\u0002",
  tag: "\u0003",
  language: "\u0004",
  hour: "\u0005",
  day: "\u0006",
} as const;

/** A lexeme that no row has. */
export const never = quoted("\u0007");

/**
 * A lexeme of PostgreSQL has at most 2,046 bytes, and a character takes up to four. So words are cut at 500 characters,
 * and only the beginnings of longer words are compared in the index.
 */
export const lexemeCharsMax = 500;

/** The first `lexemeCharsMax` characters of a token. */
export function cutLexeme(token: string): string {
  return token.length > lexemeCharsMax ? token.slice(0, lexemeCharsMax) : token;
}

/** A lexeme, quoted for a tsvector or a tsquery. */
export function quoted(lexeme: string): string {
  return `'${lexeme.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
}

/** The lexeme for the hour in which an entry arrived. */
export function hourLexeme(at: Instant): string {
  return `${marks.hour}${Math.floor(at / hourMs)}`;
}

/** The lexeme for the day on which an entry arrived. */
export function dayLexeme(at: Instant): string {
  return `${marks.day}${Math.floor(at / dayMs)}`;
}

/**
 * The hours or days that cover a span of time, as a tsquery; null when there are too many. A GIN index has no order, so
 * a search limited to a span of time needs lexemes for that span.
 */
export function spanQuery(from: Instant, to: Instant): string | null {
  const hours = stepsOf(from, to, hourMs);
  if (hours !== null) return hours.map((at) => quoted(hourLexeme(at))).join(" | ");
  const days = stepsOf(from, to, dayMs);
  return days === null ? null : days.map((at) => quoted(dayLexeme(at))).join(" | ");
}

const stepsMax = 48;

function stepsOf(from: Instant, to: Instant, stepMs: number): readonly Instant[] | null {
  const [first, last] = [Math.floor(from / stepMs), Math.floor(to / stepMs)];
  if (!(last - first < stepsMax)) return null;
  return Array.from({ length: last - first + 1 }, (_, at) => (first + at) * stepMs);
}
