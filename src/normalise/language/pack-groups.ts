/** eld's table in the form that its detector reads: scores by language number, for each requested letter group. */
export interface GroupTable {
  readonly type: string;
  readonly languages: Readonly<Record<string, string>>;
  readonly ngrams: Readonly<Record<string, Readonly<Record<string, number>> | undefined>>;
}

/**
 * Reads the source text of eld's table (`{type:'…',languages:{0:'am',…},…,ngrams:{abc:{11:64,37:80},' d':{9:71},…}}`)
 * without making its objects. Groups and scores are kept in three arrays, and a group's scores become an object when
 * they are requested. Throws when the text has another form.
 */
export function packGroups(source: string): GroupTable {
  const start = source.indexOf(groupsMark);
  const type = /type:'([^']+)'/.exec(source)?.[1];
  if (start < 0 || type === undefined) throw new Error("the language table has an unexpected form");
  const languages = Object.fromEntries(
    [...source.slice(0, start).matchAll(/(\d+):'([a-z]+)'/g)].map(([, id = "", code = ""]) => [id, code]),
  );
  const table: Table = {
    keys: new Float64Array(slotCount),
    places: new Uint32Array(slotCount),
    scores: new Uint16Array(source.length - start),
  };
  fillTable(table, source.slice(start + groupsMark.length));
  return { type, languages, ngrams: asRecord(table) };
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
    const key = keyOf(quoted?.replaceAll("\\'", "'") ?? bare);
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
 * Encodes up to six one-byte characters as one whole number, never 0; null for any other text, which is not a group.
 */
function keyOf(group: string): number | null {
  if (group.length === 0 || group.length > groupCharsMax) return null;
  let key = 1;
  for (let index = 0; index < group.length; index += 1) {
    const code = group.charCodeAt(index);
    if (code > 0xff) return null;
    key = key * 0x100 + code;
  }
  return key;
}

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

function asRecord(table: Table): GroupTable["ngrams"] {
  const read = (group: string): Readonly<Record<string, number>> | undefined => {
    const key = keyOf(group);
    const slot = key === null ? 0 : slotOf(table, key);
    if (key === null || table.keys[slot] !== key) return undefined;
    const at = table.places[slot] ?? 0;
    const scores: Record<number, number> = {};
    for (let index = at + 1; index <= at + (table.scores[at] ?? 0); index += 2)
      scores[table.scores[index] ?? 0] = table.scores[index + 1] ?? 0;
    return scores;
  };
  return new Proxy({}, { get: (_none, group) => (typeof group === "string" ? read(group) : undefined) });
}
