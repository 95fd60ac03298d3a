import { z } from "zod";
import type { PollMemory } from "./feed.ts";
import { hourMs } from "./time.ts";

/**
 * What the poller remembers of a feed beside the columns of `PollState`. It is stored as JSON; these functions are its
 * only readers.
 */
export type FeedMemory = z.infer<typeof feedMemory>;

/**
 * Reads a feed's memory. What is missing, or was written by an older or newer wiredesk, is forgotten: a poll learns it
 * again.
 */
export function readFeedMemory(memory: PollMemory): FeedMemory {
  return feedMemory.parse(memory);
}

/** Only the part that says where a feed is asked. */
export function readMoved(memory: PollMemory): FeedMemory["moved"] {
  return feedMemory.shape.moved.parse(memory.moved);
}

/** Only the part that says whether a feed may be asked now: `rhythm` is large, so callers that can skip it do. */
export function readHolds(memory: PollMemory): Pick<FeedMemory, "retryMs" | "wishes"> {
  return holdsMemory.parse(memory);
}

/** The same memory with no move in it: the feed's own address is asked again. The rest stays as it was written. */
export function withoutMove(memory: PollMemory): PollMemory {
  return Object.fromEntries(Object.entries(memory).filter(([name]) => name !== "moved" && name !== "moving"));
}

/** Mean entries an hour, for people. */
export function entriesPerHour({ counts, observedMs }: NonNullable<FeedMemory["rhythm"]>): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return total / Math.max(1, observedMs / hourMs);
}

const instant = z.number().int();

function isCounts(value: unknown): boolean {
  return (
    Array.isArray(value) && value.length === 168 && value.every((count) => typeof count === "number" && count >= 0)
  );
}

const rhythm = z.object({
  /** 168 faded counts. Checked by hand: zod would make an object for each of them, on every poll. */
  counts: z.custom<readonly number[]>(isCounts),
  /** Faded time under observation. */
  observedMs: z.number().nonnegative(),
  updatedAt: instant,
  fadedAt: instant,
});

/** What the publisher asked for with the last document: a 304 brings no document to ask it of again. */
const wishes = z.object({
  freshMs: z.number().nonnegative().nullable(),
  freshRule: z.string(),
  ttlMinutes: z.number().nullable(),
  updatePeriodMs: z.number().nullable(),
  skipHours: z.array(z.number()),
  skipDays: z.array(z.number()),
});

const feedMemory = z.object({
  rhythm: rhythm.nullable().catch(null),
  wishes: wishes.nullable().catch(null),
  /** The address that gave the validators: they mean nothing at another. */
  validatedUrl: z.string().nullable().catch(null),
  /** A permanent redirect that has been seen since `since` without a break. */
  moving: z.object({ to: z.string(), since: instant }).nullable().catch(null),
  /** The remembered move: `to` is asked in place of the feed's own address. */
  moved: z.object({ to: z.string(), at: instant }).nullable().catch(null),
  /** The other feed that is polled where this one says that it has moved for good: the two are one. */
  twin: z.number().int().nullable().catch(null),
  /** How long the server's Retry-After holds, from the last poll: a span, which a clock that is set leaves as it is. */
  retryMs: z.number().nonnegative().nullable().catch(null),
  /** The present run of 410 answers. */
  gone: z.object({ count: z.number().int(), firstAt: instant }).nullable().catch(null),
  /**
   * The last time that a document showed no entry known from before: as much as `missingMs` of news may have passed
   * unseen. `from`: the archive document to be read next, where there is one to walk back to, and at most `pagesLeft`
   * of them.
   */
  gap: z
    .object({
      at: instant,
      missingMs: z.number(),
      from: z.string().nullable().default(null),
      pagesLeft: z.number().int().default(0),
    })
    .nullable()
    .catch(null),
  /** Shortens the rhythm's interval after gaps: 1 = not at all. */
  haste: z.number().min(0.1).max(1).catch(1),
  /** Since when the feed has been strangely quiet; null while it is not. */
  quietSince: instant.nullable().catch(null),
  /** Since when the feed, which had entries, has answered without any; null while it has some. */
  emptySince: instant.nullable().catch(null),
  /** Which limit cut the last document short ("items"); null where it was read to its end. */
  cutBy: z.string().nullable().catch(null),
  /** What people are shown of the feed's hub; the subscription itself is kept elsewhere. */
  hub: z
    .object({ state: z.string(), leaseUntil: instant.nullable().catch(null), missedCount: z.number().catch(0) })
    .nullable()
    .catch(null),
});

const holdsMemory = feedMemory.pick({ retryMs: true, wishes: true });
