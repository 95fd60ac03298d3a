/** eld's table: the score of each letter group for each language. */
export interface GroupTable {
  /** Codes by language number. */
  readonly languages: Readonly<Record<string, string>>;
  readonly languageCount: number;
  /**
   * Adds a group's scores, each increased by `more`, to the sums in `into`, by language number. A group that is not in
   * the table adds nothing.
   */
  addScores(key: number, more: number, into: number[]): void;
}

/**
 * Reads the source text of eld's table (`{type:'…',languages:{0:'am',…},…,ngrams:{abc:{11:64,37:80},' d':{9:71},…}}`)
 * without making its objects. Groups and scores are kept in three arrays. Throws when the text has another form.
 */
export function packGroups(source: string): GroupTable {
  const start = source.indexOf(groupsMark);
  if (start < 0) throw new Error(unexpectedForm);
  const languages = Object.fromEntries(
    [...source.slice(0, start).matchAll(/(\d+):'([a-z]+)'/g)].map(([, id = "", code = ""]) => [id, code]),
  );
  const table: Table = {
    keys: new Float64Array(slotCount),
    places: new Uint32Array(slotCount),
    scores: new Uint16Array(source.length - start),
  };
  fillTable(table, source.slice(start + groupsMark.length));
  const languageCount = Object.keys(languages).length;
  return { languages, languageCount, addScores: (key, more, into) => addScores(table, key, more, into) };
}

const groupsMark = "ngrams:{";

/** A hash table with open addressing. More than half of it is empty. */
interface Table {
  readonly keys: Float64Array;
  readonly places: Uint32Array;
  /** From a group's position on: the count of the following numbers, then language, score, language, score … */
  scores: Uint16Array;
}

const slotBits = 17;
const slotCount = 2 ** slotBits;
const groupsMax = 100_000;

/**
 * Reads `'group':{language:score,…},…` up to the closing brace, one character at a time. A regular expression would
 * make strings and arrays for 50,000 groups, in each thread that detects languages.
 */
function fillTable(table: Table, source: string): void {
  let end = 0;
  let count = 0;
  let at = 0;
  while (source.charCodeAt(at) !== code.close) {
    const isQuoted = source.charCodeAt(at) === code.quote;
    const from = isQuoted ? at + 1 : at;
    const to = endOfGroup(source, from, isQuoted ? code.quote : code.colon);
    const text = source.slice(from, to);
    const key = groupKey(isQuoted && text.includes("\\") ? text.replaceAll("\\'", "'") : text);
    at = isQuoted ? to + 1 : to;
    if (key === null || count++ > groupsMax || !source.startsWith(":{", at)) throw new Error(unexpectedForm);
    const slot = slotOf(table, key);
    table.keys[slot] = key;
    table.places[slot] = end;
    at = readNumbers(table.scores, end, source, at + 2);
    end += 1 + (table.scores[end] as number);
    if (source.charCodeAt(at) === code.comma) at += 1;
  }
  table.scores = table.scores.slice(0, end);
}

const unexpectedForm = "the language table has an unexpected form";
const code = { quote: 0x27, comma: 0x2c, zero: 0x30, nine: 0x39, colon: 0x3a, backslash: 0x5c, close: 0x7d };

function endOfGroup(source: string, from: number, mark: number): number {
  let at = from;
  while (source.charCodeAt(at) !== mark) {
    if (at - from > groupCharsMax * 2) throw new Error(unexpectedForm);
    at += source.charCodeAt(at) === code.backslash ? 2 : 1;
  }
  return at;
}

/**
 * Reads numbers up to the closing brace into `scores`. Writes their count at `start` and the numbers after it. Returns
 * the place after the brace.
 */
function readNumbers(scores: Uint16Array, start: number, source: string, from: number): number {
  let count = 0;
  let number = 0;
  for (let at = from; ; at += 1) {
    const unit = source.charCodeAt(at);
    if (unit >= code.zero && unit <= code.nine) {
      number = number * 10 + unit - code.zero;
      continue;
    }
    count += 1;
    scores[start + count] = number;
    number = 0;
    if (unit === code.close) {
      scores[start] = count;
      return at + 1;
    }
    if (unit !== code.comma && unit !== code.colon) throw new Error(unexpectedForm);
  }
}

/**
 * Encodes the characters of a text from `start` to `end`, with a space before or behind if `spaces` says so, as one
 * whole number that is never 0. null for a text that is not a letter group: an empty text, a text of more than six
 * characters, or a text with a character that needs more than one byte.
 */
export function groupKey(text: string, start = 0, end = text.length, spaces = noSpaces): number | null {
  const { before, behind } = spaces;
  if (end - start + Number(before) + Number(behind) > groupCharsMax || end === start) return null;
  let key = before ? 0x100 + spaceCode : 1;
  for (let index = start; index < end; index += 1) {
    const code = text.charCodeAt(index);
    if (code > 0xff) return null;
    key = key * 0x100 + code;
  }
  return behind ? key * 0x100 + spaceCode : key;
}

const noSpaces = { before: false, behind: false };
const spaceCode = 0x20;
const groupCharsMax = 6;

/** The slot of a key, or the empty slot in which it would be stored. */
function slotOf({ keys }: Table, key: number): number {
  return findSlot(keys, slotBits, key);
}

/** The slot of a key in a hash table of 2^`bits` slots, or the empty slot (0) in which it would be stored. */
export function findSlot(keys: Float64Array, bits: number, key: number): number {
  const low = (key % 0x1000000) | 0;
  const high = (key / 0x1000000) | 0;
  // Fibonacci hashing: the upper bits of the product with 2^32 divided by the golden ratio are well spread.
  let slot = Math.imul(low ^ Math.imul(high, 0x85ebca6b), 0x9e3779b1) >>> (32 - bits);
  while (keys[slot] !== 0 && keys[slot] !== key) slot = (slot + 1) % keys.length;
  return slot;
}

function addScores(table: Table, key: number, more: number, into: number[]): void {
  const slot = slotOf(table, key);
  if (table.keys[slot] !== key) return;
  const at = table.places[slot] as number;
  const end = at + (table.scores[at] as number);
  for (let index = at + 1; index <= end; index += 2) {
    const language = table.scores[index] as number;
    into[language] = (into[language] as number) + (table.scores[index + 1] as number) + more;
  }
}
