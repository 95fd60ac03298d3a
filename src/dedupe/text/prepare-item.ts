import type { LiveItem } from "../live-item.ts";
import type { DedupeSettings } from "../settings.ts";
import { termFact } from "./collect-terms.ts";
import { head, headWords, sizesOf } from "./pack-item.ts";
import { createPairSums } from "./pair-sums.ts";
import { createShinglePlaces, type ShinglePlaces, setShingles } from "./shingle-places.ts";
import { idfOf, isName, logDocuments, type TermStatistics, warmthOf } from "./term-statistics.ts";
import { termWeight } from "./term-weight.ts";

/**
 * An entry prepared for comparison with many others: the weights of its terms by the present frequencies, and the
 * positions of its shingles. The object is reused for the next entry.
 */
export interface Prepared {
  item: LiveItem;
  language: number;
  /** The result of `logDocuments` for the language. */
  logged: number;
  /** How well the language's common words are known, from 0 to 1. */
  warmth: number;
  titleWeight: number;
  bodyTokensMin: number;
  terms: number;
  titleCount: number;
  titleFrom: number;
  hasBody: boolean;
  /** The sum of the idf values of all terms, the sum for the title, and the length of the vector of weights. */
  mass: number;
  titleMass: number;
  norm: number;
  readonly facts: Uint16Array;
  readonly idf: Float64Array;
  readonly weights: Float64Array;
  readonly names: Uint8Array;
  /** How rare each term is: from 0 for a common term to 1 for a term that was never seen before. */
  readonly rarity: Float64Array;
  readonly shingles: ShinglePlaces;
  /** Work space of one comparison: see `pairSum`. */
  readonly sums: Float64Array;
  /** A work buffer for the longest common subsequence. */
  readonly row: Uint8Array;
}

/** Prepares an entry for comparison. Writes the result to `into` and returns it. */
export function prepareItem(
  item: LiveItem,
  statistics: TermStatistics,
  settings: DedupeSettings,
  into: Prepared,
): Prepared {
  const { pack } = item;
  const sizes = sizesOf(pack);
  into.item = item;
  into.language = pack[head.language] as number;
  into.logged = logDocuments(statistics, into.language);
  into.warmth = warmthOf(statistics, into.language);
  into.titleWeight = settings.titleWeight;
  into.bodyTokensMin = settings.bodyTokensMin;
  into.terms = sizes.terms;
  into.titleCount = sizes.title;
  into.titleFrom = pack.length - sizes.shingles - sizes.title;
  into.hasBody = sizes.bodyWords >= settings.bodyTokensMin;
  weighTerms(into, statistics, settings);
  setShingles(into.shingles, pack, pack.length - sizes.shingles);
  return into;
}

function weighTerms(into: Prepared, statistics: TermStatistics, settings: DedupeSettings): void {
  const { pack } = into.item;
  const rarest = idfOf(statistics, into.logged, into.language, 0, 3);
  let squares = 0;
  into.mass = 0;
  into.titleMass = 0;
  for (let i = 0; i < into.terms; i += 1) {
    const hash = pack[headWords + i] as number;
    const facts = factsOf(pack, into.terms, i);
    const idf = idfOf(statistics, into.logged, into.language, hash, (facts >>> termFact.lengthShift) & 3);
    const weight = termWeight(facts, settings.titleWeight) * idf;
    into.facts[i] = facts;
    into.idf[i] = idf;
    into.rarity[i] = Math.max(0, idf / rarest - rareFrom) / (1 - rareFrom);
    into.weights[i] = weight;
    into.names[i] = facts & termFact.capital && isName(statistics, into.language, hash) ? 1 : 0;
    squares += weight * weight;
    into.mass += idf;
    if (facts & termFact.inTitle) into.titleMass += idf;
  }
  into.norm = Math.sqrt(squares);
}

/** A word counts as rare when it has at least this share of the rarest word's weight. */
const rareFrom = 0.6;

/** The facts of the i-th of `terms` terms. */
export function factsOf(pack: Uint32Array, terms: number, i: number): number {
  return ((pack[headWords + terms + (i >>> 1)] as number) >>> ((i & 1) << 4)) & 0xffff;
}

/** Creates the buffers for one entry. They are empty until `prepareItem` fills them. */
export function createPrepared(settings: DedupeSettings): Prepared {
  return {
    item: noItem,
    language: 0,
    logged: 0,
    warmth: 0,
    titleWeight: 0,
    bodyTokensMin: 0,
    terms: 0,
    titleCount: 0,
    titleFrom: 0,
    hasBody: false,
    mass: 0,
    titleMass: 0,
    norm: 0,
    facts: new Uint16Array(settings.termsMax),
    idf: new Float64Array(settings.termsMax),
    weights: new Float64Array(settings.termsMax),
    names: new Uint8Array(settings.termsMax),
    rarity: new Float64Array(settings.termsMax),
    shingles: createShinglePlaces(settings.leadShinglesMax),
    sums: createPairSums(),
    row: new Uint8Array(settings.titleTokensMax + 1),
  };
}

const noItem: LiveItem = {
  id: -1,
  feedId: -1,
  sourceId: -1,
  sourceKey: "",
  sourceKind: "outlet",
  sourceRank: 0,
  isPrivate: false,
  own: null,
  agency: null,
  ownAgency: false,
  cue: null,
  ownPage: false,
  arrivedAt: 0,
  publishedAt: 0,
  pack: new Uint32Array(headWords),
  copyId: 0,
  standing: "text",
  pinned: false,
};
