import type { WireError } from "../../domain/errors.ts";
import { dayMs, hourMs, type Instant, minuteMs, secondMs } from "../../domain/time.ts";

/** How politely and how eagerly feeds are polled. Times are milliseconds. */
export interface PollingSettings {
  /** Feeds being fetched or ingested at the same time. */
  readonly concurrency: number;
  /** Feeds that are leased at a time, waiting for their host's turn included. */
  readonly claimedMax: number;
  /** Longer than the look-ahead: what is claimed waits for its time first. */
  readonly leaseMs: number;
  /**
   * A tick claims what falls due within this and waits for it, so that polls are to the second and not to the beat of
   * the cron.
   */
  readonly lookAheadMs: number;
  /** No feed is asked more often, unless its own interval says so. */
  readonly intervalMsMin: number;
  /** No feed is asked less often, unless its publisher says so. */
  readonly intervalMsMax: number;
  /** The longest wait after failures. */
  readonly backoffMsMax: number;
  /** Retry-After beyond this is taken for a mistake. */
  readonly retryAfterMsMax: number;
  /** From the end of one request to the start of the next at the same host. */
  readonly hostGapMs: number;
  /** Exceptions, by registrable domain ("example.org") or IP address. */
  readonly hosts: Readonly<Record<string, HostSettings>>;
  /** How long `stop()` waits for polls in flight to end by themselves before it ends them. */
  readonly stopMsMax: number;
}

export interface HostSettings {
  readonly gapMs: number;
  /** Requests at a time. */
  readonly parallel: number;
}

export const defaultPollingSettings: PollingSettings = {
  concurrency: 32,
  claimedMax: 2000,
  leaseMs: 2 * minuteMs,
  lookAheadMs: minuteMs,
  intervalMsMin: minuteMs,
  intervalMsMax: dayMs,
  backoffMsMax: 12 * hourMs,
  retryAfterMsMax: 7 * dayMs,
  hostGapMs: secondMs,
  hosts: {},
  stopMsMax: 5 * secondMs,
};

/** How the poll of one feed ended. */
export interface PollReport {
  readonly feedId: number;
  /** The feed's own address; it may hold secrets. */
  readonly feedUrl: string;
  readonly kind: "modified" | "notModified" | "failed";
  readonly status: number | null;
  readonly durationMs: number;
  /** From the time at which it was due to its request; 0 where it was asked for out of turn. */
  readonly lateMs: number;
  /** From the last byte until everything was stored. */
  readonly ingestMs: number;
  readonly wireBytes: number;
  readonly newCount: number;
  readonly revisedCount: number;
  readonly nextPollAt: Instant;
  readonly nextPollReason: string;
  readonly error: WireError | null;
}

/** How one pass over the due feeds ended. */
export interface PassReport {
  readonly polledCount: number;
  readonly modifiedCount: number;
  readonly notModifiedCount: number;
  readonly failedCount: number;
  readonly newCount: number;
  readonly revisedCount: number;
  readonly durationMs: number;
  /** True when a pass was under way: it was asked to look for due feeds again, and no second one was started. */
  readonly joined: boolean;
}

export interface Poller {
  /**
   * Polls what is due. During a pass it asks that pass to look for due feeds again and returns at once (`joined`).
   * Never rejects for a feed.
   */
  tick(): Promise<PassReport>;
  /**
   * One pass after any that is under way: the feeds that are due, or every active one. `onPolled` hears of each poll as
   * it ends.
   */
  pollAll(options: { dueOnly: boolean; onPolled?: (report: PollReport) => void }): Promise<PassReport>;
  /** Keeps the feeds that are being polled or wait for it: to be called every `leaseMs / 6`. */
  renewLeases(): Promise<void>;
  /** Waits for the polls in flight at most `stopMsMax`, ends the rest without a trace, gives up the leases. */
  stop(): Promise<void>;
}
