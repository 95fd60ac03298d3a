import { z } from "zod";
import type { PollMemory } from "./feed.ts";
import { hourMs } from "./time.ts";

/**
 * What the poller remembers about a feed in addition to the columns of `PollState`. The memory is stored as JSON; only
 * these functions read it.
 */
export type FeedMemory = z.infer<typeof feedMemory>;

/**
 * Reads a feed's memory. Parts that are missing, or that an older or newer wiredesk wrote in another form, are dropped;
 * the next polls learn them again.
 */
export function readFeedMemory(memory: PollMemory): FeedMemory {
  return feedMemory.parse(memory);
}

/** Reads only the part that says at which address a feed is polled. */
export function readMoved(memory: PollMemory): FeedMemory["moved"] {
  return feedMemory.shape.moved.parse(memory.moved);
}

/**
 * Reads only the part that says whether a feed may be polled now. `rhythm` is large, so callers that do not need it
 * skip it.
 */
export function readHolds(memory: PollMemory): Pick<FeedMemory, "retryMs" | "wishes"> {
  return holdsMemory.parse(memory);
}

/** Returns the memory without a move, so that the feed's own address is polled again. The rest stays as it was. */
export function withoutMove(memory: PollMemory): PollMemory {
  return Object.fromEntries(Object.entries(memory).filter(([name]) => name !== "moved" && name !== "moving"));
}

/** The mean number of entries per hour, for people. */
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
  /** 168 faded counts. A function checks them, because zod would make an object for each count on every poll. */
  counts: z.custom<readonly number[]>(isCounts),
  /** The faded time for which the feed was observed. */
  observedMs: z.number().nonnegative(),
  updatedAt: instant,
  fadedAt: instant,
});

/** What the publisher asked for in the last document. It is kept, because a 304 brings no document. */
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
  /** The address that gave the validators. They mean nothing at another address. */
  validatedUrl: z.string().nullable().catch(null),
  /** A permanent redirect that every poll since `since` has seen. */
  moving: z.object({ to: z.string(), since: instant }).nullable().catch(null),
  /** The remembered move: `to` is polled in place of the feed's own address. */
  moved: z.object({ to: z.string(), at: instant }).nullable().catch(null),
  /** The feed that is already polled at the address that this feed has moved to: the two are one feed. */
  twin: z.number().int().nullable().catch(null),
  /**
   * How long the server's Retry-After holds, counted from the last poll. It is a span, so that it survives changes of
   * the clock.
   */
  retryMs: z.number().nonnegative().nullable().catch(null),
  /** The present run of 410 answers. */
  gone: z.object({ count: z.number().int(), firstAt: instant }).nullable().catch(null),
  /**
   * The last time that a document contained no known entry. Up to `missingMs` of news may have been missed. `from`: the
   * archive document to read next, if there is one, and `pagesLeft`: how many more may be read.
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
  /** Shortens the rhythm's interval after gaps. 1 leaves it as it is. */
  haste: z.number().min(0.1).max(1).catch(1),
  /** The time since which the feed has been unusually quiet; null when it is not. */
  quietSince: instant.nullable().catch(null),
  /** The time since which the feed, which had entries before, has answered with none; null when it has some. */
  emptySince: instant.nullable().catch(null),
  /** The limit that cut the last document short ("items"); null when the document was read to its end. */
  cutBy: z.string().nullable().catch(null),
  /** What people are shown of the feed's hub. The subscription itself is kept elsewhere. */
  hub: z
    .object({ state: z.string(), leaseUntil: instant.nullable().catch(null), missedCount: z.number().catch(0) })
    .nullable()
    .catch(null),
});

const holdsMemory = feedMemory.pick({ retryMs: true, wishes: true });
