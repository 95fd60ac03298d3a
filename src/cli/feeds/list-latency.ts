import { type Latency, latencyBy } from "../../domain/latency.ts";
import type { Percentiles } from "../../domain/percentiles.ts";
import type { Store } from "../../domain/store.ts";
import { dayMs, hourMs, minuteMs, secondMs } from "../../domain/time.ts";
import type { CliDeps } from "../cli-deps.ts";

const lookBackMs = 7 * dayMs;
const arrivalsMax = 200_000;

/**
 * `feeds list --latency`: for each source, how long its news of the last week took to reach us, and then to reach
 * readers.
 */
export async function listLatency(
  deps: Pick<CliDeps, "clock" | "out">,
  store: Pick<Store, "listFeeds" | "readArrivals">,
  asJson: boolean,
): Promise<void> {
  const sources = new Map((await store.listFeeds()).map(({ feed }) => [feed.id, feed.source.name]));
  const arrivals = await store.readArrivals(deps.clock.now() - lookBackMs, arrivalsMax);
  const told = latencyBy(arrivals, ({ feedId }) => sources.get(feedId) ?? null);
  for (const [source, latency] of [...told].sort(([a], [b]) => a.localeCompare(b))) {
    deps.out(asJson ? JSON.stringify({ source, ...latency }) : lineOf(source, latency));
  }
}

function lineOf(source: string, { publishedToFetched, fetchedToVisible }: Latency): string {
  return `${source}  published to fetched ${spoken(publishedToFetched)}  fetched to visible ${spoken(fetchedToVisible)}`;
}

function spoken({ count, p50, p90, p99 }: Percentiles): string {
  if (p50 === null || p90 === null || p99 === null) return "unknown";
  return `p50 ${span(p50)}, p90 ${span(p90)}, p99 ${span(p99)} (${count})`;
}

function span(ms: number): string {
  if (ms < 10 * secondMs) return `${(ms / secondMs).toFixed(1)} s`;
  if (ms < 2 * minuteMs) return `${Math.round(ms / secondMs)} s`;
  return ms < 2 * hourMs ? `${Math.round(ms / minuteMs)} min` : `${(ms / hourMs).toFixed(1)} h`;
}
