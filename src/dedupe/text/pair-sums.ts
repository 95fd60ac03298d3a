/**
 * The running sums of one comparison, as positions in an array of floats. In fields of an object, each change of a
 * float may make a new object in memory, and each entry is compared with dozens of others.
 */
export const pairSum = {
  massB: 0,
  shared: 1,
  dot: 2,
  top: 3,
  second: 4,
  normB: 5,
  titleB: 6,
  missingA: 7,
  missingB: 8,
} as const;

/** The sums of a comparison, all 0. */
export function createPairSums(): Float64Array {
  return new Float64Array(Object.keys(pairSum).length);
}
