import type { FetchResult } from "../../domain/document.ts";
import type { Feed, PollState, Validators } from "../../domain/feed.ts";
import type { PollOutcome } from "../../domain/feeds/feed-store.ts";
import { type FeedMemory, readFeedMemory } from "../../domain/poll-memory.ts";
import { dayMs, hourMs, type Instant } from "../../domain/time.ts";
import type { ReadOutcome } from "../ingest-types.ts";
import type { DocumentHead } from "../reading/reading-types.ts";
import { isOn } from "../upstream-hub/upstream-hub-steps.ts";
import { type MoveStep, trackMove } from "./feed-move.ts";
import { archivePagesMax, isWalkOpen } from "./fill-gap.ts";
import type { NextPoll, NextPollInput } from "./next-poll-types.ts";
import { publisherWishes } from "./publisher-wishes.ts";
import { expectedSince, learnRhythm, type Rhythm } from "./rhythm.ts";
import { schedulePoll } from "./schedule-poll.ts";

/**
 * The state after a poll that brought a document or a 304. Updates the rhythm, remembers validators and moves, and
 * forgets failures. Pure.
 */
export function afterSuccess(input: NextPollInput): NextPoll {
  const { now, feed, previous, result, read, polling, random } = input;
  const before = readFeedMemory(previous.memory);
  const strange = isStrangersNotModified(result, before);
  const move = trackMove({ now, asked: input.asked, hops: result.hops, memory: before, takenBy: input.takenBy });
  const gap = findGap(input, before.gap);
  const hub = input.hub ?? null;
  const lastNewEntryAt = (read?.newCount ?? 0) > 0 ? now : latest(previous.lastNewEntryAt, hub?.lastNewEntryAt ?? null);
  const rhythm = learnRhythm(before.rhythm, [...arrivals(read, previous, now), ...(hub?.arrivals ?? [])], now);
  const memory: FeedMemory = {
    rhythm,
    wishes: publisherWishes(before.wishes, result.headers, saidOfPolling(input, before), now),
    validatedUrl: result.kind === "modified" || strange ? result.finalUrl : before.validatedUrl,
    moving: move.moving,
    moved: move.moved,
    twin: input.takenBy?.id ?? null,
    retryMs: null,
    gone: null,
    gap: gap ?? before.gap,
    haste: gap === null ? Math.min(1, before.haste * hasteRecovery) : Math.max(hasteMin, before.haste / 2),
    quietSince: isQuiet(rhythm, lastNewEntryAt, now) ? (before.quietSince ?? now) : null,
    emptySince: emptySince(input, before),
    cutBy: read?.parsed ? read.parsed.stoppedBy : before.cutBy,
    hub: hub && { state: hub.state, leaseUntil: hub.leaseUntil, missedCount: hub.missedCount },
  };
  const wishes = memory.wishes ?? publisherWishes(null, {}, null, now);
  const schedule = strange
    ? { at: now + polling.intervalMsMin, reason: "polled again without validators: the final address changed" }
    : schedulePoll({
        now,
        forcedMs: feed.intervalMs,
        rhythm,
        haste: memory.haste,
        hubIsOn: hub !== null && isOn(hub, now),
        ...{ wishes, polling, random, unconditionalBytes: unconditionalBytes(result) },
      });
  return {
    ...schedule,
    outcome: {
      state: {
        nextPollAt: schedule.at,
        nextPollReason: schedule.reason,
        validators: strange ? noValidators : validatorsOf(result, previous),
        lastPollAt: now,
        lastSuccessAt: now,
        lastNewEntryAt,
        lastStatus: result.status,
        failure: null,
        memory,
      },
      feed: describeFeed(feed, read?.parsed ?? null),
    },
    notices: notices(move, gap, memory, before),
  };
}

/**
 * The document's statements about polling. A document that equals the last one says the same as before, but its headers
 * may say something new.
 */
function saidOfPolling({ result, read }: NextPollInput, before: FeedMemory): Parameters<typeof publisherWishes>[2] {
  return read?.parsed ?? (result.kind === "modified" ? before.wishes : null);
}

function latest(a: Instant | null, b: Instant | null): Instant | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}

/** The size of the document if the next poll must fetch it whole, because there are no validators; otherwise null. */
function unconditionalBytes(result: FetchResult): number | null {
  if (result.kind !== "modified" || result.validators.etag !== null || result.validators.lastModified !== null)
    return null;
  return result.wireBytes;
}

const noValidators: Validators = { etag: null, lastModified: null };
/** After a gap the interval is halved (to no less than a tenth). Each poll without a gap raises it by a tenth again. */
const hasteMin = 0.1;
const hasteRecovery = 1.1;

/**
 * Whether a 304 came from another address than the document to which the validators belong. Such a 304 is about a
 * document that we never had.
 */
function isStrangersNotModified(result: FetchResult, memory: FeedMemory): boolean {
  return result.kind === "notModified" && memory.validatedUrl !== null && memory.validatedUrl !== result.finalUrl;
}

function validatorsOf(result: FetchResult, previous: PollState): Validators {
  return result.kind === "failed" ? previous.validators : result.validators;
}

/**
 * Finds a gap: a document with no known entry although entries were known before. The feed has then dropped entries
 * between two polls. A gap that is still open from an earlier poll is included.
 */
function findGap({ result, read, previous, now }: NextPollInput, before: FeedMemory["gap"]): FeedMemory["gap"] {
  if (result.kind !== "modified" || result.partial || read === null) return null;
  if (read.newCount === 0 || read.knownCount > 0 || previous.lastNewEntryAt === null) return null;
  const isOpen = before !== null && isWalkOpen(before);
  const since = isOpen ? before.at - before.missingMs : (previous.lastSuccessAt ?? now);
  const from = read.parsed?.prevArchiveUrl ?? null;
  return { at: now, missingMs: Math.max(0, now - since), from, pagesLeft: archivePagesMax };
}

/**
 * The times of the new entries, for the rhythm: the newest dates of the document's items. An item without a date counts
 * as published at the time of the poll.
 */
function arrivals(read: ReadOutcome | null, previous: PollState, now: Instant): readonly Instant[] {
  if (read === null || read.newCount === 0) return [];
  const earliest = previous.lastSuccessAt === null ? 0 : previous.lastSuccessAt - lateMsMax;
  const dated = (read.parsed?.items ?? [])
    .map((item) => item.published?.at ?? item.updated?.at ?? now)
    .sort((a, b) => b - a)
    .slice(0, read.newCount);
  // Dates long before the last poll belong to an archive that was added to the feed. They say nothing about the rhythm.
  return dated.map((at) => Math.min(at, now)).filter((at) => at >= earliest);
}

const lateMsMax = dayMs;

/**
 * Whether a feed is unusually quiet: twelve entries were expected and none came, which for a steady rhythm happens once
 * in 160,000 times. A feed is never quiet before it was observed for three days, or within six hours of its last entry.
 */
function isQuiet(rhythm: Rhythm, lastNewEntryAt: Instant | null, now: Instant): boolean {
  if (lastNewEntryAt === null || rhythm.observedMs < quietObservedMsMin) return false;
  return now - lastNewEntryAt >= quietMsMin && expectedSince(rhythm, lastNewEntryAt, now) >= quietEntriesMin;
}

/** Since when the feed is empty. A feed that never had an entry is new, not empty. A 304 changes nothing. */
function emptySince({ read, previous, now }: NextPollInput, before: FeedMemory): Instant | null {
  const parsed = read?.parsed ?? null;
  if (parsed === null) return before.emptySince;
  if (parsed.items.length > 0 || previous.lastNewEntryAt === null) return null;
  return before.emptySince ?? now;
}

const quietObservedMsMin = 3 * dayMs;
const quietMsMin = 6 * hourMs;
const quietEntriesMin = 12;

/**
 * The document's statements about the feed; null when none of them is new, so that a person's changes are not
 * overwritten.
 */
function describeFeed(feed: Feed, parsed: DocumentHead | null): PollOutcome["feed"] {
  if (parsed === null) return null;
  const title = parsed.title ?? feed.title;
  const siteUrl = parsed.siteUrl ?? feed.siteUrl;
  const language = parsed.language ?? feed.language;
  const same = title === feed.title && siteUrl === feed.siteUrl && language === feed.language;
  return same ? null : { url: feed.url, title, siteUrl, language, state: feed.state };
}

function notices(move: MoveStep, gap: FeedMemory["gap"], now: FeedMemory, before: FeedMemory): readonly string[] {
  const said: string[] = [];
  if (move.notice !== null) said.push(move.notice);
  if (gap !== null)
    said.push(`${(gap.missingMs / hourMs).toFixed(1)} hours may be missing: the document has no known entry`);
  if (now.emptySince !== null && before.emptySince === null) said.push("answers, but has no items any more");
  if (now.cutBy !== null && now.cutBy !== before.cutBy)
    said.push(`the document is too long to read in full (limit: ${now.cutBy}); the rest is left out`);
  if (now.quietSince !== null && before.quietSince === null) said.push("gone unusually quiet");
  return said;
}
