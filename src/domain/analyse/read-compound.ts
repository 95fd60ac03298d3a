import { charKind, kindOf } from "./char-kinds.ts";
import { foldWord } from "./fold-word.ts";
import { readNumber } from "./read-number.ts";
import type { Token } from "./token.ts";

/** A word, and the sign that ties it to the previous word; "" for the first word. */
export interface Unit extends Token {
  readonly sign: "" | "-" | "'" | "&" | "/";
}

/** Words that are separated only by signs: air-strike, O'Brien, AT&T, 9/11. */
export interface Compound {
  readonly units: readonly Unit[];
  /** Where to continue reading. */
  readonly next: number;
  /** Whether there may be other spellings. */
  readonly isMarked: boolean;
}

/** Reads the words that begin with the letter or digit at `start`. */
export function readCompound(text: string, start: number): Compound {
  const first = readUnit(text, start, "");
  const sign = signAt(text, first.next);
  if (sign === null) {
    return {
      units: unitsOf([first]),
      next: first.next,
      isMarked: first.isSpecial || hasMarks(text, start, first.next),
    };
  }
  const read = [first];
  let { next } = first;
  for (let tie = signAt(text, next); tie !== null; tie = signAt(text, next)) {
    const unit = readUnit(text, next + 1, tie);
    read.push(unit);
    next = unit.next;
  }
  return { units: unitsOf(read), next, isMarked: true };
}

interface ReadUnit extends Unit {
  readonly next: number;
  readonly isSpecial: boolean;
}

/** Drops words that are empty after folding. */
function unitsOf(read: readonly ReadUnit[]): readonly Unit[] {
  return read.every(({ text }) => text !== "") ? read : read.filter(({ text }) => text !== "");
}

function readUnit(text: string, start: number, sign: Unit["sign"]): ReadUnit {
  const end = wordEnd(text, start);
  const next = text.charCodeAt(end);
  const code = text.charCodeAt(start);
  if (next === dot && isAcronymStart(text, start, end)) {
    const found = matchAt(acronym, text, start);
    if (found !== null) return acronymUnit(text, start, found, sign);
  }
  if (numberSigns.has(next) && isWord(text, end + 1) && (code <= 0x39 || code > 0x7f)) {
    const number = readNumber(text, start);
    if (number !== null) {
      const wholeEnd = wordEnd(text, number.end);
      const unit = number.text + tokenText(text.slice(number.end, wholeEnd));
      return {
        text: unit,
        start,
        end: wholeEnd,
        sign,
        next: wholeEnd,
        isSpecial: hasFigureSigns(text, wholeEnd) || wholeEnd > number.end,
      };
    }
  }
  if (code <= 0x39) {
    const word = tokenText(text.slice(start, end));
    return {
      text: word,
      start,
      end,
      sign,
      next: end,
      isSpecial: hasFigureSigns(text, end) || hasHighChar(text.slice(start, end)),
    };
  }
  const merged = code > 0x7f || next > 0x7f ? mergedEnd(text, end) : end;
  const raw = text.slice(start, merged);
  const bare = merged > end ? raw.replaceAll(mergingSigns, "") : raw;
  return {
    text: tokenText(bare),
    start,
    end: merged,
    sign,
    next: merged,
    isSpecial: hasHighChar(raw) && mayBeSpelled.test(raw),
  };
}

/** The signs that may stand between the digits of a number. */
const numberSigns: ReadonlySet<number> = new Set(
  [..."\u002c\u002e\u0027\u2019\u066b\u066c"].map((sign) => sign.charCodeAt(0)),
);

function isWord(text: string, at: number): boolean {
  return kindOf(text.codePointAt(at) ?? 0) === charKind.word;
}

/**
 * Whether a sign after the figure that ends at `at`, or more digits after a space, may give the figure another
 * spelling.
 */
function hasFigureSigns(text: string, at: number): boolean {
  const next = text.charCodeAt(at);
  return (
    figureSigns.has(next) ||
    ((next === 0x20 || next > 0x7f) && figureSigns.has(text.charCodeAt(at + 1))) ||
    digitAfterSpace.test(text.slice(at, at + 2))
  );
}

const figureSigns: ReadonlySet<number> = new Set([..."%％٪"].map((sign) => sign.charCodeAt(0)));
const digitAfterSpace = /^\s\p{Nd}/u;
/** Umlauts and digits may have other spellings; the digits may be of any script. */
const mayBeSpelled = /[äöüÄÖÜ]|\u0308|\p{Nd}/u;

function hasHighChar(raw: string): boolean {
  for (let at = 0; at < raw.length; at += 1) if (raw.charCodeAt(at) > 0x7f) return true;
  return false;
}

/**
 * The token of a word. Folding may turn one character into several, among them spaces or signs at which the index would
 * split the token. These are removed.
 */
function tokenText(raw: string): string {
  const folded = foldWord(raw);
  return partingSigns.test(folded) ? folded.replaceAll(partingSigns, "") : folded;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: a token must not contain them.
const partingSigns = /[\u0000-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u007f\s]/g;

export function wordEnd(text: string, start: number): number {
  let at = start;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code < 0x80) {
      if (kindOf(code) !== charKind.word) break;
      at += 1;
      continue;
    }
    const codePoint = text.codePointAt(at) ?? 0;
    const kind = kindOf(codePoint);
    if (kind !== charKind.word && kind !== charKind.clinging) break;
    at += codePoint > 0xffff ? 2 : 1;
  }
  return at;
}

const dot = 0x2e;
/** One letter and a dot, several times: U.S., J.K., т.е. */
const acronym = /\p{L}\p{M}*(?:\.\p{L}\p{M}*)+(?![\p{L}\p{M}\p{N}])/uy;

function isAcronymStart(text: string, start: number, end: number): boolean {
  return end - start <= 2 && kindOf(text.codePointAt(start) ?? 0) === charKind.word;
}

/** The last dot belongs to the acronym: U.S.-led. */
function acronymUnit(text: string, start: number, found: string, sign: Unit["sign"]): ReadUnit {
  const end = start + found.length;
  const next = text.charCodeAt(end) === dot ? end + 1 : end;
  return { text: tokenText(found.replaceAll(".", "")), start, end, sign, next, isSpecial: false };
}

function matchAt(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}

/**
 * Signs inside words of certain scripts: the apostrophe of Ukrainian and Belarusian (п'ять); Hebrew geresh and
 * gershayim, often typed as quotes (צה"ל); the Catalan dot (col·lecció).
 */
const mergingSigns = /['’ʼ\u05f3\u05f4"·]/g;
const merging =
  /(?<=\p{Script=Cyrillic})['’ʼ](?=\p{Script=Cyrillic})|(?<=\p{Script=Hebrew}\p{M}*)['’"\u05f3\u05f4](?=\p{Script=Hebrew})|(?<=l)·(?=l)/iuy;

function mergedEnd(text: string, end: number): number {
  let at = end;
  while (matchAt(merging, text, at) !== null) at = wordEnd(text, at + 1);
  return at;
}

const signs: Readonly<Record<string, Exclude<Unit["sign"], "">>> = {
  "-": "-",
  "\u2010": "-",
  "\u2011": "-",
  "\u05be": "-",
  "\uff0d": "-",
  "'": "'",
  "’": "'",
  "‘": "'",
  "`": "'",
  "´": "'",
  "′": "'",
  "＇": "'",
  ʹ: "'",
  ʻ: "'",
  ʼ: "'",
  ʾ: "'",
  ʿ: "'",
  "&": "&",
  "＆": "&",
  "/": "/",
};

/** The sign that ties the word ending at `at` to a word directly after it; null when there is none. */
function signAt(text: string, at: number): Exclude<Unit["sign"], ""> | null {
  const code = text.charCodeAt(at);
  // Most words are followed by a space or a full stop.
  if (code === 0x20 || code === dot || Number.isNaN(code)) return null;
  const sign = signs[text[at] ?? ""] ?? null;
  if (sign === null || kindOf(text.codePointAt(at + 1) ?? 0) !== charKind.word) return null;
  return sign === "/" && !(isDigit(text, at - 1) && isDigit(text, at + 1)) ? null : sign;
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0x30 && code <= 0x39;
}

/** Whether a sign directly before or after the word may belong to it: #word, @name, C++, C#. */
function hasMarks(text: string, start: number, end: number): boolean {
  const before = text[start - 1];
  const behind = text[end];
  return before === "#" || before === "@" || before === "＃" || before === "＠" || behind === "+" || behind === "#";
}
