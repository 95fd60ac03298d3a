import type { FeedStatus } from "./feed.ts";
import { entriesPerHour, type FeedMemory, readFeedMemory } from "./poll-memory.ts";
import { dayMs, hourMs, type Instant } from "./time.ts";

/**
 * The health of a feed in one word, from worst to best: a feed that is not polled (`paused`, `removed`, `gone`),
 * `failing`, `gap` (entries were missed lately), `empty` (answers without items), `quiet` (no new entry for unusually
 * long), `new` (never read yet), `ok`.
 */
export type HealthWord = "paused" | "removed" | "gone" | "failing" | "gap" | "empty" | "quiet" | "new" | "ok";

/** The health of a feed, as shown to people. A null field means unknown or not the case. */
export interface FeedHealth {
  readonly word: HealthWord;
  readonly entriesPerHour: number | null;
  readonly quietSince: Instant | null;
  /** The time since which the feed has answered without items. */
  readonly emptySince: Instant | null;
  /** The limit that cut the feed's last document short. */
  readonly cutBy: string | null;
  /** The last time that a document contained no known entry, and the length of the span that may be missing. */
  readonly gap: { readonly at: Instant; readonly missingHours: number } | null;
  /** The address that is polled instead of the feed's own. */
  readonly movedTo: string | null;
  /** The feed that already has the address to which this feed redirects: both are the same feed. */
  readonly twinId: number | null;
  /** The hub that announces this feed's news. Polls are the backup. */
  readonly hub: HubHealth | null;
}

export interface HubHealth {
  readonly state: string;
  readonly leaseUntil: Instant | null;
  /** The number of entries that a poll found although the hub was on. */
  readonly missedCount: number;
}

/** Derives a feed's health from the poller's memory. Pure. */
export function feedHealth({ feed, poll }: FeedStatus, now: Instant): FeedHealth {
  const memory = readFeedMemory(poll.memory);
  const gap = gapOf(memory);
  const isGapFresh = gap !== null && now - gap.at < gapFreshMs;
  const quietWord = memory.quietSince !== null ? "quiet" : poll.lastSuccessAt === null ? "new" : "ok";
  const emptyWord = memory.emptySince !== null ? "empty" : quietWord;
  const wellWord = isGapFresh ? "gap" : emptyWord;
  return {
    word: feed.state !== "active" ? feed.state : poll.failure !== null ? "failing" : wellWord,
    entriesPerHour: memory.rhythm && entriesPerHour(memory.rhythm),
    quietSince: memory.quietSince,
    emptySince: memory.emptySince,
    cutBy: memory.cutBy,
    gap,
    movedTo: memory.moved?.to ?? null,
    twinId: memory.twin,
    hub: memory.hub,
  };
}

/** A gap older than this no longer decides the word. */
const gapFreshMs = 2 * dayMs;

function gapOf({ gap }: FeedMemory): FeedHealth["gap"] {
  return gap && { at: gap.at, missingHours: Math.round((gap.missingMs / hourMs) * 10) / 10 };
}
