import type { CueKind } from "../../domain/entry.ts";
import { type CueStyle, cueWords } from "./cue-words.ts";

/** Words that are only a cue. */
export interface CuePhrase {
  readonly kind: CueKind;
  /** The cue's own number ("UPDATE 2"); null when it has none. */
  readonly number: number | null;
  readonly styles: ReadonlySet<CueStyle>;
  /** True when the phrase is in capitals, or in a writing system without them. */
  readonly loud: boolean;
}

const phraseCharsMax = 40;

/**
 * Reads words that are only a cue: "UPDATE 2", "2nd LD", "再送", "종합2보". Returns null when they contain anything else.
 */
export function readCuePhrase(words: string): CuePhrase | null {
  const bare = words.trim();
  if (bare === "" || bare.length > phraseCharsMax) return null;
  const folded = foldCue(bare);
  const whole = byFold.get(folded);
  const numbered = whole === undefined ? splitNumber(folded) : null;
  const entry = whole ?? (numbered === null ? undefined : byFold.get(numbered.words));
  if (entry === undefined) return null;
  const number = numbered?.number ?? koreanNumber(folded);
  return { ...entry, number, loud: isLoud(bare) };
}

interface Known {
  readonly kind: CueKind;
  readonly styles: ReadonlySet<CueStyle>;
}

const byFold = indexByFold();

/**
 * Indexes cue words. The first row that contains a word gives its kind. Later rows of the same kind add their styles;
 * rows of other kinds are ignored.
 */
function indexByFold(): ReadonlyMap<string, Known> {
  const index = new Map<string, Known>();
  for (const { kind, style, words } of cueWords) {
    for (const word of words.map(foldCue)) {
      const known = index.get(word);
      if (known === undefined) index.set(word, { kind, styles: new Set([style]) });
      else if (known.kind === kind) index.set(word, { kind, styles: new Set([...known.styles, style]) });
    }
  }
  return index;
}

/**
 * Folds case, accents, width and Turkish dots. Hyphens and underscores become spaces. Apostrophes, full stops, hash
 * signs and zero-width characters are removed.
 */
function foldCue(words: string): string {
  return words
    .normalize("NFKD")
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[\u0300-\u036f\u064b-\u0655'’\u200b-\u200f.#]/g, "")
    .normalize("NFC")
    .replaceAll("ı", "i")
    .replace(/[-‐‑_]/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}

/** Splits a number from a cue: "update 2", "update2", "更新1", "2nd ld", "1st update", "lead (2)". */
function splitNumber(folded: string): { readonly words: string; readonly number: number } | null {
  const behind = /^(\D+?) ?\(?(\d{1,2})\)?$/.exec(folded);
  if (behind !== null) return { words: (behind[1] ?? "").trim(), number: Number(behind[2]) };
  const before = /^(\d{1,2})(?:st|nd|rd|th) (\D+)$/.exec(folded);
  return before === null ? null : { words: before[2] ?? "", number: Number(before[1]) };
}

/** Yonhap numbers its reports inside the word: 2보, 종합3보. */
function koreanNumber(folded: string): number | null {
  const match = /(\d)보$/.exec(folded);
  return match === null ? null : Number(match[1]);
}

function isLoud(words: string): boolean {
  return !/\p{Ll}/u.test(words.replace(/\d(?:st|nd|rd|th)\b/g, ""));
}
