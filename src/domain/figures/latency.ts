import type { Arrival } from "../store.ts";

/**
 * How long news takes: from publication to our store, and from there until readers see it. An entry becomes visible
 * with the transaction that stores its verdict.
 */
export interface Latency {
  /**
   * Measured only for entries whose feed states a time. Other entries have the time of the fetch as their
   * `publishedAt`.
   */
  readonly publishedToFetched: Percentiles;
  readonly fetchedToVisible: Percentiles;
}

/**
 * Latency by group. `groupOf` returns null to leave an arrival out. When a publisher's clock runs ahead, the delay
 * counts as zero. Pure.
 */
export function latencyBy<Group>(
  arrivals: readonly Arrival[],
  groupOf: (arrival: Arrival) => Group | null,
): ReadonlyMap<Group, Latency> {
  const groups = new Map<Group, { readonly fetched: number[]; readonly visible: number[] }>();
  for (const arrival of arrivals) {
    const group = groupOf(arrival);
    if (group === null) continue;
    const { firstSeenAt, publishedAt, decidedAt } = arrival;
    const found = groups.get(group) ?? { fetched: [], visible: [] };
    groups.set(group, found);
    if (publishedAt !== firstSeenAt) found.fetched.push(Math.max(0, firstSeenAt - publishedAt));
    if (decidedAt !== null) found.visible.push(Math.max(0, decidedAt - firstSeenAt));
  }
  const told = [...groups].map(([group, { fetched, visible }]) => {
    return [group, { publishedToFetched: percentiles(fetched), fetchedToVisible: percentiles(visible) }] as const;
  });
  return new Map(told);
}

/** Percentiles of times, in milliseconds; null when nothing was measured. `count`: the number of measured times. */
export interface Percentiles {
  readonly count: number;
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p99: number | null;
}

/** Percentiles of a list of values. Pure. */
export function percentiles(values: readonly number[]): Percentiles {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null;
  return { count: sorted.length, p50: at(0.5), p90: at(0.9), p99: at(0.99) };
}
