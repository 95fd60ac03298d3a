import { WireError } from "./errors.ts";

export const queryCharsMax = 1000;
export const queryTermsMax = 64;
export const queryDepthMax = 16;
/** A prefix of one or two letters matches a large part of a language's words, and finding them all costs too much. */
const prefixLettersMin = 3;

/**
 * Parses the query syntax of sections, the desk page, alerts and the API: words, "phrases", word*, parentheses, AND
 * (implied), OR, NOT and -word. Operators are in upper case; NOT binds before AND, and AND before OR. A word with a
 * hyphen or apostrophe is a phrase: cease-fire, l'union. word* needs three letters, or one letter of a script without
 * spaces. Error: query-invalid; the message gives the position as a character count from 1.
 */
export function parseQuery(text: string): SearchQuery {
  if (text.length > queryCharsMax) fail(text, queryCharsMax, `longer than ${queryCharsMax} characters`);
  const reader: Reader = { text, tokens: tokensOf(text), at: 0 };
  const query = readAny(reader, 0);
  const rest = peek(reader);
  if (rest !== null) fail(text, rest.at, `${JSON.stringify(rest.raw)} without "("`);
  return query;
}

type Token = { readonly at: number; readonly raw: string } & (
  | { readonly kind: "open" | "close" | "and" | "or" | "not" }
  | { readonly kind: "term"; readonly words: readonly string[]; readonly prefix: boolean }
);

interface Reader {
  readonly text: string;
  readonly tokens: readonly Token[];
  at: number;
}

function peek(reader: Reader): Token | null {
  return reader.tokens[reader.at] ?? null;
}

function readAny(reader: Reader, depth: number): SearchQuery {
  const parts = [readAll(reader, depth)];
  while (peek(reader)?.kind === "or") {
    reader.at += 1;
    parts.push(readAll(reader, depth));
  }
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind: "or", parts };
}

function readAll(reader: Reader, depth: number): SearchQuery {
  const parts = [readOne(reader, depth)];
  for (let next = peek(reader); next !== null && next.kind !== "or" && next.kind !== "close"; next = peek(reader)) {
    if (next.kind === "and") reader.at += 1;
    parts.push(readOne(reader, depth));
  }
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind: "and", parts };
}

function readOne(reader: Reader, depth: number): SearchQuery {
  const token = peek(reader);
  if (token === null) fail(reader.text, reader.text.length, "a word is missing at the end");
  if (depth > queryDepthMax) fail(reader.text, token.at, `nested deeper than ${queryDepthMax}`);
  reader.at += 1;
  switch (token.kind) {
    case "term":
      return { kind: "term", words: token.words, prefix: token.prefix };
    case "not":
      return { kind: "not", part: readOne(reader, depth + 1) };
    case "open":
      return readGroup(reader, token, depth);
    case "close":
      return fail(reader.text, token.at, isOpen(reader) ? 'a word is missing before ")"' : '")" without "("');
    case "and":
    case "or":
      return fail(reader.text, token.at, `a word is missing before ${token.raw}`);
  }
}

function isOpen(reader: Reader): boolean {
  const before = reader.tokens.slice(0, reader.at - 1);
  return before.filter(({ kind }) => kind === "open").length > before.filter(({ kind }) => kind === "close").length;
}

function readGroup(reader: Reader, open: Token, depth: number): SearchQuery {
  const inner = readAny(reader, depth + 1);
  if (peek(reader)?.kind !== "close") fail(reader.text, open.at, '"(" without ")"');
  reader.at += 1;
  return inner;
}

/** Each kind of token is one alternative, and none can backtrack into another, so reading takes linear time. */
const tokenPattern =
  /(?<space>[\s\u3000]+)|(?<mark>[()])|(?<minus>-(?=[^\s-]))|"(?<phrase>[^"]*)"(?<phraseStar>\*?)|(?<word>[^\s\u3000()"]+)|(?<quote>")/gu;
const operators: ReadonlyMap<string, "and" | "or" | "not"> = new Map([
  ["AND", "and"],
  ["OR", "or"],
  ["NOT", "not"],
]);

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let terms = 0;
  for (const match of text.matchAll(tokenPattern)) {
    const token = tokenOf(text, match);
    if (token === null) continue;
    terms += token.kind === "term" ? 1 : 0;
    if (terms > queryTermsMax) fail(text, token.at, `more than ${queryTermsMax} words and phrases`);
    tokens.push(token);
  }
  if (tokens.length === 0) fail(text, 0, "nothing to search for");
  return tokens;
}

function tokenOf(text: string, match: RegExpExecArray): Token | null {
  const groups = match.groups ?? {};
  const place = { at: match.index, raw: match[0] };
  if (groups.space !== undefined) return null;
  if (groups.mark !== undefined) return { ...place, kind: groups.mark === "(" ? "open" : "close" };
  if (groups.minus !== undefined) return { ...place, kind: "not" };
  if (groups.quote !== undefined) return fail(text, match.index, "a quotation mark without its end");
  if (groups.phrase !== undefined) return termOf(text, place, groups.phrase, groups.phraseStar === "*");
  const operator = operators.get(match[0]);
  if (operator !== undefined) return { ...place, kind: operator };
  const star = match[0].endsWith("*");
  return termOf(text, place, star ? match[0].slice(0, -1) : match[0], star);
}

function termOf(text: string, place: { at: number; raw: string }, written: string, prefix: boolean): Token {
  const star = written.indexOf("*");
  if (star >= 0) fail(text, place.at + place.raw.indexOf("*"), '"*" stands only at the end of a word');
  const words = written.split(/[^\p{L}\p{M}\p{N}\p{Co}]+/u).filter((word) => word !== "");
  if (!words.some((word) => /[\p{L}\p{N}\p{Co}]/u.test(word))) {
    fail(text, place.at, `${JSON.stringify(place.raw)} has no letter or digit to search for`);
  }
  if (prefix && words.length === 1 && isShort(words[0] ?? "")) {
    fail(text, place.at, `${JSON.stringify(place.raw)} needs ${prefixLettersMin} letters or more before the "*"`);
  }
  return { ...place, kind: "term", words, prefix };
}

function isShort(word: string): boolean {
  return (word.match(/[\p{L}\p{N}\p{Co}]/gu) ?? []).length < prefixLettersMin && !endsUnspaced.test(word);
}

/**
 * A character class, for use inside a pattern, of the scripts that are written without spaces: Han, kana, Thai, Lao,
 * Khmer, Myanmar, Tibetan; and Hangul, because Korean particles are attached to words. It names the long vowel mark
 * separately, because that mark belongs to no script.
 */
export const unspacedScripts =
  "[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\u30fc\\p{Script=Hangul}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}\\p{Script=Tibetan}]";

const endsUnspaced = new RegExp(`${unspacedScripts}\\p{M}*$`, "u");

/** Throws the error. `at` counts UTF-16 units from 0; the message counts characters from 1. */
function fail(text: string, at: number, what: string): never {
  throw new WireError("query-invalid", `query, character ${[...text.slice(0, at)].length + 1}: ${what}`);
}

/**
 * A parsed query of sections, the desk page, alerts or the API, as a tree. Words and "phrases" are matched on folded
 * text; `word*` is a prefix; AND is implied.
 */
export type SearchQuery =
  | { readonly kind: "term"; readonly words: readonly string[]; readonly prefix: boolean }
  | { readonly kind: "and"; readonly parts: readonly SearchQuery[] }
  | { readonly kind: "or"; readonly parts: readonly SearchQuery[] }
  | { readonly kind: "not"; readonly part: SearchQuery };
