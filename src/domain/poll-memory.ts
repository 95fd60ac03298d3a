import type { Hop } from "./document.ts";
import type { PollMemory } from "./feed.ts";
import { hourMs, type Instant } from "./time.ts";

/**
 * The facts that the poller remembers about a feed in addition to the columns of `PollState`. The memory is stored as
 * JSON; only the functions in this file read it.
 */
export type FeedMemory = {
  readonly rhythm: {
    /** One count for each of the 168 hours of a week. Counts fade with time. */
    readonly counts: readonly number[];
    /** How long the feed was observed. This span fades like the counts. */
    readonly observedMs: number;
    readonly updatedAt: Instant;
    readonly fadedAt: Instant;
  } | null;
  /** The publisher's wishes in the last document. They are kept, because a 304 brings no document. */
  readonly wishes: {
    readonly freshMs: number | null;
    readonly freshRule: string;
    readonly ttlMinutes: number | null;
    readonly updatePeriodMs: number | null;
    readonly skipHours: readonly number[];
    readonly skipDays: readonly number[];
  } | null;
  /** The address that gave the validators. They are not valid for another address. */
  readonly validatedUrl: string | null;
  /** A permanent redirect that every poll since `since` has seen. */
  readonly moving: { readonly to: string; readonly since: Instant } | null;
  /** The remembered move: `to` is polled in place of the feed's own address. */
  readonly moved: { readonly to: string; readonly at: Instant } | null;
  /** The feed that is already polled at the address to which this feed has moved: both are the same feed. */
  readonly twin: number | null;
  /**
   * How long the server's Retry-After holds, counted from the last poll. It is a span, so that it survives changes of
   * the clock.
   */
  readonly retryMs: number | null;
  /** The present run of 410 answers. */
  readonly gone: { readonly count: number; readonly firstAt: Instant } | null;
  /**
   * The last time that a document contained no known entry. Up to `missingMs` of news may have been missed. `from`: the
   * archive document to read next, if there is one, and `pagesLeft`: how many more may be read.
   */
  readonly gap: {
    readonly at: Instant;
    readonly missingMs: number;
    readonly from: string | null;
    readonly pagesLeft: number;
  } | null;
  /** The factor, from 0.1 to 1, that shortens the rhythm's interval after gaps. 1 leaves the interval as it is. */
  readonly haste: number;
  /** The time since which the feed has been unusually quiet; null when it is not. */
  readonly quietSince: Instant | null;
  /**
   * The time since which a feed that had entries before has answered without entries; null when it answers with
   * entries.
   */
  readonly emptySince: Instant | null;
  /** The limit that cut the last document short ("items"); null when the document was read to its end. */
  readonly cutBy: string | null;
  /** The state of the feed's hub, as people see it. The subscription itself is kept elsewhere. */
  readonly hub: { readonly state: string; readonly leaseUntil: Instant | null; readonly missedCount: number } | null;
};

/**
 * Reads a feed's memory. Parts that are missing, or that an older or newer wiredesk wrote in another form, are left
 * out. The next polls learn them again.
 */
export function readFeedMemory(memory: PollMemory): FeedMemory {
  return {
    rhythm: readRhythm(memory.rhythm),
    wishes: readWishes(memory.wishes),
    validatedUrl: text(memory.validatedUrl),
    moving: readMoving(memory.moving),
    moved: readMoved(memory),
    twin: whole(memory.twin),
    retryMs: span(memory.retryMs),
    gone: readGone(memory.gone),
    gap: readGap(memory.gap),
    haste: readHaste(memory.haste),
    quietSince: whole(memory.quietSince),
    emptySince: whole(memory.emptySince),
    cutBy: text(memory.cutBy),
    hub: readHub(memory.hub),
  };
}

/** Reads only the part that says at which address a feed is polled. */
export function readMoved(memory: PollMemory): FeedMemory["moved"] {
  const moved = fieldsOf(memory.moved);
  const [to, at] = [text(moved.to), whole(moved.at)];
  return to === null || at === null ? null : { to, at };
}

/** A poll that ended at a redirect to another poller's host, and continues there. `hops`: the redirects so far. */
export interface Continued {
  readonly to: string;
  readonly hops: readonly Hop[];
}

/** Reads only the part that says where a poll continues; null when the next poll begins at `polledAddress`. */
export function readContinued(memory: PollMemory): Continued | null {
  const { to, hops } = fieldsOf(memory.continueAt);
  const at = text(to);
  if (at === null || !Array.isArray(hops)) return null;
  return { to: at, hops: hops.flatMap(readHop) };
}

function readHop(value: unknown): readonly Hop[] {
  const fields = fieldsOf(value);
  const [status, from, to] = [whole(fields.status), text(fields.from), text(fields.to)];
  return status === null || from === null || to === null ? [] : [{ status, from, to }];
}

/**
 * Reads only the part that says whether a feed may be polled now. `rhythm` is large, so callers that do not need it
 * skip it.
 */
export function readHolds(memory: PollMemory): Pick<FeedMemory, "retryMs" | "wishes"> {
  return { retryMs: span(memory.retryMs), wishes: readWishes(memory.wishes) };
}

/** Returns the memory without a move, so that the feed's own address is polled again. The rest stays as it was. */
export function withoutMove(memory: PollMemory): PollMemory {
  const forgotten: ReadonlySet<string> = new Set(["moved", "moving", "continueAt"]);
  return Object.fromEntries(Object.entries(memory).filter(([name]) => !forgotten.has(name)));
}

/** The mean number of entries per hour, as people are shown it. */
export function entriesPerHour({ counts, observedMs }: NonNullable<FeedMemory["rhythm"]>): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return total / Math.max(1, observedMs / hourMs);
}

// These checks are written by hand. With a schema library, every thread would have to load that library only for them.

function readRhythm(value: unknown): FeedMemory["rhythm"] {
  const { counts, ...fields } = fieldsOf(value);
  const [observedMs, updatedAt, fadedAt] = [span(fields.observedMs), whole(fields.updatedAt), whole(fields.fadedAt)];
  if (observedMs === null || updatedAt === null || fadedAt === null || !isCounts(counts)) return null;
  return { counts, observedMs, updatedAt, fadedAt };
}

function isCounts(value: unknown): value is readonly number[] {
  return (
    Array.isArray(value) && value.length === 168 && value.every((count) => typeof count === "number" && count >= 0)
  );
}

function readWishes(value: unknown): FeedMemory["wishes"] {
  const { freshMs, freshRule, ttlMinutes, updatePeriodMs, skipHours, skipDays } = fieldsOf(value);
  if (freshMs !== null && span(freshMs) === null) return null;
  if (!isNumberOrNull(freshMs) || !isNumberOrNull(ttlMinutes) || !isNumberOrNull(updatePeriodMs)) return null;
  if (typeof freshRule !== "string" || !isNumbers(skipHours) || !isNumbers(skipDays)) return null;
  return { freshMs, freshRule, ttlMinutes, updatePeriodMs, skipHours, skipDays };
}

function readMoving(value: unknown): FeedMemory["moving"] {
  const fields = fieldsOf(value);
  const [to, since] = [text(fields.to), whole(fields.since)];
  return to === null || since === null ? null : { to, since };
}

function readGone(value: unknown): FeedMemory["gone"] {
  const fields = fieldsOf(value);
  const [count, firstAt] = [whole(fields.count), whole(fields.firstAt)];
  return count === null || firstAt === null ? null : { count, firstAt };
}

function readGap(value: unknown): FeedMemory["gap"] {
  const { missingMs, from = null, pagesLeft = 0, ...fields } = fieldsOf(value);
  const [at, left] = [whole(fields.at), whole(pagesLeft)];
  if (at === null || left === null || !isNumber(missingMs)) return null;
  return from === null || typeof from === "string" ? { at, missingMs, from, pagesLeft: left } : null;
}

function readHaste(value: unknown): number {
  return isNumber(value) && value >= 0.1 && value <= 1 ? value : 1;
}

function readHub(value: unknown): FeedMemory["hub"] {
  const { state, leaseUntil, missedCount } = fieldsOf(value);
  if (typeof state !== "string") return null;
  return { state, leaseUntil: whole(leaseUntil), missedCount: isNumber(missedCount) ? missedCount : 0 };
}

/** The fields of an object; none for any other value. */
function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function text(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function whole(value: unknown): number | null {
  return Number.isSafeInteger(value) ? (value as number) : null;
}

function span(value: unknown): number | null {
  return isNumber(value) && value >= 0 ? value : null;
}

function isNumber(value: unknown): value is number {
  return Number.isFinite(value);
}

function isNumberOrNull(value: unknown): value is number | null {
  return value === null || isNumber(value);
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every(isNumber);
}
