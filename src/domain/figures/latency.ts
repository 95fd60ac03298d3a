import type { Arrival } from "../store.ts";

/**
 * How long news takes: from its publication to our store, and from there until readers see it. What the desk has
 * clustered is visible: the transaction that stores its verdict is the one that publishes the entry.
 */
export interface Latency {
  /** Only entries whose feed states a time: the others count as published when they were fetched. */
  readonly publishedToFetched: Percentiles;
  readonly fetchedToVisible: Percentiles;
}

/**
 * Latency by group; `groupOf` null leaves an arrival out. The clock of a publisher that runs ahead counts as no delay.
 * Pure.
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

/** Milliseconds; null where nothing was measured. */
export interface Percentiles {
  readonly count: number;
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p99: number | null;
}

/** Pure. */
export function percentiles(values: readonly number[]): Percentiles {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null;
  return { count: sorted.length, p50: at(0.5), p90: at(0.9), p99: at(0.99) };
}
