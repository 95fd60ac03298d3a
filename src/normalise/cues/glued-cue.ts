import { type CuePhrase, readCuePhrase } from "./cue-phrase.ts";
import { cueWords } from "./cue-words.ts";

const gluedWords = cueWords.filter((row) => row.style === "glued").flatMap((row) => row.words);

/**
 * What may follow: a bracket, a full-width sign, or the headline's first word. Kana of a sentence make an ordinary word
 * of the cue ("再送する", "再送の手順"), and so do the signs that compounds go on with ("再送信", "再送料金", "再送付").
 */
const follows =
  /^(?:[（(〔［[【「『〈《]|[＝=－]\s?|(?![信付料達電金出配検受先時分率用中後前済])[\p{Script=Han}\p{Script=Katakana}\p{Lu}\p{N}])/u;

/** "再送日銀総裁が会見", "再送（訂正）日銀…", "再送＝日銀…": a cue that stands right in front of its headline; null where there is none. */
export function readGluedCue(start: string): { readonly phrase: CuePhrase; readonly length: number } | null {
  const word = gluedWords.find((candidate) => start.startsWith(candidate));
  if (word === undefined) return null;
  const match = follows.exec(start.slice(word.length, word.length + 4));
  const phrase = match === null ? null : readCuePhrase(word);
  if (match === null || phrase === null) return null;
  const sign = /^[＝=－]/u.test(match[0]) ? match[0].length : 0;
  return { phrase, length: word.length + sign };
}
