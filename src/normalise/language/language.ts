import { languageDetector } from "./language-detector.ts";
import { languageScripts, scriptLanguage } from "./language-scripts.ts";
import { languageTag } from "./language-tag.ts";
import { type Script, scriptShares } from "./script-evidence.ts";

/** The declarations and words from which the language of an entry is found. */
export interface LanguageClaims {
  readonly declaredItem: string | null;
  readonly declaredFeed: string | null;
  readonly title: string;
  readonly text: string;
  /**
   * The language of the document's titles together (`languageOfTitles`). It is called only when the entry's own words
   * do not show its language clearly.
   */
  readonly document?: () => string | null;
}

/** A writing system contradicts a declaration only when it has at least this share of the letters. */
const scriptShareMin = 0.7;
/** A Japanese text has at least this share of kana. A Chinese text that quotes kana has less. */
const kanaShareMin = 0.08;
/** Fewer Latin letters prove nothing, because every language writes some names in them. */
const latinLettersMin = 20;
/** A statistical guess needs at least this many letters. */
const guessCharsMin = 40;
const guessCharsMax = 1000;
/** The length of a paragraph. Only a text of this length may contradict a declaration of English. */
const surelyCharsMin = 120;
/** A guess contradicts another language only if its score is at least this many times that language's score. */
const surelyTimes = 1.25;

/**
 * The language of an entry as a BCP 47 tag in lower case. The sources, in order: the item's declaration; the feed's
 * declaration; for a text shorter than a paragraph, the language of the document's titles, unless the text is clearly
 * in another language; a guess from at least 40 characters; the language of the writing system. null when none of them
 * applies, or no writing system is dominant. A declaration is ignored when the writing system makes it impossible. A
 * declaration of English, the default of publishing software, is also ignored when a paragraph is clearly in another
 * language, or when the document's titles decide on a shorter text.
 */
export function entryLanguage(claims: LanguageClaims): string | null {
  const sample = `${claims.title}\n${claims.text.slice(0, guessCharsMax)}`;
  const script = dominantScript(sample);
  const prior = (): string | null => priorFor(sample, script, claims.document);
  for (const declared of [languageTag(claims.declaredItem), languageTag(claims.declaredFeed)]) {
    if (declared === null || !isPossible(declared, script)) continue;
    return isDefault(declared) ? (otherLanguage(script, sample) ?? prior() ?? declared) : declared;
  }
  return prior() ?? (script === null ? null : languageIn(script, sample));
}

/** The titles need at least this many letters to show the language of a document. */
const titlesCharsMin = 240;
const titlesCharsMax = 2000;

/** The language of a document's titles together; null when they are too short or the guess is not reliable. */
export function languageOfTitles(titles: readonly string[]): string | null {
  let sample = "";
  for (const title of titles) if (sample.length < titlesCharsMax) sample += `${title.slice(0, guessCharsMax)}\n`;
  if (sample.length < titlesCharsMin) return null;
  const script = dominantScript(sample);
  const guess = languageDetector.detect(sample.slice(0, titlesCharsMax));
  if (guess.language === "" || !guess.isReliable()) return null;
  return isPossible(guess.language, script) ? guess.language : null;
}

/** The document's language, for a text shorter than a paragraph whose words do not clearly show another language. */
function priorFor(sample: string, script: Script | null, document: LanguageClaims["document"]): string | null {
  if (document === undefined || sample.length >= surelyCharsMin) return null;
  const prior = document();
  if (prior === null || !isPossible(prior, script)) return null;
  if (sample.length < guessCharsMin) return prior;
  const guess = languageDetector.detect(sample);
  const scores = guess.getScores();
  const differs = guess.isReliable() && guess.language !== prior;
  return differs && (scores[guess.language] ?? 0) > surelyTimes * (scores[prior] ?? 0) ? null : prior;
}

/** Whether a declaration may be only a default. Publishing software declares English until somebody changes it. */
function isDefault(declared: string): boolean {
  return declared === "en" || declared === "en-us";
}

/** The language of a text that is certainly not English; null for any other text. */
function otherLanguage(script: Script | null, sample: string): string | null {
  if (script !== "latin" || sample.length < surelyCharsMin) return null;
  const guess = languageDetector.detect(sample);
  const scores = guess.getScores();
  const score = scores[guess.language] ?? 0;
  const isSure = guess.isReliable() && score > surelyTimes * (scores.en ?? 0);
  return isSure && languageScripts[guess.language] === undefined ? guess.language : null;
}

/** The writing system of most letters; null when there are few letters or no clear majority. */
function dominantScript(sample: string): Script | null {
  const shares = scriptShares(sample);
  const shareOf = (script: Script): number => shares.find((share) => share.script === script)?.share ?? 0;
  if (shareOf("kana") >= kanaShareMin && shareOf("kana") + shareOf("han") >= 0.4) return "kana";
  const [first] = shares;
  if (first === undefined || first.share < scriptShareMin) return null;
  return first.script === "latin" && first.letters < latinLettersMin ? null : first.script;
}

function isPossible(declared: string, script: Script | null): boolean {
  const primary = declared.split("-", 1)[0] ?? "";
  if (script === null) return true;
  const scripts = languageScripts[primary];
  // A language of two letters that is not in the table uses Latin letters. A longer code may have any writing system.
  if (scripts === undefined) return script === "latin" || primary.length > 2;
  // "ja-latn" declares Japanese in Latin letters.
  return scripts.includes(script) || declared.includes("-latn");
}

function languageIn(script: Script, sample: string): string | null {
  const guess = guessLanguage(sample);
  if (guess !== null && (languageScripts[guess] ?? ["latin"]).includes(script)) return guess;
  return scriptLanguage[script];
}

function guessLanguage(sample: string): string | null {
  if (sample.length < guessCharsMin) return null;
  const guess = languageDetector.detect(sample.slice(0, guessCharsMax));
  return guess.language !== "" && guess.isReliable() ? guess.language : null;
}
