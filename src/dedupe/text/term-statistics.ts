import type { DedupeSettings } from "../settings.ts";
import { mixHash } from "./hash-word.ts";
import { createFrames, type HeadingFrames } from "./heading-frames.ts";

/**
 * The size of the frequency table. Two words that share a bucket are counted as one word. 300,000 live entries fill
 * about a third.
 */
const bucketBits = 19;
/** The number of buckets in the frequency table. */
export const bucketCount = 1 << bucketBits;
const countMax = 0xffff;
const logTableSize = 4096;

/**
 * How common words are in each language, learned from the entries as they arrive. All comparisons use these numbers.
 */
export interface TermStatistics {
  /** The number of documents of all languages since the last halving. */
  sinceHalving: number;
  /** The number of documents by language key. */
  readonly languages: Map<number, number>;
  /** The number of documents with a word, by its bucket (`bucketOf`). */
  readonly frequencies: Uint16Array;
  /** By bucket: positive when a word in mid-sentence was capitalised in more documents than in lower case. */
  readonly capitals: Int8Array;
  /** The headings that each outlet prints again and again. */
  readonly frames: HeadingFrames;
  /** log(count + prior) by length class and count, computed in advance for small counts. */
  readonly logs: readonly Float32Array[];
  readonly priors: readonly number[];
  readonly priorDocuments: number;
}

/** Statistics of a desk that has seen no documents. */
export function createStatistics(settings: DedupeSettings): TermStatistics {
  const priors = settings.priorShares.map((share) => share * settings.priorDocuments);
  return {
    sinceHalving: 0,
    languages: new Map(),
    frequencies: new Uint16Array(bucketCount),
    capitals: new Int8Array(bucketCount),
    frames: createFrames(),
    logs: priors.map((prior) => Float32Array.from({ length: logTableSize }, (_, count) => Math.log(count + prior))),
    priors,
    priorDocuments: settings.priorDocuments,
  };
}

/** The bucket of a word of a language in the tables. */
export function bucketOf(language: number, hash: number): number {
  return Math.imul(hash ^ language, 0x9e3779b1) >>> (32 - bucketBits);
}

/**
 * The logarithm of a language's number of documents plus `priorDocuments`. The weights of all its terms are computed
 * from it.
 */
export function logDocuments(statistics: TermStatistics, language: number): number {
  return Math.log((statistics.languages.get(language) ?? 0) + statistics.priorDocuments);
}

/** The number of documents after which a language is half known. */
const halfKnown = 20_000;

/** How well a language's common words are known: 0 without documents, and close to 1 after many. */
export function warmthOf(statistics: TermStatistics, language: number): number {
  const documents = statistics.languages.get(language) ?? 0;
  return documents / (documents + halfKnown);
}

const idfMin = 0.05;

/** The inverse document frequency, at least 0.05. `logged` comes from `logDocuments`. */
export function idfOf(
  statistics: TermStatistics,
  logged: number,
  language: number,
  hash: number,
  lengthClass: number,
): number {
  const count = statistics.frequencies[bucketOf(language, hash)] as number;
  const table = statistics.logs[lengthClass] as Float32Array;
  const log =
    count < logTableSize ? (table[count] as number) : Math.log(count + (statistics.priors[lengthClass] as number));
  const idf = logged - log;
  return idf < idfMin ? idfMin : idf;
}

/** Whether a word is a name in a language: it is mostly capitalised in mid-sentence. */
export function isName(statistics: TermStatistics, language: number, hash: number): boolean {
  return (statistics.capitals[bucketOf(language, hash)] as number) > 0;
}

/** Counts a document of a language. Halves all counts first when it is time for that. */
export function addDocument(statistics: TermStatistics, language: number, settings: DedupeSettings): void {
  if (statistics.sinceHalving >= settings.documentsPerHalving) halve(statistics);
  statistics.sinceHalving += 1;
  statistics.languages.set(language, (statistics.languages.get(language) ?? 0) + 1);
}

/**
 * Counts a term of a document. `capital`: 1 for a capital in mid-sentence, -1 for lower case in mid-sentence, 0 for
 * unknown.
 */
export function addTerm(statistics: TermStatistics, language: number, hash: number, capital: -1 | 0 | 1): void {
  const bucket = bucketOf(language, hash);
  const count = statistics.frequencies[bucket] as number;
  if (count < countMax) statistics.frequencies[bucket] = count + 1;
  const sign = statistics.capitals[bucket] as number;
  statistics.capitals[bucket] = Math.max(-100, Math.min(100, sign + capital));
}

function halve(statistics: TermStatistics): void {
  const { frequencies, capitals, languages } = statistics;
  for (let i = 0; i < frequencies.length; i += 1) {
    frequencies[i] = (frequencies[i] as number) >>> 1;
    capitals[i] = Math.trunc((capitals[i] as number) / 2);
  }
  for (const [language, documents] of languages) languages.set(language, documents >>> 1);
  statistics.sinceHalving = 0;
}

/** A checksum that reveals a truncated or damaged snapshot. */
export function checkOf(bytes: Uint8Array): number {
  let hash = bytes.length;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return mixHash(hash);
}
