import { Gauge, type Registry } from "prom-client";
import { secondMs } from "../../domain/time.ts";
import type { WebDeps } from "../web-deps.ts";

/** Metrics of the outbox of alerts, of all channels together. They contain only figures, no names. */
export function addAlertMetrics(
  registry: Registry,
  { store: open, editorStore: store = open, clock }: Pick<WebDeps, "store" | "editorStore" | "clock">,
): void {
  const registers = [registry];
  const figures = () => store.readOutboxFigures(clock.now());
  new Gauge({
    name: "wiredesk_alert_messages",
    help: "Messages of alerts by state: waiting, given up (failed), and sent in the last 30 days",
    labelNames: ["state"],
    registers,
    async collect() {
      const channels = await figures();
      for (const state of ["waiting", "failed", "sent"] as const) {
        this.set(
          { state },
          channels.reduce((sum, channel) => sum + channel[state], 0),
        );
      }
    },
  });
  new Gauge({
    name: "wiredesk_alert_channels_failing",
    help: "Channels whose next message was tried without success",
    registers,
    async collect() {
      this.set((await figures()).filter(({ attempts }) => attempts > 0).length);
    },
  });
  new Gauge({
    name: "wiredesk_alert_oldest_seconds",
    help: "How long the message that waits longest has been due",
    registers,
    async collect() {
      const due = (await figures()).flatMap(({ oldestDueAt }) => (oldestDueAt === null ? [] : [oldestDueAt]));
      this.set(due.length === 0 ? 0 : Math.max(clock.now() - Math.min(...due), 0) / secondMs);
    },
  });
}
