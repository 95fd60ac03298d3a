/** eld's table: the score of each letter group for each language. */
export interface GroupTable {
  /** Codes by language number. */
  readonly languages: Readonly<Record<string, string>>;
  /** Adds a group's scores, each `more` higher, by language number. A group that is not in the table adds nothing. */
  addScores(key: number, more: number, into: number[]): void;
}

/**
 * Reads the source text of eld's table (`{type:'…',languages:{0:'am',…},…,ngrams:{abc:{11:64,37:80},' d':{9:71},…}}`)
 * without making its objects. Groups and scores are kept in three arrays. Throws when the text has another form.
 */
export function packGroups(source: string): GroupTable {
  const start = source.indexOf(groupsMark);
  if (start < 0) throw new Error("the language table has an unexpected form");
  const languages = Object.fromEntries(
    [...source.slice(0, start).matchAll(/(\d+):'([a-z]+)'/g)].map(([, id = "", code = ""]) => [id, code]),
  );
  const table: Table = {
    keys: new Float64Array(slotCount),
    places: new Uint32Array(slotCount),
    scores: new Uint16Array(source.length - start),
  };
  fillTable(table, source.slice(start + groupsMark.length));
  return { languages, addScores: (key, more, into) => addScores(table, key, more, into) };
}

const groupsMark = "ngrams:{";
const groupPattern = /(?:'((?:[^'\\]|\\')*)'|([^'{},:]+)):\{([\d:,]+)\}/g;

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

function fillTable(table: Table, source: string): void {
  let end = 0;
  let count = 0;
  for (const [, quoted, bare = "", scores = ""] of source.matchAll(groupPattern)) {
    const key = groupKey(quoted?.replaceAll("\\'", "'") ?? bare);
    if (key === null || count++ > groupsMax) throw new Error("the language table has an unexpected form");
    const slot = slotOf(table, key);
    table.keys[slot] = key;
    table.places[slot] = end;
    const numbers = scores.split(/[:,]/);
    table.scores[end] = numbers.length;
    numbers.forEach((number, index) => {
      table.scores[end + 1 + index] = Number(number);
    });
    end += 1 + numbers.length;
  }
  table.scores = table.scores.slice(0, end);
}

/**
 * Encodes the characters of a text from `start` to `end`, with a space in front or behind if `spaces` says so, as one
 * whole number that is never 0. null for more than six characters, or for a character that is not one byte: such a text
 * is not a letter group.
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
  const low = (key % 0x1000000) | 0;
  const high = (key / 0x1000000) | 0;
  // Fibonacci hashing: the upper bits of the product with 2^32 divided by the golden ratio are well spread.
  let slot = Math.imul(low ^ Math.imul(high, 0x85ebca6b), 0x9e3779b1) >>> (32 - slotBits);
  while (keys[slot] !== 0 && keys[slot] !== key) slot = (slot + 1) % slotCount;
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
