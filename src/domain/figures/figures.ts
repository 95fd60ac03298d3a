import type { WireErrorCode } from "../errors.ts";
import type { Instant } from "../time.ts";
import type { Percentiles } from "./latency.ts";

/**
 * `late`: from the time at which a feed was due to the request. `fetch`: to the last byte. `ingest`: until it is
 * stored.
 */
export type PollStage = "late" | "fetch" | "ingest";

export interface HubDeliveryCounts {
  readonly accepted: number;
  readonly refused: number;
}

/** A lease that another process holds and this one waits for. */
export interface LeaseWait {
  /** The random part of its name, as the log tells it with its host. */
  readonly process: string;
  readonly what: "feeds" | "desk";
  readonly feeds: number;
  /** When the lease ends, if it is not renewed. */
  readonly until: Instant;
}

/** A part of the ingest thread that cannot do its work: "poll", "desk" … */
export interface FailingPart {
  readonly what: string;
  /** null for a bug. */
  readonly code: WireErrorCode | null;
  readonly since: Instant;
}

/** Counters of the ingest thread since its start. Plain data, because it crosses threads. Counts only grow. */
export interface IngestFigures {
  /** Polls by how they ended. */
  readonly polls: { readonly modified: number; readonly notModified: number; readonly failed: number };
  /** Failed polls by the code of their error. */
  readonly failures: Readonly<Partial<Record<WireErrorCode, number>>>;
  readonly newEntries: number;
  readonly revisedEntries: number;
  /** Document bytes as they came over the wire. */
  readonly wireBytes: number;
  /** Time that polls took, from the request to the last byte, added up. */
  readonly pollMsSum: number;
  /** Entries that the desk decided on, and editors' decisions that it carried out. */
  readonly verdicts: number;
  readonly decisions: number;
  /** How long each stage of the last polls took. */
  readonly pollStagesMs: Readonly<Record<PollStage, Percentiles>>;
  /** Deliveries of upstream hubs and clouds, by host and outcome. */
  readonly hubs: Readonly<Record<string, HubDeliveryCounts>>;
  /** How late the ingest thread's event loop ran in the last period, milliseconds. */
  readonly loopDelayMs: { readonly p50: number; readonly p99: number; readonly max: number };
  /** What fails at present. */
  readonly failing: readonly FailingPart[];
  /** The leases that other processes hold and this one waits for, as of its last beat. */
  readonly waits: readonly LeaseWait[];
}
