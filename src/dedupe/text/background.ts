import type { DedupeSettings } from "../settings.ts";
import { backgroundTerms } from "./background-terms.ts";
import { hashText } from "./hash-word.ts";
import { bucketOf, type TermStatistics } from "./term-statistics.ts";

/**
 * A term takes six bytes: its hash, then how common it is in 1/65536 of documents with the lowest bit for "a name",
 * both big-endian.
 */
export const backgroundTermBytes = 6;
export const backgroundShareUnits = 0x10000;

/**
 * Gives new statistics the common words of the languages that training knew, as if `backgroundDocuments` had passed.
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

/** So many mentions in mid-sentence must contradict the background before a name is no name. */
const namedAtFirst = 5;
