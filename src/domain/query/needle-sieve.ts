import { tokenTextsOf, type WantedWords } from "../analyse/analyse.ts";
import type { Way } from "../analyse/term-ways.ts";
import type { Needle } from "./needles.ts";
import type { Searched } from "./searched.ts";

/** Tells cheaply which needles a text may hold, so that few texts are analysed in full. */
export interface NeedleSieve {
  /**
   * All needles that stand in the title, text, authors or earlier words, and some that do not: the order of the words,
   * the language and the exact spelling are not tested.
   */
  needlesIn(searched: Pick<Searched, "title" | "text" | "author" | "past" | "language">): ReadonlySet<Needle>;
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

/** Compares words by their first two letters, their last letter and their length, which needs no copy of the word. */
function wantedWords(ways: readonly Way[]): WantedWords {
  const shapes = new Uint8Array(1 << 19);
  const begins = new Uint8Array(1 << 10);
  for (const { tokens, prefix } of ways)
    for (const [at, token] of tokens.entries()) {
      if (!/^[a-z]+/.test(token)) continue;
      if (!prefix || at < tokens.length - 1) shapes[shapeOf(token, 0, token.length)] = 1;
      else if (token.length > 1) begins[beginOf(token, 0, token.length)] = 1;
      else begins.fill(1, letterAt(token, 0) << 5, (letterAt(token, 0) + 1) << 5);
    }
  return {
    mayBe: (text, start, end) => shapes[shapeOf(text, start, end)] === 1 || begins[beginOf(text, start, end)] === 1,
  };
}

function shapeOf(text: string, start: number, end: number): number {
  return (beginOf(text, start, end) << 9) | (letterAt(text, end - 1) << 4) | Math.min(end - start, 15);
}

/** A word of one letter counts as that letter twice. */
function beginOf(text: string, start: number, end: number): number {
  return (letterAt(text, start) << 5) | letterAt(text, end - start > 1 ? start + 1 : start);
}

/** The last five bits tell letters apart, whatever their case. */
function letterAt(text: string, at: number): number {
  return text.charCodeAt(at) & 31;
}
