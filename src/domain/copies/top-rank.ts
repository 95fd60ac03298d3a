import type { WireItem } from "../section.ts";
import { hourMs, type Instant, minuteMs } from "../time.ts";
import { countHouses } from "./houses.ts";

/** Why a story stands where it does in the ranking. */
export interface TopRank {
  /** The outlets that carry the story, each family counted once. Sources that withdrew their text do not count. */
  readonly outlets: number;
  /** How many of them are or have an agency. */
  readonly agencies: number;
  /** How many texts came in the last 15 and in the last 60 minutes. */
  readonly newIn15: number;
  readonly newIn60: number;
  /** The sum of the points, to one decimal. */
  readonly score: number;
}

/**
 * Ranks a story by what a person can check: a point for each outlet, two more for each agency, one for each text of
 * the last hour and another for each of the last 15 minutes. The points halve with every six hours since the last text
 * came. A withdrawn story has none.
 */
export function topRank(item: Pick<WireItem, "carriers" | "withdrawnBy">, now: Instant): TopRank {
  const standing = item.carriers.filter(({ isStruck }) => !isStruck);
  const sources = standing.map(({ source }) => source);
  const outlets = countHouses(sources);
  const agencies = countHouses(sources.filter(({ kind }) => kind === "agency"));
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
