import { tokenTextsOf, type WantedWords } from "../analyse/analyse.ts";
import type { Way } from "../analyse/term-ways.ts";
import type { Needle } from "./needles.ts";
import type { Searched } from "./searched.ts";

/** The texts of an entry that queries search. */
export type SearchedTexts = Pick<Searched, "title" | "text" | "author" | "past" | "language">;

/** Tells cheaply which needles a text may hold, so that few texts are analysed in full. */
export interface NeedleSieve {
  /**
   * All needles that the title, text, authors or earlier texts contain, and some that they do not contain, because the
   * order of the words, the language and the exact spelling are not tested.
   */
  needlesIn(searched: SearchedTexts): ReadonlySet<Needle>;
}

export function createNeedleSieve(needles: readonly Needle[]): NeedleSieve {
  const byFirst = new Map<string, { readonly needle: Needle; readonly way: Way }[]>();
  const beginnings: { readonly needle: Needle; readonly way: Way }[] = [];
  for (const needle of needles)
    for (const way of needle.ways) {
      const [first = ""] = way.tokens;
      if (way.prefix && way.tokens.length === 1) beginnings.push({ needle, way });
      else byFirst.set(first, [...(byFirst.get(first) ?? []), { needle, way }]);
    }
  const wanted = wantedWords(needles.flatMap(({ ways }) => ways));
  return {
    needlesIn({ title, text, author, past, language }) {
      if (needles.length === 0) return new Set();
      const tokens = new Set<string>();
      for (const one of [title, text, author, past])
        if (one !== "") for (const token of tokenTextsOf(one, language, wanted)) tokens.add(token);
      const standing = new Set<Needle>();
      for (const token of tokens)
        for (const { needle, way } of byFirst.get(token) ?? [])
          if (!standing.has(needle) && mayStand(way, tokens)) standing.add(needle);
      for (const { needle, way } of beginnings) if (mayStand(way, tokens)) standing.add(needle);
      return standing;
    },
  };
}

function mayStand({ tokens: wanted, prefix }: Way, tokens: ReadonlySet<string>): boolean {
  return wanted.every((one, at) => (prefix && at === wanted.length - 1 ? beginsOne(tokens, one) : tokens.has(one)));
}

function beginsOne(tokens: ReadonlySet<string>, beginning: string): boolean {
  for (const token of tokens) if (token.startsWith(beginning)) return true;
  return false;
}

/** Compares words by their first and last two letters and their length, which needs no copy of the word. */
function wantedWords(ways: readonly Way[]): WantedWords {
  const shapes = new Uint8Array(1 << shapeBits);
  const begins = new Uint8Array(1 << 10);
  for (const { tokens, prefix } of ways)
    for (const [at, token] of tokens.entries()) {
      if (!/^[a-z]+/.test(token)) continue;
      if (!prefix || at < tokens.length - 1) shapes[shapeOf(token, 0, token.length)] = 1;
      else if (token.length > 1) begins[beginOf(token, 0, token.length)] = 1;
      else begins.fill(1, letterAt(token, 0) << 5, (letterAt(token, 0) + 1) << 5);
    }
  const hasBegins = begins.includes(1);
  return {
    mayBe: (text, start, end) =>
      shapes[shapeOf(text, start, end)] === 1 || (hasBegins && begins[beginOf(text, start, end)] === 1),
  };
}

const shapeBits = 15;

/** Different shapes may get the same number. The number 0x9e3779b1 spreads them (Knuth, volume 3, section 6.4). */
function shapeOf(text: string, start: number, end: number): number {
  const ending = (letterAt(text, end - 1) << 5) | letterAt(text, end - start > 1 ? end - 2 : start);
  const shape = (Math.min(end - start, 15) << 20) | (ending << 10) | beginOf(text, start, end);
  return Math.imul(shape, 0x9e3779b1) >>> (32 - shapeBits);
}

/** A word of one letter counts as that letter twice. */
function beginOf(text: string, start: number, end: number): number {
  return (letterAt(text, start) << 5) | letterAt(text, end - start > 1 ? start + 1 : start);
}

/** The last five bits tell letters apart, whatever their case. */
function letterAt(text: string, at: number): number {
  return text.charCodeAt(at) & 31;
}
