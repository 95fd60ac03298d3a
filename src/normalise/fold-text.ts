/**
 * Marks that writers may leave out without changing the word: Latin, Greek and Cyrillic accents; Hebrew points; Arabic
 * vowel signs, hamza, tatweel.
 */
const looseMarks = /[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]/g;
const asciiOnly = /^[ -~\s]*$/;
const easternDigits = /[\u0660-\u0669\u06f0-\u06f9]/g;

/**
 * Folds text for comparison. Compatibility forms, case and loose marks are folded. Apostrophes and invisible characters
 * are removed. Every other run of characters that are not letters, marks or digits becomes one space. Texts with equal
 * folds have the same words. Idempotent.
 */
export function foldText(text: string): string {
  return letters(text)
    .replace(/['’ʼ`´\u00ad\u200b-\u200f\u2060\ufeff]/g, "")
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, " ")
    .trim();
}

function letters(text: string): string {
  if (asciiOnly.test(text)) return text.toLowerCase();
  return text
    .normalize("NFKD")
    .toLowerCase()
    .normalize("NFKD")
    .replace(looseMarks, "")
    .normalize("NFC")
    .replace(/[\u0649\u06cc]/g, "\u064a")
    .replace(/\u06a9/g, "\u0643")
    .replace(easternDigits, (digit) => String(digit.charCodeAt(0) & 15));
}

/** Folds a plain-text body for comparison. Lines that are only advertisement marks or page furniture are left out. */
export function foldBody(text: string): string {
  return text
    .split("\n")
    .map(foldText)
    .filter((line) => line !== "" && !isBoilerplateLine(line))
    .join(" ");
}

/** Folded lines that a page puts into or around an article and that are not part of it. Each is a whole line. */
const lines: ReadonlySet<string> = new Set([
  "advertisement",
  "advertisement continue reading below",
  "advertisement scroll to continue",
  "article continues below advertisement",
  "story continues below advertisement",
  "story continues below this ad",
  "article continues after ad",
  "sponsored",
  "sponsored content",
  "read more",
  "read the full story",
  "continue reading",
  "leave a reply",
  "leave a comment",
  "related articles",
  "related stories",
  "share this",
  "share this story",
  "share this article",
  "comments",
  "anzeige",
  "werbung",
  "weiterlesen",
  "publicite",
  "lire la suite",
  "publicidad",
  "leer mas",
  "publicidade",
  "leia mais",
  "continua apos a publicidade",
  "pubblicita",
  "leggi anche",
  "leggi tutto",
  "реклама",
  "читать далее",
  "читаите также",
  "reklam",
  "devamini oku",
  "reklama",
  "iklan",
  "baca juga",
  "scroll to continue with content",
  "إعلان",
  "اعلان",
  "广告",
  "阅读全文",
  "広告",
  "続きを読む",
  "광고",
]);

/** Whether a line, folded by `foldText`, is an advertisement mark or page furniture. */
export function isBoilerplateLine(foldedLine: string): boolean {
  return lines.has(foldedLine);
}
