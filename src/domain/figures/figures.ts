import type { WireErrorCode } from "../errors.ts";
import type { Instant } from "../time.ts";
import type { Percentiles } from "./latency.ts";

/**
 * The stages of a poll. `late`: from the time when the feed was due until the request. `fetch`: until the last byte.
 * `ingest`: until the result is stored.
 */
export type PollStage = "late" | "fetch" | "ingest";

export interface HubDeliveryCounts {
  readonly accepted: number;
  readonly refused: number;
}

/** A lease that another process holds and this process waits for. */
export interface LeaseWait {
  /** The random part of the process's name. The log shows it together with the host. */
  readonly process: string;
  readonly what: "feeds" | "desk";
  readonly feeds: number;
  /** When the lease ends, if it is not renewed. */
  readonly until: Instant;
}

/** A part of the ingest thread that cannot do its work: "poll", "desk" … */
export interface FailingPart {
  readonly what: string;
  /** The code of the error; null for a bug. */
  readonly code: WireErrorCode | null;
  readonly since: Instant;
}

/**
 * Counters of the ingest thread since it started. They are plain data, because they cross threads. Counts only grow.
 */
export interface IngestFigures {
  /** Polls by how they ended. */
  readonly polls: { readonly modified: number; readonly notModified: number; readonly failed: number };
  /** Failed polls by the code of their error. */
  readonly failures: Readonly<Partial<Record<WireErrorCode, number>>>;
  readonly newEntries: number;
  readonly revisedEntries: number;
  /** The size of documents as received. */
  readonly wireBytes: number;
  /** The total time of polls, from the request to the last byte. */
  readonly pollMsSum: number;
  /** The number of the desk's decisions on entries. */
  readonly verdicts: number;
  /** The number of editors' decisions that the desk carried out. */
  readonly decisions: number;
  /** How long each stage of the most recent polls took. */
  readonly pollStagesMs: Readonly<Record<PollStage, Percentiles>>;
  /** Deliveries of upstream hubs and clouds, by host and outcome. */
  readonly hubs: Readonly<Record<string, HubDeliveryCounts>>;
  /** How late the ingest thread's event loop ran in the last period, in milliseconds. */
  readonly loopDelayMs: { readonly p50: number; readonly p99: number; readonly max: number };
  /** The parts that fail at present. */
  readonly failing: readonly FailingPart[];
  /** The leases that other processes hold and this process waits for, when they were last read. */
  readonly waits: readonly LeaseWait[];
  /** When the newest scheduled backup was made; null when backups are not configured, or none was made yet. */
  readonly lastBackupAt: Instant | null;
}
