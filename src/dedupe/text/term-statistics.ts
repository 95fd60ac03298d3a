import type { DedupeSettings } from "../settings.ts";
import { mixHash } from "./hash-word.ts";

/**
 * Buckets of the frequency table; two words that share one count as the same word. 300,000 live entries fill about a
 * third.
 */
const bucketBits = 19;
export const bucketCount = 1 << bucketBits;
const countMax = 0xffff;
const logTableSize = 4096;

/** How common words are, per language, learned from what passes. The numbers behind every comparison. */
export interface TermStatistics {
  /** Documents seen since the last halving, of all languages. */
  sinceHalving: number;
  /** Language key -> documents of it. */
  readonly languages: Map<number, number>;
  readonly frequencies: Uint16Array;
  /** Over zero where a word was capitalised in mid-sentence more often than not. */
  readonly capitals: Int8Array;
  /** log(count + prior) by length class, for small counts. */
  readonly logs: readonly Float32Array[];
  readonly priors: readonly number[];
  readonly priorDocuments: number;
}

export function createStatistics(settings: DedupeSettings): TermStatistics {
  const priors = settings.priorShares.map((share) => share * settings.priorDocuments);
  return {
    sinceHalving: 0,
    languages: new Map(),
    frequencies: new Uint16Array(bucketCount),
    capitals: new Int8Array(bucketCount),
    logs: priors.map((prior) => Float32Array.from({ length: logTableSize }, (_, count) => Math.log(count + prior))),
    priors,
    priorDocuments: settings.priorDocuments,
  };
}

export function bucketOf(language: number, hash: number): number {
  return Math.imul(hash ^ language, 0x9e3779b1) >>> (32 - bucketBits);
}

/** The logarithm that every weight of a language begins with: of its documents, the prior's included. */
export function logDocuments(statistics: TermStatistics, language: number): number {
  return Math.log((statistics.languages.get(language) ?? 0) + statistics.priorDocuments);
}

/** Documents after which a language is half known. */
const halfKnown = 20_000;

/** How well a language's common words are known: 0 from no document, 1 from endlessly many. */
export function warmthOf(statistics: TermStatistics, language: number): number {
  const documents = statistics.languages.get(language) ?? 0;
  return documents / (documents + halfKnown);
}

const idfMin = 0.05;

/** Inverse document frequency, never under 0.05. `logged` comes from `logDocuments`. */
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

export function isName(statistics: TermStatistics, language: number, hash: number): boolean {
  return (statistics.capitals[bucketOf(language, hash)] as number) > 0;
}

export function addDocument(statistics: TermStatistics, language: number, settings: DedupeSettings): void {
  if (statistics.sinceHalving >= settings.documentsPerHalving) halve(statistics);
  statistics.sinceHalving += 1;
  statistics.languages.set(language, (statistics.languages.get(language) ?? 0) + 1);
}

/** Counts a term of a document: `capital` 1 capitalised in mid-sentence, -1 small in mid-sentence, 0 unknown. */
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

/** A check value over bytes: a snapshot that was cut or damaged must not be taken for one. */
export function checkOf(bytes: Uint8Array): number {
  let hash = bytes.length;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return mixHash(hash);
}
