import type { LiveItem } from "../live-item.ts";
import type { DedupeSettings } from "../settings.ts";
import type { PairFeatures } from "./pair-features.ts";
import { samePage } from "./same-page.ts";
import { isLongHeadline } from "./score-copy.ts";
import type { Veto } from "./veto.ts";

/**
 * Excludes two texts of one outlet on different pages, however similar they are. For example, an outlet may print
 * "Police appeal for witnesses" about many cases, and a new bulletin each hour. There are two exceptions: long texts
 * that are nearly identical, and a text that the outlet published at another address within `movedMs`, almost word for
 * word and with the same figures. In the second case, if both texts come from one feed, their headline must also be
 * distinctive.
 */
export function vetoTemplate(a: LiveItem, b: LiveItem, features: PairFeatures, settings: DedupeSettings): Veto | null {
  if (!features.sameSource || samePage(a, b)) return null;
  if (isLong(features, settings) || isMoved(a, b, features, settings)) return null;
  return { code: "own-template" };
}

function isLong(features: PairFeatures, settings: DedupeSettings): boolean {
  return features.shinglesShared >= settings.longTextShingles && features.shinglesMax >= settings.identicalMin;
}

function isMoved(a: LiveItem, b: LiveItem, features: PairFeatures, settings: DedupeSettings): boolean {
  const oneFeed = a.feedId === b.feedId;
  if (
    oneFeed &&
    !(features.titleEqual && isLongHeadline(features, settings)) &&
    features.titleMass < settings.headlineMassMin
  )
    return false;
  if (Math.abs(a.publishedAt - b.publishedAt) > settings.movedMs) return false;
  const figures = features.allFiguresOnlyA + features.allFiguresOnlyB;
  return figures === 0 && (features.bodies ? features.shinglesMax >= settings.identicalMin : features.titleEqual);
}
