import { entriesPerHour } from "../../domain/poll-memory.ts";
import { hourMs, type Instant, minuteMs, secondMs } from "../../domain/time.ts";
import type { PollingSettings } from "./poll-types.ts";
import { longestWish, outsideSkipped, type PublisherWishes, type Wait } from "./publisher-wishes.ts";
import { type Rhythm, rhythmInterval } from "./rhythm.ts";

export interface Schedule {
  readonly at: Instant;
  readonly reason: string;
}

/**
 * When to poll after a success: by the feed's rhythm, within the shortest and longest interval, and never before the
 * publisher allows it. Pure.
 */
export function schedulePoll(input: {
  now: Instant;
  /**
   * The interval that the operator configured for the feed. It counts as agreed with the publisher, so the publisher's
   * general wishes do not apply.
   */
  forcedMs: number | null;
  rhythm: Rhythm;
  /** A factor for the rhythm's interval: 1, or less after entries were missed. */
  haste: number;
  /** True when a hub announces the news, so that polls are only the backup. */
  hubIsOn: boolean;
  wishes: PublisherWishes;
  /** The size of the document in bytes as received if it came without ETag and Last-Modified; otherwise null. */
  unconditionalBytes?: number | null;
  polling: PollingSettings;
  /** A random number from 0 to 1. It spreads feeds that would otherwise be due in the same second. */
  random: number;
}): Schedule {
  const { now, forcedMs, wishes, polling, random } = input;
  if (forcedMs !== null) return { at: now + forcedMs, reason: `interval ${forcedMs / secondMs} s` };
  const wanted = input.hubIsOn ? backupWait(input, polling) : wantedWait(input.rhythm, input.haste, now, polling);
  const wished = longestWish(wishes, polling.intervalMsMax);
  const fair = fairWait(input.unconditionalBytes ?? null);
  const wait = [wanted, wished, fair].reduce((longest, one) => (one.ms > longest.ms ? one : longest));
  const at = now + Math.round(wait.ms + random * Math.min(wait.ms * jitterShareMax, jitterMsMax));
  const allowed = outsideSkipped(at, wishes);
  if (allowed === at) return { at, reason: wait.reason };
  const skips = wishes.skipDays.length > 0 ? "skipHours, skipDays" : "skipHours";
  return {
    at: allowed + Math.round(random * jitterMsMax),
    reason: `${skips} until ${new Date(allowed).toISOString()}`,
  };
}

/**
 * A feed without validators sends its whole document at every poll. The interval limits this to a megabyte an hour: a
 * document of 17 KB is fetched every minute, one of 100 KB every six minutes. The interval is never longer than an
 * hour, because news must not come later than that.
 */
function fairWait(bytes: number | null): Wait {
  const ms = Math.min(fairMsMax, ((bytes ?? 0) / fairBytesAnHour) * hourMs);
  return { ms, reason: `no ETag, no Last-Modified: ${Math.ceil((bytes ?? 0) / 1000)} KB at 1 MB an hour` };
}

const fairBytesAnHour = 1_000_000;
const fairMsMax = hourMs;

/** Jitter only lengthens a wait, so no feed is polled before its time. */
const jitterShareMax = 0.1;
const jitterMsMax = minuteMs;

function wantedWait(rhythm: Rhythm, haste: number, now: Instant, polling: PollingSettings): Wait {
  const ms = rhythmInterval(rhythm, now, polling.intervalMsMax) * haste;
  if (ms <= polling.intervalMsMin)
    return { ms: polling.intervalMsMin, reason: `floor ${seconds(polling.intervalMsMin)}` };
  if (ms >= polling.intervalMsMax)
    return { ms: polling.intervalMsMax, reason: `ceiling ${seconds(polling.intervalMsMax)}` };
  const hurried = haste < 1 ? ", shortened because entries were missed" : "";
  return { ms, reason: `rhythm: ${spoken(entriesPerHour(rhythm))}${hurried}` };
}

/** A feed with a hub is polled ten times less often than its rhythm asks for, and at most once an hour. */
function backupWait({ rhythm, now }: { rhythm: Rhythm; now: Instant }, polling: PollingSettings): Wait {
  const ms = Math.max(backupMsMin, rhythmInterval(rhythm, now, polling.intervalMsMax) * backupFactor);
  return { ms: Math.min(ms, polling.intervalMsMax), reason: "hub on: a poll is the backup" };
}

const backupMsMin = hourMs;
const backupFactor = 10;

function spoken(perHour: number): string {
  if (perHour === 0) return "no entries yet";
  if (perHour >= 1) return `${perHour.toFixed(1)} entries an hour`;
  return perHour * 24 >= 1
    ? `${(perHour * 24).toFixed(1)} entries a day`
    : `${(perHour * 168).toFixed(1)} entries a week`;
}

function seconds(ms: number): string {
  return `${ms / secondMs} s`;
}
