import type { LiveItem } from "../live-item.ts";
import { dayOf, frameKey, isPageHeading, seeHeading } from "./heading-frames.ts";
import { head, kindsOf } from "./pack-item.ts";
import { pageKind } from "./page-kind.ts";
import type { TermStatistics } from "./term-statistics.ts";

/**
 * The kinds of an entry's page: those that its title names, and `recurring` and `service` when its outlet is known to
 * print its heading again and again.
 */
export function kindsOn(statistics: TermStatistics, { sourceId, pack }: LiveItem): number {
  const recurs = isPageHeading(statistics.frames, frameKey(sourceId, pack[head.frame] as number));
  return recurs ? kindsOf(pack) | pageKind.recurring | pageKind.service : kindsOf(pack);
}

/** Counts the heading of a new entry. */
export function countHeading(statistics: TermStatistics, { sourceId, pack, arrivedAt }: LiveItem): void {
  seeHeading(statistics.frames, frameKey(sourceId, pack[head.frame] as number), dayOf(arrivedAt));
}
