import type { WireError } from "../../domain/errors.ts";
import { dayMs, hourMs, type Instant, minuteMs, secondMs } from "../../domain/time.ts";

/** How politely and how eagerly feeds are polled. Times are in milliseconds. */
export interface PollingSettings {
  /** How many feeds are fetched or ingested at the same time. */
  readonly concurrency: number;
  /** How many feeds are leased at a time, including those that wait for their host's turn. */
  readonly claimedMax: number;
  /** How long a lease lasts. It is longer than the look-ahead, because claimed feeds first wait for their time. */
  readonly leaseMs: number;
  /**
   * A tick claims feeds that become due within this time and waits until each is due, so that a poll happens at its
   * exact second and not at the next tick.
   */
  readonly lookAheadMs: number;
  /** The shortest wait between two scheduled polls of a feed that has no configured interval of its own. */
  readonly intervalMsMin: number;
  /** The longest such wait, unless the feed's publisher asks for a longer one. */
  readonly intervalMsMax: number;
  /** The longest wait after failures. */
  readonly backoffMsMax: number;
  /** A longer Retry-After is taken for a mistake and shortened to this. */
  readonly retryAfterMsMax: number;
  /** The time between the end of one request and the start of the next at the same host. */
  readonly hostGapMs: number;
  /** Exceptions, by registrable domain ("example.org") or IP address. */
  readonly hosts: Readonly<Record<string, HostSettings>>;
  /** How long `stop()` waits for running polls before it ends them. */
  readonly stopMsMax: number;
}

export interface HostSettings {
  readonly gapMs: number;
  /** The number of simultaneous requests. */
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

/** The result of one poll. */
export interface PollReport {
  readonly feedId: number;
  /** The feed's own address. It may contain secrets. */
  readonly feedUrl: string;
  readonly kind: "modified" | "notModified" | "failed";
  readonly status: number | null;
  readonly durationMs: number;
  /** The time between the feed's due time and its request; 0 when it was polled out of turn. */
  readonly lateMs: number;
  /** The time from the last byte until everything was stored. */
  readonly ingestMs: number;
  readonly wireBytes: number;
  readonly newCount: number;
  readonly revisedCount: number;
  readonly nextPollAt: Instant;
  readonly nextPollReason: string;
  readonly error: WireError | null;
}

/** The result of one pass over the due feeds. */
export interface PassReport {
  readonly polledCount: number;
  readonly modifiedCount: number;
  readonly notModifiedCount: number;
  readonly failedCount: number;
  readonly newCount: number;
  readonly revisedCount: number;
  readonly durationMs: number;
  /** True when a pass was already running. It was told to look for due feeds again, and no second pass was started. */
  readonly joined: boolean;
}

export interface Poller {
  /**
   * Polls what is due. During a pass it tells that pass to look for due feeds again, and returns at once (`joined`).
   * Never rejects because of a feed.
   */
  tick(): Promise<PassReport>;
  /**
   * Makes one pass after any running one, over the due feeds or over every active feed. `onPolled` is called as each
   * poll ends.
   */
  pollAll(options: { dueOnly: boolean; onPolled?: (report: PollReport) => void }): Promise<PassReport>;
  /**
   * Keeps a fair share of the hosts, if the poller shares them. Call this every second. Returns true when no pass is
   * running and feeds may be due that no pass has looked for.
   */
  shareHosts(): Promise<boolean>;
  /** Renews the leases of feeds that are being polled or wait for their poll. Call this every `leaseMs / 6`. */
  renewLeases(): Promise<void>;
  /**
   * Waits for running polls, at most `stopMsMax`; then ends those that still run without storing anything, and gives up
   * the leases.
   */
  stop(): Promise<void>;
}
