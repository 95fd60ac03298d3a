/** A set of entries. Bit n stands for the entry whose id is `IdSpan.first` + n. */
export type Bits = Int32Array;

/** The ids that a set can hold. */
export interface IdSpan {
  readonly first: number;
  readonly last: number;
}

/** An empty set. */
export function noBits({ first, last }: IdSpan): Bits {
  return new Int32Array((Math.max(first, last) - first + 32) >>> 5);
}

export function hasBit(bits: Bits, at: number): boolean {
  return (((bits[at >>> 5] ?? 0) >>> (at & 31)) & 1) === 1;
}

/** The members of both sets. */
export function inBoth(one: Bits, other: Bits): Bits {
  return one.map((word, at) => word & (other[at] ?? 0));
}

/** The members of one set or the other. */
export function inEither(one: Bits, other: Bits): Bits {
  return one.map((word, at) => word | (other[at] ?? 0));
}

/** All ids that are not in the set. */
export function inverted(bits: Bits): Bits {
  return bits.map((word) => ~word);
}

export function countBits(bits: Bits): number {
  let count = 0;
  for (let at = 0; at < bits.length; at += 1) {
    let word = bits[at] ?? 0;
    word -= (word >>> 1) & 0x55555555;
    word = (word & 0x33333333) + ((word >>> 2) & 0x33333333);
    count += Math.imul((word + (word >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return count;
}

/** The members in ascending order. */
export function membersOf(bits: Bits): readonly number[] {
  const members: number[] = [];
  for (let at = 0; at < bits.length; at += 1)
    for (let rest = bits[at] ?? 0; rest !== 0; rest &= rest - 1) members.push(at * 32 + 31 - Math.clz32(rest & -rest));
  return members;
}
