import type { LiveItem } from "../live-item.ts";
import type { DedupeSettings } from "../settings.ts";
import { head } from "../text/pack-item.ts";
import type { PairFeatures } from "./pair-features.ts";

/** True when two entries have the same permalink. False when either has none. */
export function samePage(a: LiveItem, b: LiveItem): boolean {
  return a.pack[head.url1] !== 0 && a.pack[head.url1] === b.pack[head.url1] && a.pack[head.url2] === b.pack[head.url2];
}

/**
 * True when two entries with one permalink share little of their headlines and texts. Examples are the posts of a live
 * page, and the entries of a feed that uses one link for everything.
 */
export function isUnlike(features: PairFeatures, settings: DedupeSettings): boolean {
  return features.titleOrderShort < settings.pageOrderMin && features.shinglesMin < settings.pageShinglesMin;
}
