/**
 * The form in which a word is compared. Compatibility forms are resolved (NFKC), and invisible characters are removed.
 * Case, accents and vowel signs are folded as is usual for the script, and the digits of any script become 0 to 9. A
 * mark that makes a different letter stays: й, ї, ў, kana's voicing, the vowels of Indic scripts. All languages are
 * folded alike, because a query does not state its language.
 */
export function foldWord(word: string): string {
  if (isPlain(word)) return word.toLowerCase();
  const kept = memory.get(word);
  if (kept !== undefined) return kept;
  const folded = fold(word);
  // This is only a cache. It helps with alphabets other than ASCII, because the same words recur.
  if (memory.size >= memoryWordsMax) memory.clear();
  memory.set(word, folded);
  return folded;
}

/** Whether a word is ASCII. Only the case of such a word must be folded. */
function isPlain(word: string): boolean {
  for (let at = 0; at < word.length; at += 1) if (word.charCodeAt(at) > 0x7f) return false;
  return true;
}

const memory = new Map<string, string>();
const memoryWordsMax = 20_000;

function fold(word: string): string {
  const bare = word.normalize("NFKD").replaceAll(invisible, "").toLowerCase().normalize("NFKD");
  return stripMarks(bare).replaceAll(special, specialOf).normalize("NFC").toLowerCase();
}

const invisible = /\p{Default_Ignorable_Code_Point}/gu;

/** Removes the marks that do not make a different letter. `bare`: the decomposed word. */
function stripMarks(bare: string): string {
  if (!marked.test(bare)) return bare;
  if (vowelledScripts.test(bare)) return bare.replaceAll(nonspacing, "");
  return bare.replaceAll(cyrillicMarks, "$1").replaceAll("\u093c", "").replaceAll("\u0901", "\u0902");
}

const marked = /\p{M}/u;
const nonspacing = /\p{Mn}/gu;
/** Scripts that can be read without their marks. */
const vowelledScripts = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}]/u;
/** Stress marks, and the dots of ё. An acute accent that makes the letter ѓ or ќ is not a stress mark. */
const cyrillicMarks = /((?![гк])\p{Script=Cyrillic})[\u0300\u0301]|(?<=е)\u0308/gu;

/** Letters that Unicode does not decompose, and signs that have no meaning of their own. */
const specials: Readonly<Record<string, string>> = {
  ı: "i",
  ł: "l",
  ø: "o",
  đ: "d",
  ð: "d",
  þ: "th",
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ħ: "h",
  ŧ: "t",
  ŋ: "n",
  ς: "σ",
  // Arabic: Persian and Urdu yeh and kaf, teh marbuta, alef wasla, heh goal. Tatweel only stretches a word.
  ى: "ي",
  ی: "ي",
  ک: "ك",
  ة: "ه",
  ہ: "ه",
  ٱ: "ا",
  ـ: "",
};
const special = new RegExp(`[${Object.keys(specials).join("")}]|(?![0-9])\\p{Nd}`, "gu");

function specialOf(character: string): string {
  return specials[character] ?? digitOf(character);
}

/** The ten digits of a script follow one another. The code point of the first digit ends in 0 or 6 (hexadecimal). */
function digitOf(character: string): string {
  const codePoint = character.codePointAt(0) ?? 0;
  const first = codePoint & ~15;
  return String(digit.test(String.fromCodePoint(first)) ? codePoint - first : codePoint - first - 6);
}

const digit = /^\p{Nd}$/u;
