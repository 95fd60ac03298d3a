import { expect, test } from "vitest";
import { minuteMs } from "../../../src/domain/time.ts";
import { exampleFeed, freshState, noon } from "../../ingest/poll/poll-examples.ts";
import { figures, serveMetrics } from "./serve-metrics.ts";

test("/metrics reports polls, failures, decisions, the desk's queue, feed health, and latency by source", async () => {
  const app = await serveMetrics(() => figures);
  const { text, headers } = await app.ask("/metrics");
  await app.close();
  expect(headers["content-type"]).toContain("text/plain");
  const lines = text.split("\n");
  for (const line of [
    'wiredesk_polls_total{outcome="notModified"} 40',
    'wiredesk_polls_total{outcome="failed"} 2',
    'wiredesk_poll_failures_total{code="rate-limited"} 1',
    "wiredesk_entries_new_total 12",
    "wiredesk_poll_seconds_total 4.5",
    "wiredesk_desk_decisions_total 16",
    'wiredesk_hub_deliveries_total{hub="hub.example",outcome="refused"} 1',
    'wiredesk_poll_stage_seconds{stage="late",quantile="0.9"} 0.9',
    'wiredesk_poll_stage_seconds{stage="fetch",quantile="0.99"} 1.2',
    'wiredesk_ingest_loop_delay_seconds{quantile="0.99"} 0.02',
    'wiredesk_store_items{kind="pending"} 0',
    'wiredesk_feeds{health="failing"} 1',
    'wiredesk_feeds{health="paused"} 1',
    "wiredesk_poll_overdue_seconds 300",
    "wiredesk_feeds_late_ratio 1",
    "wiredesk_hub_missed_entries 3",
    `wiredesk_last_backup_timestamp_seconds ${noon / 1000 - 7200}`,
    'wiredesk_latency_seconds{source="Harbour",stage="published_to_fetched",quantile="0.5"} 30',
    'wiredesk_latency_seconds{source="Harbour",stage="fetched_to_visible",quantile="0.99"} 0.5',
  ])
    expect(lines).toContain(line);
  expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds /m);
});

test("before the ingest thread has reported, its figures are absent; frequent requests rarely read the store", async () => {
  const app = await serveMetrics(() => null);
  let reads = 0;
  app.store.readArrivals = async () => {
    reads += 1;
    return [];
  };
  const { text } = await app.ask("/metrics");
  await app.ask("/metrics");
  expect(reads).toBe(1);
  app.clock.jump(2 * minuteMs);
  await app.ask("/metrics");
  await app.close();
  expect(reads).toBe(2);
  expect(text).not.toMatch(/^wiredesk_polls_total/m);
});

test("of thousands of sources only the most active are listed, so that the document stays small", async () => {
  const app = await serveMetrics(() => figures);
  const feedOf = (id: number) => exampleFeed({ id, source: { ...exampleFeed().source, name: `Source ${id}` } });
  const ids = Array.from({ length: 3000 }, (_, index) => index + 1);
  app.store.feeds = ids.map((id) => ({ feed: feedOf(id), poll: freshState(), entryCount: 1 }));
  app.store.readArrivals = async () =>
    [...ids, 2999].map((feedId) => ({ feedId, publishedAt: noon, firstSeenAt: noon + 500, decidedAt: noon + 600 }));
  const { text } = await app.ask("/metrics");
  await app.close();
  const sources = new Set([...text.matchAll(/^wiredesk_latency_seconds{source="([^"]+)"/gm)].map(([, name]) => name));
  expect(sources.size).toBe(500);
  expect(sources).toContain("Source 2999");
});

test("after a failed read, the next request reads the store again", async () => {
  const app = await serveMetrics(() => figures);
  app.store.failure = new Error("busy for a moment");
  expect((await app.ask("/metrics")).status).toBe(500);
  app.store.failure = null;
  const { status, text } = await app.ask("/metrics");
  await app.close();
  expect([status, text.includes("wiredesk_latency_seconds{")]).toEqual([200, true]);
});
