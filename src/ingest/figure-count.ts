import type { WireErrorCode } from "../domain/errors.ts";
import type { IngestFigures } from "../domain/figures.ts";
import type { PollReport } from "./poll-types.ts";

/** Counts what the ingest thread does. */
export interface FigureCount {
  polled(report: PollReport): void;
  decided(verdicts: number, words: number): void;
  /** A delivery of an upstream hub was taken, or refused. */
  heardHub(accepted: boolean): void;
  read(loopDelayMs: IngestFigures["loopDelayMs"]): IngestFigures;
}

export function createFigureCount(): FigureCount {
  const polls = { modified: 0, notModified: 0, failed: 0 };
  const failures: Partial<Record<WireErrorCode, number>> = {};
  const sums = { newEntries: 0, revisedEntries: 0, wireBytes: 0, pollMsSum: 0, verdicts: 0, words: 0 };
  const hub = { accepted: 0, refused: 0 };
  return {
    polled(report) {
      polls[report.kind] += 1;
      if (report.error !== null) failures[report.error.code] = (failures[report.error.code] ?? 0) + 1;
      sums.newEntries += report.newCount;
      sums.revisedEntries += report.revisedCount;
      sums.wireBytes += report.wireBytes;
      sums.pollMsSum += report.durationMs;
    },
    decided(verdicts, words) {
      sums.verdicts += verdicts;
      sums.words += words;
    },
    heardHub(accepted) {
      hub[accepted ? "accepted" : "refused"] += 1;
    },
    read: (loopDelayMs) => ({ ...sums, polls: { ...polls }, failures: { ...failures }, hub: { ...hub }, loopDelayMs }),
  };
}
