import type { TopRank, WireItem } from "../section.ts";
import { hourMs, type Instant, minuteMs } from "../time.ts";
import { countOutlets } from "./houses.ts";

/**
 * Ranks a story by facts that a person can check. It gives a point for each outlet, two more for each agency, one for
 * each text of the last hour, and another for each text of the last 15 minutes. The points are halved for every six
 * hours since the newest text arrived. A withdrawn story has no points.
 */
export function topRank(item: Pick<WireItem, "carriers" | "withdrawnBy">, now: Instant): TopRank {
  const standing = item.carriers.filter(({ isStruck }) => !isStruck);
  const outlets = countOutlets(standing);
  const agencies = countOutlets(standing.filter(({ source }) => source.kind === "agency"));
  const since = (ms: number) => standing.filter(({ firstSeenAt }) => now - firstSeenAt <= ms).length;
  const newIn15 = since(15 * minuteMs);
  const newIn60 = since(hourMs);
  const last = Math.max(...standing.map(({ firstSeenAt }) => firstSeenAt));
  const points = outlets + agencyPoints * agencies + newIn60 + newIn15;
  const age = Math.max(0, now - last) / halfLifeMs;
  const score = item.withdrawnBy !== null || standing.length === 0 ? 0 : Math.round(10 * points * 0.5 ** age) / 10;
  return { outlets, agencies, newIn15, newIn60, score };
}

const agencyPoints = 2;
const halfLifeMs = 6 * hourMs;

/**
 * The items that arrived within a day before the newest text, by their points, the highest first. Among items with
 * equal points, the one with the highest id comes first. Each item has its points in `top`. The points are computed for
 * the moment when the newest text arrived, so that the same news always has the same order. `items`: newest first.
 */
export function rankTop(items: readonly WireItem[]): readonly (WireItem & { readonly top: TopRank })[] {
  const now = items
    .flatMap(({ carriers }) => carriers)
    .reduce((last, { firstSeenAt }) => Math.max(last, firstSeenAt), 0);
  return items
    .filter(({ arrivedAt }) => now - arrivedAt <= topMsMax)
    .map((item) => ({ ...item, top: topRank(item, now) }))
    .sort((a, b) => b.top.score - a.top.score || b.id - a.id);
}

const topMsMax = 24 * hourMs;
/** At most this many of the newest items are ranked. */
export const topItemsMax = 1_000;
