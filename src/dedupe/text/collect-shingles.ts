import { mixHash } from "./hash-word.ts";
import { type Tokens, tokenFlag } from "./tokenise.ts";

/**
 * The number of words in a shingle. Pairs of characters overlap, so a shingle of the same length needs more of them.
 */
const shingleWords = 3;
const shinglePairs = 6;

/**
 * Writes the hashes of a body's shingles into `into`, in order from the beginning, until `into` is full. Returns how
 * many there are. A shingle begins at each word, and no hash is 0.
 */
export function collectShingles(body: Tokens, into: Uint32Array): number {
  let count = 0;
  for (let i = 0; i < body.count && count < into.length; i += 1) {
    const size = (body.flags[i] as number) & tokenFlag.pair ? shinglePairs : shingleWords;
    if (i + size > body.count) break;
    let hash = size;
    for (let k = 0; k < size; k += 1) hash = Math.imul(hash ^ (body.hashes[i + k] as number), 0x9e3779b1) + k;
    into[count++] = mixHash(hash) || 1;
  }
  return count;
}
