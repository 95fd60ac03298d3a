import type { CueKind } from "../../domain/entry.ts";
import { type CuePhrase, readCuePhrase } from "./cue-phrase.ts";
import { readGluedCue } from "./glued-cue.ts";

export interface LedCue {
  readonly kind: CueKind;
  readonly number: number | null;
  readonly raw: string;
  readonly rest: string;
}

/** A cue with its mark stands within so many characters. */
const cueCharsMax = 48;
/** "WRAP-UP 2-": a cue holds few marks itself. */
const marksTriedMax = 3;

/** Hash signs, stars, plus signs and pictures that outlets hang before a cue. */
const decoration = /^(?:[#*+•‼❗\s]|\p{Extended_Pictographic}|\ufe0f)+/u;
const bracketed = /^[[(（【［〔<＜〈《「]\s?([^\])）】］〕>＞〉》」\n]{1,40})[\])）】］〕>＞〉》」]\s*[:：-]?\s*/u;
const marks = /\s[-–—]+\s|\s?[:：|｜]\s*|\s?[!！]+\s*|\s?(?:\.{2,}|…)\s*|\s?\+{2,}\s*|—|[-‐–]\s?|[／/]\s/gu;

/** The one cue that a headline begins with, and what follows it; null when it begins with none. */
export function leadingCue(headline: string): LedCue | null {
  const decorated = decoration.exec(headline)?.[0].length ?? 0;
  const start = headline.slice(decorated);
  const read = readBracketed(start) ?? readMarked(start) ?? readBare(start) ?? readGluedCue(start);
  if (read === null) return null;
  const raw = headline.slice(0, decorated + read.length).trim();
  return { kind: read.phrase.kind, number: read.phrase.number, raw, rest: start.slice(read.length).trim() };
}

interface Read {
  readonly phrase: CuePhrase;
  /** Of cue and mark together. */
  readonly length: number;
}

/** "(2nd LD) …", "[속보] …", "【速報】…": what stands in brackets is a cue in any case of letters. */
function readBracketed(start: string): Read | null {
  const match = bracketed.exec(start);
  const phrase = match === null ? null : readCuePhrase(match[1] ?? "");
  return match === null || phrase === null ? null : { phrase, length: match[0].length };
}

/** The longest wins: "WRAP-UP 2-" before "WRAP-". */
function readMarked(start: string): Read | null {
  let tried = 0;
  let longest: Read | null = null;
  for (const mark of start.slice(0, cueCharsMax).matchAll(marks)) {
    const phrase = readCuePhrase(start.slice(0, mark.index));
    const length = mark.index + mark[0].length;
    if (phrase !== null && takesMark(phrase, mark[0], start.slice(length))) longest = { phrase, length };
    tried += 1;
    if (tried === marksTriedMax) break;
  }
  return longest;
}

function takesMark(phrase: CuePhrase, mark: string, rest: string): boolean {
  const speaksUp = phrase.loud || phrase.number !== null;
  if (/^[-‐–]/.test(mark)) return takesHyphen(phrase, rest);
  if (/^\s?[!！.…+]|^[／/]/.test(mark)) return speaksUp;
  return speaksUp || !onlyLoud(phrase);
}

/** A hyphen without a space before it may be a compound's: "Update-Pflicht", "EXCLUSIVE-USE ZONE". */
function takesHyphen(phrase: CuePhrase, rest: string): boolean {
  if (/^\p{Ll}/u.test(rest)) return false;
  if (phrase.number !== null) return true;
  if (!phrase.loud) return phrase.styles.has("tight");
  const settled = phrase.kind === "correction" || phrase.kind === "refile" || phrase.kind === "withdrawn";
  return settled || isMixedCase(rest);
}

/** A cue in capitals before an ordinary headline needs no mark, if it is a word that headlines do not begin with. */
function readBare(start: string): Read | null {
  const words = start.slice(0, cueCharsMax).split(/\s+/u, 4);
  for (let count = Math.min(words.length - 1, 3); count > 0; count -= 1) {
    const phrase = readCuePhrase(words.slice(0, count).join(" "));
    if (phrase === null || !phrase.loud || !phrase.styles.has("bare")) continue;
    const match = new RegExp(`^(?:\\S+\\s+){${count}}`, "u").exec(start);
    const rest = match === null ? "" : start.slice(match[0].length);
    if (match !== null && !/^\p{Ll}/u.test(rest) && isMixedCase(rest)) return { phrase, length: match[0].length };
  }
  return null;
}

function onlyLoud(phrase: CuePhrase): boolean {
  return phrase.styles.size === 1 && phrase.styles.has("loud");
}

/** Not shouted throughout; a writing system without capitals never is. */
function isMixedCase(text: string): boolean {
  return /\p{Ll}/u.test(text) || !/\p{Lu}/u.test(text);
}
