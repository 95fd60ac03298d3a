import type { LiveItem } from "../live-item.ts";
import type { DedupeSettings } from "../settings.ts";
import { head } from "../text/pack-item.ts";
import type { PairFeatures } from "./pair-features.ts";

/** True where two entries have one permalink; entries without one have none in common. */
export function samePage(a: LiveItem, b: LiveItem): boolean {
  return a.pack[head.url1] !== 0 && a.pack[head.url1] === b.pack[head.url1] && a.pack[head.url2] === b.pack[head.url2];
}

/** The posts of a live page, and of feeds that link everything to one page, share no more than a subject. */
export function isUnlike(features: PairFeatures, settings: DedupeSettings): boolean {
  return features.titleOrderShort < settings.pageOrderMin && features.shinglesMin < settings.pageShinglesMin;
}
