import type { Cue, CueKind } from "../../domain/entry.ts";
import { type CuePhrase, readCuePhrase } from "./cue-phrase.ts";
import { cueWords } from "./cue-words.ts";

interface CuedHeadline {
  readonly cue: Cue | null;
  readonly headline: string;
}

/** "REFILE-CORRECTED-UPDATE 2-": no desk stacks more. */
const stackedCuesMax = 4;

/** Of several cues the one that changes most for a reader speaks for them; among the others, the first. */
const weightiest: readonly CueKind[] = ["withdrawn", "correction", "flash", "alert", "urgent", "breaking"];

/**
 * The wire desk's word in front of a title (or in brackets behind it), and the title without it. Stacked cues are read
 * together: the weightiest names the kind, the first that has a number gives it. A title is never emptied: where
 * nothing would be left, there is no cue.
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

/** Two letters or digits at least: a cue in front of nothing is the headline itself. */
function hasWords(text: string): boolean {
  return /[\p{L}\p{N}].*[\p{L}\p{N}]/u.test(text.slice(0, 200));
}

interface LedCue {
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

/** Only what says how often a report was sent stands behind it; "(exclusive)" may be part of the sentence. */
const trailingKinds: ReadonlySet<CueKind> = new Set(["update", "correction", "refile", "wrapup", "withdrawn"]);
const bracketedBehind = /\s?[[(（【［〔]\s?([^[\]()（）【】［］〔〕\n]{1,30})[\])）】］〕]$/u;
const trailingCharsMax = 40;

/**
 * A cue in brackets at the end of a headline, as Korean and some English desks put it: "… (종합2보)", "… (UPDATED)"; null
 * when there is none.
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
 * What may follow: a bracket, a full-width sign, or the headline's first word. Kana of a sentence make an ordinary word
 * of the cue ("再送する", "再送の手順"), and so do the signs that compounds go on with ("再送信", "再送料金", "再送付").
 */
const follows =
  /^(?:[（(〔［[【「『〈《]|[＝=－]\s?|(?![信付料達電金出配検受先時分率用中後前済])[\p{Script=Han}\p{Script=Katakana}\p{Lu}\p{N}])/u;

/** "再送日銀総裁が会見", "再送（訂正）日銀…", "再送＝日銀…": a cue that stands right in front of its headline; null where there is none. */
function readGluedCue(start: string): { readonly phrase: CuePhrase; readonly length: number } | null {
  const word = gluedWords.find((candidate) => start.startsWith(candidate));
  if (word === undefined) return null;
  const match = follows.exec(start.slice(word.length, word.length + 4));
  const phrase = match === null ? null : readCuePhrase(word);
  if (match === null || phrase === null) return null;
  const sign = /^[＝=－]/u.test(match[0]) ? match[0].length : 0;
  return { phrase, length: word.length + sign };
}
