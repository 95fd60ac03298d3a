import type { DedupeSettings } from "../settings.ts";
import { backgroundTerms } from "./background-terms.ts";
import { hashText } from "./hash-word.ts";
import { bucketOf, type TermStatistics } from "./term-statistics.ts";

/**
 * A term takes six bytes: four for its hash, two for its share of documents in units of 1/65536, all big-endian. The
 * lowest bit of the share marks a name.
 */
export const backgroundTermBytes = 6;
export const backgroundShareUnits = 0x10000;

/**
 * Adds the common words of the trained languages to new statistics, as if `backgroundDocuments` documents had been
 * seen.
 */
export function addBackground(statistics: TermStatistics, settings: DedupeSettings): void {
  for (const [tag, terms] of Object.entries(backgroundTerms)) {
    const language = hashText(tag)[0];
    statistics.languages.set(language, settings.backgroundDocuments);
    const bytes = Buffer.from(terms, "base64");
    for (let at = 0; at + backgroundTermBytes <= bytes.length; at += backgroundTermBytes) {
      const bucket = bucketOf(language, bytes.readUInt32BE(at));
      const units = bytes.readUInt16BE(at + 4);
      const count = Math.round((units / backgroundShareUnits) * settings.backgroundDocuments);
      statistics.frequencies[bucket] = Math.max(count, statistics.frequencies[bucket] as number);
      if (units & 1) statistics.capitals[bucket] = namedAtFirst;
    }
  }
}

/**
 * A word that background-terms.ts marks as a name stops being one after this many lower-case occurrences in
 * mid-sentence.
 */
const namedAtFirst = 5;
