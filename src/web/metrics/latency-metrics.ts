import { Gauge, type Registry } from "prom-client";
import type { FeedCensus } from "../../domain/figures/feed-census.ts";
import { type Latency, latencyBy, type Percentiles } from "../../domain/figures/latency.ts";
import type { Arrival } from "../../domain/store.ts";
import { dayMs, type Instant, minuteMs, secondMs } from "../../domain/time.ts";
import type { WebDeps } from "../web-deps.ts";

/**
 * Latency by source: from publication to fetching, and from fetching until readers see the entry. It covers the newest
 * entries of the last day, and only the busiest sources. `feeds list --latency` covers all sources.
 */
export function addLatencyMetrics(
  registry: Registry,
  deps: Pick<WebDeps, "store" | "clock">,
  census: () => Promise<FeedCensus>,
): void {
  let gatheredAt: Instant | null = null;
  const seconds = new Gauge({
    name: "wiredesk_latency_seconds",
    help: "From publication (the feed's date) to fetching, and from fetching to clustering, when readers see the entry; last day",
    labelNames: ["source", "stage", "quantile"],
    registers: [registry],
    async collect() {
      const now = deps.clock.now();
      if (gatheredAt !== null && now >= gatheredAt && now - gatheredAt < gatherMsMin) return;
      const told = await readLatency(deps, (await census()).publicSources, now);
      // Set the time only after the read, so that the next request tries again after a failure.
      gatheredAt = now;
      seconds.reset();
      for (const [source, { publishedToFetched, fetchedToVisible }] of told) {
        set(seconds, source, "published_to_fetched", publishedToFetched);
        set(seconds, source, "fetched_to_visible", fetchedToVisible);
      }
    },
  });
}

/**
 * Reading many rows blocks the main thread, so there is a limit on the number of rows and on how often they are read.
 */
const gatherMsMin = minuteMs;
const arrivalsMax = 20_000;
/**
 * How many sources are reported. Each source has six series; 10,000 sources made a text of 6 MB and took 200 MB of
 * memory.
 */
const sourcesMax = 500;

async function readLatency(
  { store }: Pick<WebDeps, "store">,
  sources: ReadonlyMap<number, string>,
  now: Instant,
): Promise<ReadonlyMap<string, Latency>> {
  const arrivals = await store.readArrivals(now - dayMs, arrivalsMax);
  const nameOf = ({ feedId }: Arrival): string | null => sources.get(feedId) ?? null;
  const told = mostHeard(arrivals, nameOf);
  return latencyBy(arrivals, (arrival) => {
    const name = nameOf(arrival);
    return name !== null && told.has(name) ? name : null;
  });
}

/** The names of the sources with the most entries. */
function mostHeard(arrivals: readonly Arrival[], nameOf: (arrival: Arrival) => string | null): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const arrival of arrivals) {
    const name = nameOf(arrival);
    if (name !== null) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const names = [...counts].sort(([, a], [, b]) => b - a).map(([name]) => name);
  return new Set(names.slice(0, sourcesMax));
}

function set(gauge: Gauge, source: string, stage: string, { p50, p90, p99 }: Percentiles): void {
  for (const [quantile, ms] of [
    ["0.5", p50],
    ["0.9", p90],
    ["0.99", p99],
  ] as const) {
    if (ms !== null) gauge.set({ source, stage, quantile }, ms / secondMs);
  }
}
