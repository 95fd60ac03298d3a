import { Counter, Gauge, type Registry } from "prom-client";
import type { IngestFigures } from "../../domain/figures/figures.ts";
import type { Clock } from "../../domain/ports.ts";

/** Figures of the ingest thread, which reports them every few seconds. Its counters start at zero after a restart. */
export function addIngestMetrics(registry: Registry, readFigures: () => IngestFigures | null, clock: Clock): void {
  for (const { name, help, read } of totals) {
    const counter = new Counter({
      name: `wiredesk_${name}_total`,
      help,
      registers: [registry],
      collect() {
        const figures = readFigures();
        counter.reset();
        if (figures !== null) counter.inc(read(figures));
      },
    });
  }
  for (const { name, help, label, read } of labelled) {
    const counter = new Counter({
      name: `wiredesk_${name}_total`,
      help,
      labelNames: [label],
      registers: [registry],
      collect() {
        const figures = readFigures();
        counter.reset();
        if (figures === null) return;
        for (const [value, count] of Object.entries(read(figures))) counter.inc({ [label]: value }, count);
      },
    });
  }
  addLoopDelay(registry, readFigures);
  addPollStages(registry, readFigures);
  addHubs(registry, readFigures);
  addLeaseWaits(registry, readFigures, clock);
  addBackup(registry, readFigures);
}

function addBackup(registry: Registry, readFigures: () => IngestFigures | null): void {
  new Gauge({
    name: "wiredesk_last_backup_timestamp_seconds",
    help: "When the newest scheduled backup was made, in seconds since 1970; 0: backups are not configured, or none was made yet",
    registers: [registry],
    collect() {
      this.set((readFigures()?.lastBackupAt ?? 0) / 1000);
    },
  });
}

function addLeaseWaits(registry: Registry, readFigures: () => IngestFigures | null, clock: Clock): void {
  const gauge = new Gauge({
    name: "wiredesk_lease_wait_seconds",
    help: "How long polling (feeds) or deciding (desk) may have to wait for another process's lease",
    labelNames: ["what"],
    registers: [registry],
    collect() {
      const waits = readFigures()?.waits ?? [];
      for (const what of ["feeds", "desk"] as const) {
        const untils = waits.filter((wait) => wait.what === what).map(({ until }) => until - clock.now());
        gauge.set({ what }, Math.max(0, ...untils) / 1000);
      }
    },
  });
}

function addPollStages(registry: Registry, readFigures: () => IngestFigures | null): void {
  const gauge = new Gauge({
    name: "wiredesk_poll_stage_seconds",
    help: "How long the last polls took: late (from due to request), fetch (until the last byte), ingest (until stored)",
    labelNames: ["stage", "quantile"],
    registers: [registry],
    collect() {
      gauge.reset();
      for (const [stage, { p50, p90, p99 }] of Object.entries(readFigures()?.pollStagesMs ?? {}))
        for (const [quantile, ms] of Object.entries({ "0.5": p50, "0.9": p90, "0.99": p99 }))
          if (ms !== null) gauge.set({ stage, quantile }, ms / 1000);
    },
  });
}

function addHubs(registry: Registry, readFigures: () => IngestFigures | null): void {
  const counter = new Counter({
    name: "wiredesk_hub_deliveries_total",
    help: "Deliveries of upstream hubs and clouds",
    labelNames: ["hub", "outcome"],
    registers: [registry],
    collect() {
      counter.reset();
      for (const [hub, counts] of Object.entries(readFigures()?.hubs ?? {}))
        for (const [outcome, count] of Object.entries(counts)) counter.inc({ hub, outcome }, count);
    },
  });
}

function addLoopDelay(registry: Registry, readFigures: () => IngestFigures | null): void {
  const gauge = new Gauge({
    name: "wiredesk_ingest_loop_delay_seconds",
    help: "How late the ingest thread's event loop ran in its last period",
    labelNames: ["quantile"],
    registers: [registry],
    collect() {
      const delay = readFigures()?.loopDelayMs;
      gauge.reset();
      if (delay === undefined) return;
      gauge.set({ quantile: "0.5" }, delay.p50 / 1000);
      gauge.set({ quantile: "0.99" }, delay.p99 / 1000);
      gauge.set({ quantile: "1" }, delay.max / 1000);
    },
  });
}

const totals: readonly {
  readonly name: string;
  readonly help: string;
  readonly read: (figures: IngestFigures) => number;
}[] = [
  { name: "entries_new", help: "Entries that polls and hubs brought", read: (figures) => figures.newEntries },
  { name: "entries_revised", help: "Entries that were revised", read: (figures) => figures.revisedEntries },
  { name: "fetched_bytes", help: "Document bytes as received", read: (figures) => figures.wireBytes },
  { name: "poll_seconds", help: "Time that polls took", read: (figures) => figures.pollMsSum / 1000 },
  { name: "desk_decisions", help: "Entries that the desk decided on", read: (figures) => figures.verdicts },
  {
    name: "editor_words",
    help: "Editors' decisions that the desk carried out",
    read: (figures) => figures.decisions,
  },
];

const labelled: readonly {
  readonly name: string;
  readonly help: string;
  readonly label: string;
  readonly read: (figures: IngestFigures) => Readonly<Record<string, number>>;
}[] = [
  { name: "polls", help: "Polls by how they ended", label: "outcome", read: (figures) => figures.polls },
  { name: "poll_failures", help: "Failed polls by error code", label: "code", read: (figures) => figures.failures },
];
