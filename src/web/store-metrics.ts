import { Gauge, type Registry } from "prom-client";
import type { FeedStatus } from "../domain/feed.ts";
import { feedHealth } from "../domain/feed-health.ts";
import { secondMs } from "../domain/time.ts";
import type { WebDeps } from "./web-deps.ts";

/** What the store holds: entries, copies, stories, what waits for the desk, and how the feeds fare. */
export function addStoreMetrics(registry: Registry, { store, clock }: Pick<WebDeps, "store" | "clock">): void {
  const held = new Gauge({
    name: "wiredesk_store_items",
    help: "What the store holds; pending: entries that wait for the desk",
    labelNames: ["kind"],
    registers: [registry],
    async collect() {
      for (const [kind, count] of Object.entries(await store.readCounts())) held.set({ kind }, count);
    },
  });
  const feeds = new Gauge({
    name: "wiredesk_feeds",
    help: "Feeds by how they fare",
    labelNames: ["health"],
    registers: [registry],
    async collect() {
      const now = clock.now();
      const statuses = await store.listFeeds();
      feeds.reset();
      for (const status of statuses) feeds.inc({ health: feedHealth(status, now).word });
      overdue.set(overdueSeconds(statuses, now));
    },
  });
  const overdue = new Gauge({
    name: "wiredesk_poll_overdue_seconds",
    help: "How long the active feed that waits longest has been due",
    registers: [registry],
  });
}

function overdueSeconds(statuses: readonly FeedStatus[], now: number): number {
  const due = statuses.filter(({ feed }) => feed.state === "active").map(({ poll }) => now - poll.nextPollAt);
  return due.reduce((most, ms) => Math.max(most, ms), 0) / secondMs;
}
