import type { Cue, CueKind } from "../../domain/entry.ts";
import { type CuePhrase, readCuePhrase } from "./cue-phrase.ts";
import { cueWords } from "./cue-words.ts";

interface CuedHeadline {
  readonly cue: Cue | null;
  readonly headline: string;
}

/** Desks stack at most this many cues: "REFILE-CORRECTED-UPDATE 2-". */
const stackedCuesMax = 4;

/**
 * Kinds of cues, the most important to readers first. If a headline has several cues, its kind is the first in this
 * list that occurs, or else the kind of its first cue.
 */
const weightiest: readonly CueKind[] = ["withdrawn", "correction", "flash", "alert", "urgent", "breaking"];

/**
 * Reads the cue before a title (or in brackets after it), and the title without the cue. Stacked cues are read
 * together: the most important one gives the kind, and the first number is kept. If nothing would be left of the title,
 * there is no cue.
 */
export function readCue(title: string): CuedHeadline {
  const found: LedCue[] = [];
  let rest = title.trim();
  while (found.length < stackedCuesMax) {
    const led = leadingCue(rest);
    if (led === null || !hasWords(led.rest)) break;
    found.push(led);
    rest = led.rest;
  }
  const raw = title
    .trim()
    .slice(0, title.trim().length - rest.length)
    .trim();
  const trailed = trailingCue(rest);
  if (trailed !== null && hasWords(trailed.rest)) {
    found.push(trailed);
    rest = trailed.rest;
  }
  if (found.length === 0) return { cue: null, headline: title.trim() };
  return { cue: summarise(found, raw === "" ? (trailed?.raw ?? "") : raw), headline: rest };
}

function summarise(found: readonly LedCue[], raw: string): Cue {
  const kinds = found.map((led) => led.kind);
  const kind = weightiest.find((candidate) => kinds.includes(candidate)) ?? kinds[0] ?? "update";
  return { kind, number: found.find((led) => led.number !== null)?.number ?? null, raw };
}

/** Whether a text has at least two letters or digits. A cue with nothing after it is the headline itself. */
function hasWords(text: string): boolean {
  return /[\p{L}\p{N}].*[\p{L}\p{N}]/u.test(text.slice(0, 200));
}

interface LedCue {
  readonly kind: CueKind;
  readonly number: number | null;
  readonly raw: string;
  readonly rest: string;
}

/** A cue and its mark are within this many characters from the start of the headline. */
const cueCharsMax = 48;
/** At most this many marks are tried. One is not enough, because a cue may itself contain marks: "WRAP-UP 2-". */
const marksTriedMax = 3;

/** Hash signs, stars, plus signs and emoji that outlets put before a cue. */
const decoration = /^(?:[#*+•‼❗\s]|\p{Extended_Pictographic}|\ufe0f)+/u;
const bracketed = /^[[(（【［〔<＜〈《「]\s?([^\])）】］〕>＞〉》」\n]{1,40})[\])）】］〕>＞〉》」]\s*[:：-]?\s*/u;
const marks = /\s[-–—]+\s|\s?[:：|｜]\s*|\s?[!！]+\s*|\s?(?:\.{2,}|…)\s*|\s?\+{2,}\s*|—|[-‐–]\s?|[／/]\s/gu;

/** The first cue of a headline and the rest after it; null when it does not begin with a cue. */
function leadingCue(headline: string): LedCue | null {
  const decorated = decoration.exec(headline)?.[0].length ?? 0;
  const start = headline.slice(decorated);
  const read = readBracketed(start) ?? readMarked(start) ?? readBare(start) ?? readGluedCue(start);
  if (read === null) return null;
  const raw = headline.slice(0, decorated + read.length).trim();
  return { kind: read.phrase.kind, number: read.phrase.number, raw, rest: start.slice(read.length).trim() };
}

interface Read {
  readonly phrase: CuePhrase;
  /** The length of the cue and its mark together. */
  readonly length: number;
}

/** Reads a cue in brackets, in any letter case: "(2nd LD) …", "[속보] …", "【速報】…". */
function readBracketed(start: string): Read | null {
  const match = bracketed.exec(start);
  const phrase = match === null ? null : readCuePhrase(match[1] ?? "");
  return match === null || phrase === null ? null : { phrase, length: match[0].length };
}

/** Reads a cue with a mark. The longest cue is taken: "WRAP-UP 2-", not "WRAP-". */
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

/**
 * Whether a hyphen may end the cue. A hyphen without a space may belong to a compound word: "Update-Pflicht",
 * "EXCLUSIVE-USE ZONE".
 */
function takesHyphen(phrase: CuePhrase, rest: string): boolean {
  if (/^\p{Ll}/u.test(rest)) return false;
  if (phrase.number !== null) return true;
  if (!phrase.loud) return phrase.styles.has("tight");
  const settled = phrase.kind === "correction" || phrase.kind === "refile" || phrase.kind === "withdrawn";
  return settled || isMixedCase(rest);
}

/**
 * Reads a cue without a mark: one to three words in capitals, before a headline that is not in capitals. Only cues of
 * the style "bare" count, because ordinary headlines do not begin with them.
 */
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

/** Whether a text is not all in capitals. True for writing systems without capitals. */
function isMixedCase(text: string): boolean {
  return /\p{Ll}/u.test(text) || !/\p{Lu}/u.test(text);
}

/**
 * Kinds of cues that may follow a headline. Only a report that was sent before has such a cue. Other words in brackets
 * may be part of the headline: "(exclusive)".
 */
const trailingKinds: ReadonlySet<CueKind> = new Set(["update", "correction", "refile", "wrapup", "withdrawn"]);
const bracketedBehind = /\s?[[(（【［〔]\s?([^[\]()（）【】［］〔〕\n]{1,30})[\])）】］〕]$/u;
const trailingCharsMax = 40;

/**
 * Reads a cue in brackets at the end of a headline, as Korean and some English desks write it: "… (종합2보)", "…
 * (UPDATED)". null when there is none.
 */
function trailingCue(headline: string): LedCue | null {
  const tail = headline.slice(-trailingCharsMax);
  const match = bracketedBehind.exec(tail);
  const phrase = match === null ? null : readCuePhrase(match[1] ?? "");
  if (match === null || phrase === null || !trailingKinds.has(phrase.kind)) return null;
  const rest = headline.slice(0, headline.length - match[0].length).trim();
  return { kind: phrase.kind, number: phrase.number, raw: match[0].trim(), rest };
}

const gluedWords = cueWords.filter((row) => row.style === "glued").flatMap((row) => row.words);

/**
 * Matches the text that may follow a glued cue: a bracket, a full-width sign, or the headline's first word. The word is
 * not a cue before hiragana ("再送する", "再送の手順"), or before characters that form a compound with it ("再送信", "再送料金",
 * "再送付").
 */
const follows =
  /^(?:[（(〔［[【「『〈《]|[＝=－]\s?|(?![信付料達電金出配検受先時分率用中後前済])[\p{Script=Han}\p{Script=Katakana}\p{Lu}\p{N}])/u;

/**
 * Reads a cue that stands directly before its headline: "再送日銀総裁が会見", "再送（訂正）日銀…", "再送＝日銀…". null when there is none.
 */
function readGluedCue(start: string): { readonly phrase: CuePhrase; readonly length: number } | null {
  const word = gluedWords.find((candidate) => start.startsWith(candidate));
  if (word === undefined) return null;
  const match = follows.exec(start.slice(word.length, word.length + 4));
  const phrase = match === null ? null : readCuePhrase(word);
  if (match === null || phrase === null) return null;
  const sign = /^[＝=－]/u.test(match[0]) ? match[0].length : 0;
  return { phrase, length: word.length + sign };
}
