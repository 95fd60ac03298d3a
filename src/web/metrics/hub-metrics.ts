import { Counter, Gauge, type Registry } from "prom-client";
import { secondMs } from "../../domain/time.ts";
import type { WebDeps } from "../web-deps.ts";

/** Metrics of our own hub: its subscriptions, the deliveries that it owes, and those that it gave up. */
export function addHubMetrics(registry: Registry, { store, clock }: Pick<WebDeps, "store" | "clock">): void {
  const registers = [registry];
  new Gauge({
    name: "wiredesk_subscribers",
    help: "Subscriptions at our WebSub hub, and their topics",
    labelNames: ["kind"],
    registers,
    async collect() {
      const { subscriptions, topics } = await store.readHubFigures();
      this.set({ kind: "subscriptions" }, subscriptions);
      this.set({ kind: "topics" }, topics);
    },
  });
  new Gauge({
    name: "wiredesk_subscriber_deliveries_owed",
    help: "Deliveries that our hub owes; failing: those that were tried without success",
    labelNames: ["state"],
    registers,
    async collect() {
      const { owed, failing } = await store.readHubFigures();
      this.set({ state: "failing" }, failing);
      this.set({ state: "new" }, owed - failing);
    },
  });
  new Gauge({
    name: "wiredesk_subscriber_delivery_oldest_seconds",
    help: "How long the subscriber that waits longest has been owed a delivery",
    registers,
    async collect() {
      const { oldestOwedAt } = await store.readHubFigures();
      this.set(oldestOwedAt === null ? 0 : Math.max(clock.now() - oldestOwedAt, 0) / secondMs);
    },
  });
  new Counter({
    name: "wiredesk_subscriber_deliveries_dropped_total",
    help: "Deliveries that our hub gave up after two days of trying",
    registers,
    async collect() {
      const { dropped } = await store.readHubFigures();
      this.reset();
      this.inc(dropped);
    },
  });
}
