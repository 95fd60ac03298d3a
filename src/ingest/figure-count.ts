import type { WireErrorCode } from "../domain/errors.ts";
import type { FailingPart, HubDeliveryCounts, IngestFigures, LeaseWait, PollStage } from "../domain/figures/figures.ts";
import { percentiles } from "../domain/figures/latency.ts";
import type { Instant } from "../domain/time.ts";
import type { PollReport } from "./poll/poll-types.ts";

/** Counts the work of the ingest thread. */
export interface FigureCount {
  polled(report: PollReport): void;
  decided(verdicts: number, decisions: number): void;
  /** A delivery of an upstream hub was accepted or refused. */
  heardHub(accepted: boolean, host: string): void;
  failing(parts: readonly FailingPart[]): void;
  waiting(waits: readonly LeaseWait[]): void;
  /** `at`: when the newest scheduled backup was made. */
  backedUp(at: Instant): void;
  read(loopDelayMs: IngestFigures["loopDelayMs"]): IngestFigures;
}

export function createFigureCount(): FigureCount {
  const polls = { modified: 0, notModified: 0, failed: 0 };
  const failures: Partial<Record<WireErrorCode, number>> = {};
  const sums = { newEntries: 0, revisedEntries: 0, wireBytes: 0, pollMsSum: 0, verdicts: 0, decisions: 0 };
  const stages = { late: createLast(), fetch: createLast(), ingest: createLast() } satisfies Record<PollStage, unknown>;
  let waits: readonly LeaseWait[] = [];
  let failing: readonly FailingPart[] = [];
  let lastBackupAt: Instant | null = null;
  const hubs = new Map<string, HubDeliveryCounts>();
  return {
    polled(report) {
      polls[report.kind] += 1;
      if (report.error !== null) failures[report.error.code] = (failures[report.error.code] ?? 0) + 1;
      sums.newEntries += report.newCount;
      sums.revisedEntries += report.revisedCount;
      sums.wireBytes += report.wireBytes;
      sums.pollMsSum += report.durationMs;
      stages.late.add(report.lateMs);
      stages.fetch.add(report.durationMs);
      stages.ingest.add(report.ingestMs);
    },
    decided(verdicts, decisions) {
      sums.verdicts += verdicts;
      sums.decisions += decisions;
    },
    heardHub(accepted, host) {
      const name = hubs.has(host) || hubs.size < hubsNamedMax ? host : "other";
      const { accepted: taken, refused } = hubs.get(name) ?? { accepted: 0, refused: 0 };
      hubs.set(name, { accepted: taken + (accepted ? 1 : 0), refused: refused + (accepted ? 0 : 1) });
    },
    failing(parts) {
      failing = parts;
    },
    waiting(present) {
      waits = present;
    },
    backedUp(at) {
      lastBackupAt = at;
    },
    read: (loopDelayMs) => ({
      ...sums,
      polls: { ...polls },
      failures: { ...failures },
      pollStagesMs: { late: stages.late.read(), fetch: stages.fetch.read(), ingest: stages.ingest.read() },
      hubs: Object.fromEntries(hubs),
      loopDelayMs,
      waits,
      failing,
      lastBackupAt,
    }),
  };
}

/**
 * At most this many hubs have a metric of their own. All further hubs share one metric, because each series costs a
 * scraper memory.
 */
const hubsNamedMax = 100;
const lastPollsMax = 2048;

/** Keeps the last values of an endless series. */
function createLast() {
  const values: number[] = [];
  let next = 0;
  return {
    add(value: number): void {
      values[next] = value;
      next = (next + 1) % lastPollsMax;
    },
    read: () => percentiles(values),
  };
}
