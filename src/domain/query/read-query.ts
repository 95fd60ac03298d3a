import { beginsUnspaced } from "../analyse/char-kinds.ts";
import { waysOf } from "../analyse/term-ways.ts";
import { asksStory } from "./asks-story.ts";
import { nearSideOf } from "./near-side.ts";
import { isHeadline, isParenthesis, withoutIdle } from "./pasted-text.ts";
import { characterAt, failAt, type QueryNote } from "./query-note.ts";
import type { QueryToken } from "./query-token.ts";
import { tokensOfQuery } from "./query-tokens.ts";
import { readFact } from "./read-fact.ts";
import {
  type FactField,
  queryDepthMax,
  queryTermsMax,
  type SearchQuery,
  type TextField,
  textFields,
} from "./search-query.ts";

/** A query as it was understood, with notes for its author. */
export interface ReadQuery {
  readonly query: SearchQuery;
  readonly notes: readonly QueryNote[];
}

/**
 * Reads the query language (docs/searching.md). Any headline can be pasted: signs that mean nothing are left out with a
 * note. Error: query-invalid; the message names the character, counted from 1, and says what to write.
 */
export function readQuery(text: string): ReadQuery {
  const notes: QueryNote[] = [];
  const read = tokensOfQuery(text, notes);
  const isPasted = isHeadline(read.tokens);
  if (read.openQuote !== null && !isPasted) failAt(text, read.openQuote, "a quotation mark is not closed");
  const tokens = withoutIdle(isPasted ? read.tokens.filter(({ kind }) => !isParenthesis(kind)) : read.tokens, notes);
  if (tokens.length === 0) failAt(text, 0, "nothing to search for");
  const reader: Reader = { text, tokens, at: 0, terms: 0 };
  const query = readAny(reader, 0, null);
  const rest = peek(reader);
  if (rest !== null) failAt(text, rest.at, `${JSON.stringify(rest.raw)} without "("`);
  return { query, notes: notes.map((note) => ({ ...note, at: characterAt(text, note.at) })) };
}

interface Reader {
  readonly text: string;
  readonly tokens: readonly QueryToken[];
  at: number;
  terms: number;
}

type Field =
  | { readonly kind: "text"; readonly name: TextField }
  | { readonly kind: "fact"; readonly name: FactField }
  | null;

function peek(reader: Reader): QueryToken | null {
  return reader.tokens[reader.at] ?? null;
}

function readAny(reader: Reader, depth: number, field: Field): SearchQuery {
  const parts = [readAll(reader, depth, field)];
  while (peek(reader)?.kind === "or") {
    reader.at += 1;
    parts.push(readAll(reader, depth, field));
  }
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind: "or", parts };
}

function readAll(reader: Reader, depth: number, field: Field): SearchQuery {
  const parts: SearchQuery[] = [];
  const first = peek(reader);
  let looksBack = false;
  for (
    let next = first;
    parts.length === 0 || (next !== null && next.kind !== "or" && next.kind !== "close");
    next = peek(reader)
  ) {
    if (next?.kind === "and" && parts.length > 0) reader.at += 1;
    if (readsHistory(reader)) looksBack = true;
    else parts.push(...readNear(reader, depth, field));
    if (looksBack && parts.length === 0 && !goesOn(reader))
      failAt(reader.text, first?.at ?? 0, "in:history needs words to look for");
  }
  const all: SearchQuery = parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind: "and", parts };
  return looksBack ? { kind: "history", part: all } : all;
}

function goesOn(reader: Reader): boolean {
  const next = peek(reader);
  return next !== null && next.kind !== "or" && next.kind !== "close";
}

/** Reads `in:history` if it stands here. */
function readsHistory(reader: Reader): boolean {
  const token = peek(reader);
  if (token?.kind !== "field" || token.name !== "in") return false;
  const value = reader.tokens[reader.at + 1];
  if (value?.kind !== "term" || value.text.toLowerCase() !== "history")
    failAt(reader.text, token.at, 'the only value of in: is history, as in "in:history ferry"');
  reader.at += 2;
  return true;
}

/** Reads one condition, or several joined by NEAR: a NEAR/5 b NEAR/5 c are two pairs. */
function readNear(reader: Reader, depth: number, field: Field): SearchQuery[] {
  const pairs: SearchQuery[] = [];
  let leftAt = peek(reader)?.at ?? 0;
  let left = readOne(reader, depth, field);
  for (let next = peek(reader); next?.kind === "near"; next = peek(reader)) {
    reader.at += 1;
    const rightAt = peek(reader)?.at ?? reader.text.length;
    const right = readOne(reader, depth, field);
    const [one, other] = [nearSideOf(reader.text, leftAt, left), nearSideOf(reader.text, rightAt, right)];
    pairs.push({ kind: "near", left: one, right: other, distance: next.distance, isOrdered: next.isOrdered });
    [left, leftAt] = [right, rightAt];
  }
  return pairs.length === 0 ? [left] : pairs;
}

function readOne(reader: Reader, depth: number, field: Field): SearchQuery {
  const token = peek(reader);
  if (token === null) failAt(reader.text, reader.text.length, "a word is missing at the end");
  if (depth > queryDepthMax) failAt(reader.text, token.at, `nested deeper than ${queryDepthMax}`);
  reader.at += 1;
  switch (token.kind) {
    case "term":
      return conditionOf(reader, token, field, false);
    case "exact":
      return readExact(reader, token, field);
    case "list":
      return readList(reader, token, field);
    case "field":
      return readOne(reader, depth + 1, fieldNamed(reader, token, field));
    case "not":
      return { kind: "not", part: readOne(reader, depth + 1, field) };
    case "any":
      return readAnyOfStory(reader, token, depth, field);
    case "sources":
      if (field !== null) failAt(reader.text, token.at, `${token.raw} is not allowed inside ${field.name}:`);
      return { kind: "sources", min: token.min };
    case "open":
      return readGroup(reader, token, depth, field);
    case "close":
      return failAt(reader.text, token.at, isOpen(reader) ? 'a word is missing before ")"' : '")" without "("');
    case "and":
    case "or":
    case "near":
      return failAt(reader.text, token.at, `a word is missing before ${token.raw} (in quotes it is a word itself)`);
  }
}

function isOpen(reader: Reader): boolean {
  const before = reader.tokens.slice(0, reader.at - 1);
  return before.filter(({ kind }) => kind === "open").length > before.filter(({ kind }) => kind === "close").length;
}

function readGroup(reader: Reader, open: QueryToken, depth: number, field: Field): SearchQuery {
  const inner = readAny(reader, depth + 1, field);
  if (peek(reader)?.kind !== "close") failAt(reader.text, open.at, '"(" without ")"');
  reader.at += 1;
  return inner;
}

/** `any(` is about the whole story, so it is not allowed inside a field or another `any(`. */
function readAnyOfStory(reader: Reader, token: QueryToken, depth: number, field: Field): SearchQuery {
  if (field !== null) failAt(reader.text, token.at, `any( is not allowed inside ${field.name}:`);
  const part = readOne(reader, depth + 1, null);
  if (asksStory(part)) failAt(reader.text, token.at, "any( cannot contain another any( or sources>=");
  return { kind: "any", part };
}

type NamedToken = Extract<QueryToken, { kind: "field" | "list" }>;
type TermToken = Extract<QueryToken, { kind: "term" }>;

function fieldNamed(reader: Reader, token: NamedToken, outer: Field): Field {
  if (outer !== null) failAt(reader.text, token.at, `${token.raw} is not allowed inside ${outer.name}:`);
  if (token.name === "in") failAt(reader.text, token.at, "in:history must stand alone, next to the words to look for");
  const name = textFields.find((one) => one === token.name);
  return name === undefined ? { kind: "fact", name: token.name as FactField } : { kind: "text", name };
}

function readExact(reader: Reader, sign: QueryToken, field: Field): SearchQuery {
  const token = peek(reader);
  if (token?.kind !== "term") failAt(reader.text, sign.at, '"=" must stand before a word or a phrase');
  reader.at += 1;
  return conditionOf(reader, token, field, true);
}

function readList(reader: Reader, { at, raw, name }: NamedToken, field: Field): SearchQuery {
  if (field?.kind === "fact") failAt(reader.text, at, `${raw} is a list of words; ${field.name}: takes no words`);
  return { kind: "list", name, field: field?.name ?? null };
}

function conditionOf(reader: Reader, token: TermToken, field: Field, isExact: boolean): SearchQuery {
  const { text, prefix, slop, isQuoted } = token;
  reader.terms += 1;
  if (reader.terms > queryTermsMax) failAt(reader.text, token.at, `more than ${queryTermsMax} words and phrases`);
  if (field?.kind === "fact") {
    const fact = readFact(field.name, text);
    return "fault" in fact
      ? failAt(reader.text, token.at, fact.fault)
      : { kind: "fact", field: field.name, value: fact.value };
  }
  if (isExact && (prefix || slop !== null)) failAt(reader.text, token.at, 'an exact word cannot have "*" or "~"');
  if (prefix && isShort(text))
    failAt(
      reader.text,
      token.at,
      `${JSON.stringify(token.raw)} needs ${prefixLettersMin} letters or more before the "*"`,
    );
  const form = isExact ? "exact" : isQuoted ? "phrase" : "word";
  return { kind: "term", text, form, prefix, slop, field: field?.name ?? null };
}

/** Very many words begin with the same one or two letters, and finding them all costs too much. */
const prefixLettersMin = 3;

function isShort(text: string): boolean {
  const [way] = waysOf(text, true);
  const word = way?.tokens.length === 1 ? (way.tokens[0] ?? "") : null;
  return (
    word !== null &&
    [...word.replaceAll(/[^\p{L}\p{N}\p{Co}]/gu, "")].length < prefixLettersMin &&
    !beginsUnspaced(word)
  );
}
