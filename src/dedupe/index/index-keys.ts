import type { DedupeSettings } from "../settings.ts";
import { termFact } from "../text/collect-terms.ts";
import { mixHash } from "../text/hash-word.ts";
import { head, headWords, type PackedText, sizesOf } from "../text/pack-item.ts";
import { factsOf, type Prepared } from "../text/prepare-item.ts";
import type { QueryKey } from "./candidate-index.ts";

/**
 * The keys by which an entry is found: its exact keys, its terms (the title's, then the body's in packed order) and its
 * sketch keys. They depend only on the entry itself, so that an index rebuilt after a restart is the same.
 */
export function indexKeys(pack: PackedText, settings: DedupeSettings): Uint32Array {
  const exact = exactKeys(pack);
  const terms = indexedTerms(pack, settings);
  const sketches = sketchKeys(pack, settings);
  const keys = new Uint32Array(exact.length + terms.length + sketches.length);
  keys.set(exact);
  for (const [at, term] of terms.entries()) keys[exact.length + at] = pack[headWords + term] as number;
  keys.set(sketches, exact.length + terms.length);
  return keys;
}

/**
 * The keys by which candidates for an entry are looked up: the heaviest terms by the present frequencies, and all
 * sketch keys.
 */
export function queryKeys(prepared: Prepared, settings: DedupeSettings): readonly QueryKey[] {
  const { pack } = prepared.item;
  const terms = indexedTerms(pack, settings).map((i) => ({
    key: pack[headWords + i] as number,
    weight: (prepared.weights[i] as number) ** 2,
    limit: settings.postingsPerTermMax,
  }));
  terms.sort((a, b) => b.weight - a.weight || a.key - b.key);
  const sketches = sketchKeys(pack, settings).map((key) => ({
    key,
    weight: settings.sketchWeight,
    limit: settings.postingsPerSketchMax,
  }));
  return [...terms.slice(0, settings.queryTermsMax), ...sketches];
}

/** The keys of the permalink, of the exact text and of the body's first words, without those that the entry lacks. */
export function exactKeys(pack: PackedText): number[] {
  return [pack[head.url1] as number, pack[head.text1] as number, pack[head.lead] as number].filter((key) => key !== 0);
}

/** The positions of the terms to index: those of the title first, without the shortest words. */
function indexedTerms(pack: PackedText, settings: DedupeSettings): number[] {
  const { terms } = sizesOf(pack);
  const titles: number[] = [];
  const bodies: number[] = [];
  for (let i = 0; i < terms; i += 1) {
    const facts = factsOf(pack, terms, i);
    const lengthClass = (facts & termFact.length) >>> termFact.lengthShift;
    if (facts & termFact.inTitle) {
      if (lengthClass > 0) titles.push(i);
    } else if (lengthClass > 1 || (facts & termFact.capital && lengthClass === 1)) bodies.push(i);
  }
  return [...titles, ...bodies].slice(0, settings.indexedTermsMax);
}

/**
 * The lowest hashes of the title's word pairs and of the body's shingles. Two copies of one text share some of them,
 * whatever other entries are in the window.
 */
function sketchKeys(pack: PackedText, settings: DedupeSettings): number[] {
  const sizes = sizesOf(pack);
  const shinglesAt = pack.length - sizes.shingles;
  const titleAt = shinglesAt - sizes.title;
  const pairs: number[] = [];
  for (let i = titleAt; i + 1 < shinglesAt; i += 1) {
    pairs.push(mixHash(Math.imul(pack[i] as number, 0x9e3779b1) ^ (pack[i + 1] as number)) || 1);
  }
  return [...lowest(pairs, settings.sketchKeysMax), ...lowest(pack.subarray(shinglesAt), settings.sketchKeysMax)];
}

/** The `count` lowest different hashes, in order. */
function lowest(hashes: ArrayLike<number>, count: number): number[] {
  const kept: number[] = [];
  for (let i = 0; i < hashes.length; i += 1) {
    const hash = hashes[i] as number;
    if (kept.length === count && hash >= (kept[count - 1] as number)) continue;
    let at = kept.length;
    while (at > 0 && (kept[at - 1] as number) > hash) at -= 1;
    if (at > 0 && kept[at - 1] === hash) continue;
    kept.splice(at, 0, hash);
    if (kept.length > count) kept.pop();
  }
  return kept;
}
