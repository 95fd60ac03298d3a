import { Gauge, type Registry } from "prom-client";
import type { FeedStatus } from "../domain/feed.ts";
import { feedHealth } from "../domain/feed-health.ts";
import type { Clock } from "../domain/ports.ts";
import { type Instant, minuteMs, secondMs } from "../domain/time.ts";
import type { WebDeps } from "./web-deps.ts";

/** What the whole store holds: entries, copies, stories, what waits for the desk, and how the feeds fare. Figures alone, no names. */
export function addStoreMetrics(
  registry: Registry,
  { store: open, editorStore: store = open, clock }: Pick<WebDeps, "store" | "editorStore" | "clock">,
): void {
  const held = new Gauge({
    name: "wiredesk_store_items",
    help: "What the store holds; pending: entries that wait for the desk",
    labelNames: ["kind"],
    registers: [registry],
    async collect() {
      for (const [kind, count] of Object.entries(await store.readCounts())) held.set({ kind }, count);
    },
  });
  const gather = seldom(clock, async (now) => {
    const statuses = await store.listFeeds();
    const health = statuses.map((status) => feedHealth(status, now));
    const missed = health.reduce((sum, { hub }) => sum + (hub?.missedCount ?? 0), 0);
    return { words: health.map(({ word }) => word), missed, overdue: overdueSeconds(statuses, now) };
  });
  const feeds = new Gauge({
    name: "wiredesk_feeds",
    help: "Feeds by how they fare",
    labelNames: ["health"],
    registers: [registry],
    async collect() {
      const { words } = await gather();
      feeds.reset();
      for (const health of words) feeds.inc({ health });
    },
  });
  new Gauge({
    name: "wiredesk_hub_missed_entries",
    help: "Entries that polls found although a hub was on, of all feeds that have one",
    registers: [registry],
    async collect() {
      this.set((await gather()).missed);
    },
  });
  new Gauge({
    name: "wiredesk_poll_overdue_seconds",
    help: "How long the active feed that waits longest has been due",
    registers: [registry],
    async collect() {
      this.set((await gather()).overdue);
    },
  });
}

/** Runs `read` when its last answer is old, and answers with that otherwise. */
function seldom<Value>(clock: Clock, read: (now: Instant) => Promise<Value>): () => Promise<Value> {
  let last: { readonly at: Instant; readonly value: Promise<Value> } | null = null;
  return () => {
    const now = clock.now();
    if (last === null || now < last.at || now - last.at >= gatherMsMin) last = { at: now, value: read(now) };
    return last.value;
  };
}

/** Thousands of feeds with their memories are read on the thread that answers: not more often than this. */
const gatherMsMin = minuteMs / 2;

function overdueSeconds(statuses: readonly FeedStatus[], now: number): number {
  const due = statuses.filter(({ feed }) => feed.state === "active").map(({ poll }) => now - poll.nextPollAt);
  return due.reduce((most, ms) => Math.max(most, ms), 0) / secondMs;
}
