/**
 * The first position of each shingle of one text: a hash table with open addressing. A `Map` would make an object in
 * memory for most hashes, because they do not fit into a small integer.
 */
export interface ShinglePlaces {
  /** 0 is a free slot, because no shingle's hash is 0. */
  readonly keys: Uint32Array;
  readonly places: Uint16Array;
  /** How many different shingles the text has. */
  size: number;
}

/**
 * An empty table. `countMax`: the greatest number of shingles that a text has. At most half of the slots are in use.
 */
export function createShinglePlaces(countMax: number): ShinglePlaces {
  const slots = 2 ** Math.ceil(Math.log2(2 * countMax + 2));
  return { keys: new Uint32Array(slots), places: new Uint16Array(slots), size: 0 };
}

/** Replaces the content with the shingles from `from` to the end of `pack`. */
export function setShingles(into: ShinglePlaces, pack: Uint32Array, from: number): void {
  into.keys.fill(0);
  into.size = 0;
  for (let i = from; i < pack.length; i += 1) {
    const hash = pack[i] as number;
    const slot = slotOf(into.keys, hash);
    if (into.keys[slot] === hash) continue;
    into.keys[slot] = hash;
    into.places[slot] = i - from;
    into.size += 1;
  }
}

/** The first position of a shingle; -1 when the text does not have it. */
export function placeOfShingle({ keys, places }: ShinglePlaces, hash: number): number {
  const slot = slotOf(keys, hash);
  return keys[slot] === 0 ? -1 : (places[slot] as number);
}

function slotOf(keys: Uint32Array, hash: number): number {
  const mask = keys.length - 1;
  let slot = hash & mask;
  while (keys[slot] !== 0 && keys[slot] !== hash) slot = (slot + 1) & mask;
  return slot;
}
