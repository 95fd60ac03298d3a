import type { FeedStatus, PollMemory } from "./feed.ts";
import { dayMs, hourMs, type Instant } from "./time.ts";

/**
 * One word first, worst first: a feed that is not polled says so (`paused`, `removed`, `gone`), then `failing`, `gap`
 * (entries were missed lately), `quiet` (strangely, for its rhythm), `new` (never read yet), `ok`.
 */
export type HealthWord = "paused" | "removed" | "gone" | "failing" | "gap" | "quiet" | "new" | "ok";

/** How a feed fares, as people are shown it. null is "not known" or "not so". */
export interface FeedHealth {
  readonly word: HealthWord;
  readonly entriesPerHour: number | null;
  readonly quietSince: Instant | null;
  /** The last time that a document showed nothing known from before, and how much time that left unseen. */
  readonly gap: { readonly at: Instant; readonly missingHours: number } | null;
  /** Where the feed is asked in place of its own address. */
  readonly movedTo: string | null;
  /** The other feed at the address where this one says that it has moved: the two are one. */
  readonly twinId: number | null;
  /** A hub tells of its news: polls are the backup. */
  readonly hub: HubHealth | null;
}

export interface HubHealth {
  readonly state: string;
  readonly leaseUntil: Instant | null;
  /** Entries that a poll found although the hub was on. */
  readonly missedCount: number;
}

/** Tells from what the poller remembers how a feed fares. What is not understood is not told. Pure. */
export function feedHealth({ feed, poll }: FeedStatus, now: Instant): FeedHealth {
  const quietSince = numberOf(poll.memory, "quietSince");
  const gap = gapOf(poll.memory);
  const isGapFresh = gap !== null && now - gap.at < gapFreshMs;
  const wellWord = isGapFresh ? "gap" : quietSince !== null ? "quiet" : poll.lastSuccessAt === null ? "new" : "ok";
  return {
    word: feed.state !== "active" ? feed.state : poll.failure !== null ? "failing" : wellWord,
    entriesPerHour: rateOf(poll.memory),
    quietSince,
    gap,
    movedTo: textOf(recordOf(poll.memory, "moved"), "to"),
    twinId: numberOf(poll.memory, "twin"),
    hub: hubOf(poll.memory),
  };
}

/** A gap that is older is no longer what comes first. */
const gapFreshMs = 2 * dayMs;

function gapOf(memory: PollMemory): FeedHealth["gap"] {
  const gap = recordOf(memory, "gap");
  const at = numberOf(gap, "at");
  const missingMs = numberOf(gap, "missingMs");
  return at === null || missingMs === null ? null : { at, missingHours: Math.round((missingMs / hourMs) * 10) / 10 };
}

function rateOf(memory: PollMemory): number | null {
  const rhythm = recordOf(memory, "rhythm");
  const observedMs = numberOf(rhythm, "observedMs");
  const counts = rhythm?.counts;
  if (observedMs === null || !Array.isArray(counts)) return null;
  const total = counts.reduce((sum: number, count: unknown) => sum + (typeof count === "number" ? count : 0), 0);
  return total / Math.max(1, observedMs / hourMs);
}

function hubOf(memory: PollMemory): HubHealth | null {
  const hub = recordOf(memory, "hub");
  const state = textOf(hub, "state");
  if (state === null) return null;
  return { state, leaseUntil: numberOf(hub, "leaseUntil"), missedCount: numberOf(hub, "missedCount") ?? 0 };
}

type Fields = Readonly<Record<string, unknown>>;

function recordOf(fields: Fields, name: string): Fields | null {
  const value = fields[name];
  return typeof value === "object" && value !== null ? (value as Fields) : null;
}

function numberOf(fields: Fields | null, name: string): number | null {
  const value = fields?.[name];
  return typeof value === "number" ? value : null;
}

function textOf(fields: Fields | null, name: string): string | null {
  const value = fields?.[name];
  return typeof value === "string" ? value : null;
}
