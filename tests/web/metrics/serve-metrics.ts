import express from "express";
import type { IngestFigures } from "../../../src/domain/figures/figures.ts";
import { minuteMs } from "../../../src/domain/time.ts";
import { createMetricsRoutes } from "../../../src/web/metrics/metrics-routes.ts";
import { createRefusals } from "../../../src/web/metrics/refusals.ts";
import { createServingDelays } from "../../../src/web/metrics/serving-delays.ts";
import type { RouteDeps } from "../../../src/web/web-deps.ts";
import { exampleFeed, freshState, noon } from "../../ingest/poll/poll-examples.ts";
import { createFakeClock } from "../../support/fake-clock.ts";
import { fakeReadStore } from "../../support/fake-read-store.ts";
import { silentLog } from "../../support/logs.ts";
import { serveApp } from "../../support/serve-app.ts";

/** What the ingest thread reports in these tests. */
export const figures: IngestFigures = {
  polls: { modified: 3, notModified: 40, failed: 2 },
  failures: { timeout: 1, "rate-limited": 1 },
  newEntries: 12,
  revisedEntries: 4,
  wireBytes: 99_000,
  pollMsSum: 4500,
  verdicts: 16,
  decisions: 1,
  hubs: { "hub.example": { accepted: 5, refused: 1 } },
  pollStagesMs: {
    late: { count: 9, p50: 100, p90: 900, p99: 2000 },
    fetch: { count: 9, p50: 80, p90: 300, p99: 1200 },
    ingest: { count: 0, p50: null, p90: null, p99: null },
  },
  loopDelayMs: { p50: 1, p99: 20, max: 45 },
  waits: [],
  failing: [],
  lastBackupAt: noon - 2 * 3_600_000,
};

/** `/metrics` of a service with one failing and one paused feed. */
export async function serveMetrics(readFigures: () => IngestFigures | null) {
  const store = fakeReadStore();
  const failure = { code: "timeout" as const, message: "", count: 1, firstAt: noon, lastAt: noon };
  const memory = { hub: { state: "on", leaseUntil: null, missedCount: 3 } };
  store.feeds = [
    { feed: exampleFeed(), poll: freshState({ failure, nextPollAt: noon - 5 * minuteMs }), entryCount: 2 },
    { feed: exampleFeed({ id: 2, state: "paused" }), poll: freshState({ nextPollAt: 0, memory }), entryCount: 0 },
  ];
  store.readArrivals = async () => [
    { feedId: 1, publishedAt: noon - 90_000, firstSeenAt: noon - 60_000, decidedAt: noon - 59_500 },
  ];
  const clock = createFakeClock(noon);
  const refusals = createRefusals({ clock, log: silentLog });
  const delays = createServingDelays();
  const app = express().use(
    createMetricsRoutes({ store, clock, readFigures, refusals, delays } as unknown as RouteDeps),
  );
  return { ...(await serveApp(app)), store, clock, refusals, delays };
}
