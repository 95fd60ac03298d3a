/**
 * Marks that a writer may leave out without changing the word: Latin, Greek, Cyrillic accents; Hebrew points; Arabic
 * vowel signs, hamza, tatweel.
 */
const looseMarks = /[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]/g;
const asciiOnly = /^[ -~\s]*$/;
const easternDigits = /[\u0660-\u0669\u06f0-\u06f9]/g;

/**
 * Text folded for comparison: compatibility forms, case and loose marks folded, everything that is no letter, mark or
 * digit turned into single spaces. Two texts with equal folds differ by no word. Idempotent.
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
