import { charKind, kindOf } from "./char-kinds.ts";
import { foldWord } from "./fold-word.ts";
import type { Compound, Unit } from "./read-compound.ts";
import { readSpacedNumber } from "./read-number.ts";
import type { Token } from "./token.ts";

/** Another way to write consecutive words: those from number `from` up to, but not including, `to`. */
export interface Spelling extends Token {
  /** joined: airstrike for air-strike; signed: AT&T, #word or 3.5%, with the signs; umlaut: Mueller for Müller. */
  readonly kind: "joined" | "signed" | "umlaut";
  readonly from: number;
  readonly to: number;
}

/** The other spellings of a compound; `first` is the number of its first word in the text. */
export function spellingsOf(text: string, compound: Compound, first: number, language: string | null): Spelling[] {
  const { units } = compound;
  if (units.length === 0) return [];
  const found: Spelling[] = units.length === 1 ? [] : joinedOf(units, first);
  found.push(...signedEnds(text, compound, first), ...spacedNumber(text, units, first));
  if (spellsUmlauts(language)) found.push(...umlautsOf(text, units, first));
  return found.filter(({ text: one }) => one.length <= spellingCharsMax);
}

/** Other spellings of words that are tied by signs: without the signs, and with those signs that carry a meaning. */
function joinedOf(units: readonly Unit[], first: number): Spelling[] {
  const found: Spelling[] = [];
  for (const [from, to] of tiedRuns(units, isJoining)) {
    const joined = units.slice(from, to);
    if (joined.length <= joinedUnitsMax && !joined.every(({ text: one }) => digits.test(one)))
      found.push(spelling("joined", joined, first + from, ""));
  }
  for (const sign of ["&", "/"] as const)
    for (const [from, to] of tiedRuns(units, (unit) => unit.sign === sign))
      found.push(spelling("signed", units.slice(from, to), first + from, sign));
  return found;
}

const joinedUnitsMax = 3;
const spellingCharsMax = 40;
const digits = /^\d+$/;

function spelling(kind: Spelling["kind"], units: readonly Token[], from: number, sign: string): Spelling {
  const text = units.map((unit) => unit.text).join(sign);
  return { kind, text, start: units[0]?.start ?? 0, end: units.at(-1)?.end ?? 0, from, to: from + units.length };
}

/** Runs of two or more units that are tied by the same kind of sign. */
function tiedRuns(units: readonly Unit[], ties: (unit: Unit, before: Unit) => boolean): [number, number][] {
  const runs: [number, number][] = [];
  let from = 0;
  for (let at = 1; at <= units.length; at += 1) {
    const [unit, before] = [units[at], units[at - 1]];
    if (unit !== undefined && before !== undefined && ties(unit, before)) continue;
    if (at - from > 1) runs.push([from, at]);
    from = at;
  }
  return runs;
}

/**
 * A hyphen joins words, and an apostrophe joins the parts of a name (O'Brien, Sana'a). An apostrophe does not join an
 * elided article or an ending to its word (l'union, don't, Trump's).
 */
function isJoining(unit: Unit, before: Unit): boolean {
  if (unit.sign === "-") return true;
  return unit.sign === "'" && !clinging.has(unit.text) && !elided.has(before.text);
}

const clinging = new Set(["s", "t", "re", "ve", "ll", "d", "m", "da", "de", "ta", "te", "dan", "den", "nin", "in"]);
const elided = new Set(
  "l d j m n s t c qu un jusqu lorsqu puisqu quelqu dell all nell dall sull quest quell gli degli".split(" "),
);

/** The spellings with the signs before and after a word: #MeToo, @name, C++, C#, 3.5 %. */
function signedEnds(text: string, { units, next }: Compound, first: number): Spelling[] {
  const found: Spelling[] = [];
  const [one, last] = [units[0], units.at(-1)];
  if (one === undefined || last === undefined) return found;
  const before = prefixSigns[text[one.start - 1] ?? ""];
  if (before !== undefined && !endsWord(text.slice(Math.max(0, one.start - 3), one.start - 1)))
    found.push({ ...one, kind: "signed", text: before + one.text, start: one.start - 1, from: first, to: first + 1 });
  const behind = suffixAt(text, next, last);
  const from = first + units.length - 1;
  if (behind !== null)
    found.push({ ...last, kind: "signed", text: last.text + behind.sign, end: behind.end, from, to: from + 1 });
  return found;
}

const prefixSigns: Readonly<Record<string, string>> = { "#": "#", "＃": "#", "@": "@", "＠": "@" };

/**
 * Whether a text ends inside a word. It uses the kinds of characters, which are the same in every JavaScript engine.
 */
function endsWord(text: string): boolean {
  const last = [...text].at(-1) ?? " ";
  const kind = kindOf(last.codePointAt(0) ?? 0);
  return kind === charKind.clinging ? mark.test(last) : kind !== charKind.separator;
}

const mark = /^\p{M}$/u;

function suffixAt(text: string, at: number, unit: Unit): { readonly sign: string; readonly end: number } | null {
  const pattern = digitFirst.test(unit.text) ? percent : letterFirst.test(unit.text) ? language : null;
  if (pattern === null) return null;
  pattern.lastIndex = at;
  const raw = pattern.exec(text)?.[0];
  if (raw === undefined) return null;
  if (pattern === language && begins(text, at + raw.length)) return null;
  return { sign: pattern === percent ? "%" : raw, end: at + raw.length };
}

const digitFirst = /^\d[\d.]*$/;
const letterFirst = /^[a-z]{1,8}$/;
const percent = /[ \u00a0\u202f]?[%％٪]/uy;
/** The ends of the names of programming languages: C++, C#. */
const language = /(?:\+\+|#)(?![+#])/uy;

function begins(text: string, at: number): boolean {
  const kind = kindOf(text.codePointAt(at) ?? 0);
  return kind === charKind.word || kind === charKind.unspaced;
}

function spacedNumber(text: string, units: readonly Unit[], first: number): Spelling[] {
  const [unit, more] = units;
  if (unit === undefined || more !== undefined || !/^\d{1,3}$/.test(unit.text)) return [];
  if (/\p{Nd}[ \u00a0\u2009\u202f]$/u.test(text.slice(Math.max(0, unit.start - 3), unit.start))) return [];
  const number = readSpacedNumber(text, unit.start);
  if (number === null) return [];
  return [
    { start: unit.start, end: number.end, kind: "joined", text: number.text, from: first, to: first + number.groups },
  ];
}

/**
 * Whether ä, ö and ü may be written as ae, oe and ue. They may not in the languages named here, where they are letters
 * of their own.
 */
function spellsUmlauts(language: string | null): boolean {
  return language === null || !/^(?:tr|az|sv|fi|et|hu|tk|kk|ky|uz)(?:-|$)/i.test(language);
}

function umlautsOf(text: string, units: readonly Unit[], first: number): Spelling[] {
  const found: Spelling[] = [];
  for (const [at, unit] of units.entries()) {
    const written = text.slice(unit.start, unit.end);
    if (!umlauts.test(written)) continue;
    const raw = written.includes("\u0308") ? written.normalize("NFC") : written;
    const spelled = raw.replaceAll(umlaut, (letter) => spelledOut[letter] ?? letter);
    if (spelled !== raw)
      found.push({
        kind: "umlaut",
        text: foldWord(spelled),
        start: unit.start,
        end: unit.end,
        from: first + at,
        to: first + at + 1,
      });
  }
  return found;
}

const umlauts = /[äöüÄÖÜ]|\u0308/;
const umlaut = /[äöüÄÖÜ]/g;
const spelledOut: Readonly<Record<string, string>> = { ä: "ae", ö: "oe", ü: "ue", Ä: "Ae", Ö: "Oe", Ü: "Ue" };
