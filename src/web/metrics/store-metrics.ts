import { Gauge, type Registry } from "prom-client";
import type { FeedCensus } from "../../domain/figures/feed-census.ts";
import { secondMs } from "../../domain/time.ts";
import type { WebDeps } from "../web-deps.ts";

/**
 * Metrics of the whole store: entries, copies, stories, entries that wait for the desk, and the health of feeds. They
 * contain only figures, no names.
 */
export function addStoreMetrics(
  registry: Registry,
  { store: open, editorStore: store = open }: Pick<WebDeps, "store" | "editorStore">,
  census: () => Promise<FeedCensus>,
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
  const feeds = new Gauge({
    name: "wiredesk_feeds",
    help: "Feeds by health",
    labelNames: ["health"],
    registers: [registry],
    async collect() {
      const { health } = await census();
      feeds.reset();
      for (const [word, count] of health) feeds.set({ health: word }, count);
    },
  });
  new Gauge({
    name: "wiredesk_hub_missed_entries",
    help: "Entries that polls found although a hub was on, of all feeds that have one",
    registers: [registry],
    async collect() {
      this.set((await census()).missedCount);
    },
  });
  new Gauge({
    name: "wiredesk_poll_overdue_seconds",
    help: "How long the active feed that waits longest has been due",
    registers: [registry],
    async collect() {
      this.set((await census()).overdueMs / secondMs);
    },
  });
  new Gauge({
    name: "wiredesk_feeds_late_ratio",
    help: "The share of the active feeds, 0 to 1, that have been due for more than a minute",
    registers: [registry],
    async collect() {
      this.set((await census()).lateShare);
    },
  });
}
