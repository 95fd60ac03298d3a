import type { FeedStatus } from "../../domain/feed.ts";
import type { Arrival } from "../../domain/store.ts";
import { hourMs, type Instant } from "../../domain/time.ts";

/** Recent figures of one feed, or of all feeds together. */
export interface SourceFigures {
  /** The number of entries in each of the last `hoursShown` hours; the present hour is last. */
  readonly perHour: readonly number[];
  /** When the newest of these entries arrived; null when there is none. */
  readonly lastAt: Instant | null;
  /** From the stated publication time to our first sight; null when no entry has a believable time. */
  readonly latency: { readonly medianMs: number; readonly p90Ms: number } | null;
}

export const hoursShown = 24;

/** Figures by feed id; the key null has the figures of all feeds together. */
export function sourceFigures(arrivals: readonly Arrival[], now: Instant): ReadonlyMap<number | null, SourceFigures> {
  const byFeed = new Map<number | null, Arrival[]>([[null, [...arrivals]]]);
  for (const arrival of arrivals) {
    const list = byFeed.get(arrival.feedId);
    if (list === undefined) byFeed.set(arrival.feedId, [arrival]);
    else list.push(arrival);
  }
  return new Map([...byFeed].map(([feedId, list]) => [feedId, figuresOf(list, now)]));
}

function figuresOf(arrivals: readonly Arrival[], now: Instant): SourceFigures {
  const perHour = new Array<number>(hoursShown).fill(0);
  const latencies: number[] = [];
  for (const { firstSeenAt, publishedAt } of arrivals) {
    const at = hoursShown - 1 - Math.floor((now - firstSeenAt) / hourMs);
    if (at >= 0 && at < hoursShown) perHour[at] = (perHour[at] ?? 0) + 1;
    // Skip equal times, because then the stated time was missing or useless. Skip delays of hours too: such news was
    // published before our first poll.
    if (firstSeenAt > publishedAt && firstSeenAt - publishedAt < latencyMsMax)
      latencies.push(firstSeenAt - publishedAt);
  }
  latencies.sort((a, b) => a - b);
  const share = (part: number) => latencies[Math.min(latencies.length - 1, Math.floor(part * latencies.length))] ?? 0;
  const lastAt = arrivals.reduce<Instant | null>((last, { firstSeenAt }) => Math.max(last ?? 0, firstSeenAt), null);
  return { perHour, lastAt, latency: latencies.length === 0 ? null : { medianMs: share(0.5), p90Ms: share(0.9) } };
}

const latencyMsMax = 6 * hourMs;

/** When a feed last brought an item, by polling or from archives; null when that is not known. */
export function lastItemAt({ poll }: Pick<FeedStatus, "poll">, figures: SourceFigures | null): Instant | null {
  const last = Math.max(poll.lastNewEntryAt ?? 0, figures?.lastAt ?? 0);
  return last === 0 ? null : last;
}
