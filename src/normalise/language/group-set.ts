import { findSlot } from "./pack-groups.ts";

/**
 * The different groups of letters of one text, as keys (`groupKey`). A JavaScript Set would make an object for each
 * key.
 */
export interface GroupSet {
  add(key: number): void;
  /** Calls `each` for every key, and empties the set. Returns how many keys there were. */
  drain(each: (key: number) => void): number;
}

/** Makes an empty set. `keysMax`: at most this many different keys are added before the set is drained. */
export function createGroupSet(keysMax: number): GroupSet {
  const bits = Math.ceil(Math.log2(keysMax)) + 1;
  const slots = new Float64Array(2 ** bits);
  const found = new Uint32Array(keysMax);
  let count = 0;
  return {
    add(key) {
      const slot = findSlot(slots, bits, key);
      if (slots[slot] === key) return;
      slots[slot] = key;
      found[count++] = slot;
    },
    drain(each) {
      const drained = count;
      for (let at = 0; at < drained; at += 1) {
        const slot = found[at] as number;
        each(slots[slot] as number);
        slots[slot] = 0;
      }
      count = 0;
      return drained;
    },
  };
}
