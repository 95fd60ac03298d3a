import { secondMs } from "../../domain/time.ts";
import { createReaderPool, type ReaderPool } from "../../ingest/reading/reader-pool.ts";
import { parseLimitsDefault } from "../../parse/parse-limits.ts";

/** Makes the threads that read documents. `archive` raises the limits, for documents that the operator names. */
export function createReaderOf(kind: "live" | "archive"): ReaderPool {
  return createReaderPool(
    kind === "live"
      ? { limits: parseLimitsDefault, deadlineMs: liveDeadlineMs, threads: 2 }
      : { limits: parseLimitsArchive, deadlineMs: archiveDeadlineMs, threads: 2 },
  );
}

/** Limits for documents that the operator names on the command line. Archives may be large. */
const parseLimitsArchive = {
  ...parseLimitsDefault,
  documentBytesMax: 512 * 1024 * 1024,
  itemsMax: 500_000,
  elementsMax: 20_000_000,
};
const liveDeadlineMs = 20 * secondMs;
const archiveDeadlineMs = 60 * secondMs;
