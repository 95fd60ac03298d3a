import type { WireErrorCode } from "./errors.ts";
import type { Percentiles } from "./latency.ts";
import type { Instant } from "./time.ts";

/**
 * `late`: from the time at which a feed was due to the request. `fetch`: to the last byte. `ingest`: until it is
 * stored.
 */
export type PollStage = "late" | "fetch" | "ingest";

export interface HubDeliveryCounts {
  readonly accepted: number;
  readonly refused: number;
}

/** What another process holds and this one waits for. */
export interface LeaseWait {
  /** The random part of its name, as the log tells it with its host. */
  readonly process: string;
  readonly what: "feeds" | "desk";
  readonly feeds: number;
  /** When the lease ends, if it is not renewed. */
  readonly until: Instant;
}

/** What the ingest thread has counted since it started; plain data, since it crosses threads. Counts only ever grow. */
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
  /** What the last polls spent their time on. */
  readonly pollStagesMs: Readonly<Record<PollStage, Percentiles>>;
  /** Deliveries of upstream hubs and clouds, by host, and by what became of them. */
  readonly hubs: Readonly<Record<string, HubDeliveryCounts>>;
  /** How late the ingest thread's event loop ran in the last period, milliseconds. */
  readonly loopDelayMs: { readonly p50: number; readonly p99: number; readonly max: number };
  /** What it waits for because another process holds it; as of its last beat. */
  readonly waits: readonly LeaseWait[];
}
