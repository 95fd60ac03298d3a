import { readSpacedNumber } from "../analyse/read-number.ts";
import { hasWord } from "../analyse/term-ways.ts";
import { failAt, type QueryNote } from "./query-note.ts";
import type { QueryPart, QueryToken } from "./query-token.ts";
import { readWord } from "./query-word.ts";
import { queryCharsMax } from "./search-query.ts";

export interface QueryTokens {
  readonly tokens: readonly QueryToken[];
  /** The place of a quotation mark that is never closed although words follow; null when there is none. */
  readonly openQuote: number | null;
}

/** Reads a query into its parts. Signs that mean nothing are left out, with a note. Error: query-invalid. */
export function tokensOfQuery(text: string, notes: QueryNote[]): QueryTokens {
  if (text.length > queryCharsMax) failAt(text, queryCharsMax, `longer than ${queryCharsMax} characters`);
  const tokens: QueryToken[] = [];
  const ignored: { at: number; raw: string }[] = [];
  for (let at = 0; at < text.length; ) {
    const space = matchAt(spaces, text, at);
    if (space !== null) {
      at += space.length;
      continue;
    }
    const part = readMark(text, at) ?? readQuoted(text, at) ?? readNumber(text, at, notes) ?? readRun(text, at, notes);
    if (part.token === null) ignored.push({ at, raw: text.slice(at, part.next) });
    else tokens.push(part.token);
    at = part.next;
  }
  if (ignored[0] !== undefined) {
    const signs = [...new Set(ignored.map(({ raw }) => raw))].slice(0, shownSignsMax).join(" ");
    notes.push({ at: ignored[0].at, text: `left out, because it has no meaning in a query: ${signs}` });
  }
  const opens = ({ at, raw }: (typeof ignored)[number]) =>
    openingQuote.test(raw) && raw.length === 1 && hasWord(text.slice(at));
  return { tokens, openQuote: ignored.find(opens)?.at ?? null };
}

const shownSignsMax = 8;

const spaces = /[\s\u3000\p{Default_Ignorable_Code_Point}]+/uy;

function readMark(text: string, at: number): QueryPart | null {
  const raw = text[at] ?? "";
  if (raw === "(" || raw === "（") return { token: { kind: "open", at, raw }, next: at + 1 };
  if (raw === ")" || raw === "）") return { token: { kind: "close", at, raw }, next: at + 1 };
  return null;
}

/**
 * Opening and closing marks of one kind may come in either order: „…“, ”…”, »…«. In Hebrew, a quotation mark may stand
 * inside a word.
 */
const quoted: readonly RegExp[] = [
  /["“”„‟＂〝〞〟]((?:[^"“”„‟＂〝〞〟]|(?<=\p{Script=Hebrew})"(?=\p{Script=Hebrew}))*)["“”„‟＂〝〞〟]/uy,
  /[«»]([^«»]*)[«»]/uy,
  /[‹›]([^‹›]*)[‹›]/uy,
  /「([^「」]*)」/uy,
  /『([^『』]*)』/uy,
  /(?<![\p{L}\p{N}])‘([^‘]*?)’(?![\p{L}\p{N}])/uy,
];
const quoteInside = /(?<!\p{Script=Hebrew}(?="\p{Script=Hebrew}))["“”„‟＂〝〞〟]/gu;
const openingQuote = /["“”„‟＂〝〞〟«»‹›「」『』]/u;
const behindQuote = /(\*?)(?:~(\d{1,3}))?/y;

function readQuoted(text: string, at: number): QueryPart | null {
  for (const pattern of quoted) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found === null) continue;
    const inner = (found[1] ?? "").replaceAll(quoteInside, " ").trim();
    behindQuote.lastIndex = at + found[0].length;
    const [behind = "", star, slop] = behindQuote.exec(text) ?? [];
    const next = at + found[0].length + behind.length;
    const raw = text.slice(at, next);
    if (!hasWord(inner)) return { token: null, next };
    const place = { at, raw, kind: "term", text: inner, isQuoted: true } as const;
    return { token: { ...place, prefix: star === "*", slop: slop === undefined ? null : Number(slop) }, next };
  }
  return openingQuote.test(text[at] ?? "") ? { token: null, next: at + 1 } : null;
}

/** Reads a number whose digits are grouped by spaces as one term, which also finds the number without spaces. */
function readNumber(text: string, at: number, notes: QueryNote[]): QueryPart | null {
  if (at > 0 && !/[\s\u3000(（"“„«:]/u.test(text[at - 1] ?? "")) return null;
  const number = readSpacedNumber(text, at);
  if (number === null || !/^$|[\s\u3000)）.,;:!?"”»]/u.test(text[number.end] ?? "")) return null;
  const raw = text.slice(at, number.end);
  notes.push({ at, text: `${raw} is searched as one number` });
  return { token: { kind: "term", at, raw, text: raw, isQuoted: true, prefix: false, slop: null }, next: number.end };
}

const run = /(?:[^\s\u3000()（）"“”„‟＂〝〞〟«»‹›「」『』]|(?<=\p{Script=Hebrew})"(?=\p{Script=Hebrew}))+/uy;

function readRun(text: string, at: number, notes: QueryNote[]): QueryPart {
  return readWord(text, at, matchAt(run, text, at) ?? text[at] ?? "", notes);
}

function matchAt(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}
