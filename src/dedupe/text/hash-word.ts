/**
 * Only this many letters of a word are hashed. The letters after them are mostly endings; different stems and names
 * seldom differ only there.
 */
const cyrillicLettersMax = 6;
const lettersKept = 8;

/**
 * A 32-bit hash (FNV-1a, finished as in MurmurHash3) of the stem of a folded word of `length` units, without an Arabic
 * article. Never 0.
 */
export function hashWord(word: Uint16Array, length: number, cyrillic: boolean): number {
  const stem = Math.min(stemLength(word, length), cyrillic ? cyrillicLettersMax : lettersKept);
  const from = hasArabicArticle(word, length) ? 2 : 0;
  let hash = 0x811c9dc5;
  for (let i = from; i < Math.min(stem + from, length); i += 1)
    hash = Math.imul(hash ^ (word[i] as number), 0x01000193);
  return mixHash(hash) || 1;
}

/**
 * Lets each bit of a value change about half of the 32 bits of the result, so that any few bits of it may be used as a
 * hash. The result is unsigned.
 */
export function mixHash(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Two 32-bit hashes of a string. Two exact keys count as equal when both hashes are equal. */
export function hashText(text: string): readonly [number, number] {
  let a = 0x811c9dc5;
  let b = 0x9747b28c;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit, 0x5bd1e995) + i;
  }
  return [mixHash(a) || 1, mixHash(b)];
}

/** The length of a word in Latin script without the endings -s, -ing, -ed and -e. */
function stemLength(word: Uint16Array, length: number): number {
  if (length < 4 || (word[length - 1] as number) > 0x7a || (word[length - 1] as number) < 0x61) return length;
  let stem = length;
  if (endsWith(word, stem, "s") && !endsWith(word, stem, "ss") && !endsWith(word, stem, "us")) stem -= 1;
  if (stem >= 6 && endsWith(word, stem, "ing")) stem -= 3;
  else if (stem >= 5 && endsWith(word, stem, "ed")) stem -= 2;
  if (stem >= 5 && endsWith(word, stem, "e")) stem -= 1;
  return stem;
}

function endsWith(word: Uint16Array, length: number, ending: string): boolean {
  for (let i = 0; i < ending.length; i += 1) {
    if (word[length - ending.length + i] !== ending.charCodeAt(i)) return false;
  }
  return true;
}

function hasArabicArticle(word: Uint16Array, length: number): boolean {
  return length >= 5 && word[0] === 0x627 && word[1] === 0x644;
}
