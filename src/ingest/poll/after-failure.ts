import type { FetchResult } from "../../domain/document.ts";
import { messageOf, type WireError } from "../../domain/errors.ts";
import type { FeedFailure } from "../../domain/feed.ts";
import { type FeedMemory, readFeedMemory } from "../../domain/poll-memory.ts";
import { dayMs, type Instant, minuteMs, secondMs } from "../../domain/time.ts";
import { httpFreshness, retryAfter } from "../../fetch/http-freshness.ts";
import { moveFailuresMax } from "./feed-move.ts";
import type { NextPoll, NextPollInput } from "./next-poll-types.ts";
import { outsideSkipped } from "./publisher-wishes.ts";
import type { Schedule } from "./schedule-poll.ts";

/**
 * The state after a failed poll. The next poll comes at the time that the server names, or else after a wait that grows
 * with each failure. A failing feed is polled for ever, unless it answers 410 (Gone) several times in a row over at
 * least a day. Pure.
 */
export function afterFailure(input: NextPollInput, error: WireError): NextPoll {
  const { feed, previous, now } = input;
  const memory = readFeedMemory(previous.memory);
  const failure = addFailure(previous.failure, error, now);
  const gone = countGone(memory.gone, error, input.result, now);
  const isGone = gone !== null && gone.count >= goneCountMin && now - gone.firstAt >= goneMsMin;
  const undoMove = memory.moved !== null && failure.count >= moveFailuresMax && error.code !== "rate-limited";
  const schedule = scheduleRetry(input, error, failure.count, memory);
  return {
    at: schedule.at,
    reason: schedule.reason,
    outcome: {
      state: {
        ...previous,
        nextPollAt: schedule.at,
        nextPollReason: isGone ? "gone: this feed is not polled any more" : schedule.reason,
        lastPollAt: now,
        lastStatus: input.result.status,
        failure,
        memory: {
          ...memory,
          gone,
          retryMs: schedule.isHeld ? schedule.at - now : null,
          moved: undoMove ? null : memory.moved,
          moving: null,
        },
      },
      feed: isGone ? { ...feed, state: "gone" } : null,
    },
    notices: [
      ...(isGone
        ? [`gone: ${gone.count} answers of 410 over ${Math.round((now - gone.firstAt) / dayMs)} d, so polling stops`]
        : []),
      ...(undoMove
        ? ["the move is undone, because the new address keeps failing: the feed's own address is polled again"]
        : []),
    ],
  };
}

const goneCountMin = 3;
const goneMsMin = dayMs;
const failureMessageCharsMax = 500;

function addFailure(before: FeedFailure | null, error: WireError, now: Instant): FeedFailure {
  return {
    code: error.code,
    message: messageOf(error).slice(0, failureMessageCharsMax),
    count: (before?.count ?? 0) + 1,
    firstAt: before?.firstAt ?? now,
    lastAt: now,
  };
}

/**
 * Counts the 410 answers in a row. Any other answer ends the count. A failure without an answer says nothing about the
 * feed and leaves the count as it is.
 */
function countGone(
  before: FeedMemory["gone"],
  error: WireError,
  result: FetchResult,
  now: Instant,
): FeedMemory["gone"] {
  if (error.code === "gone") return { count: (before?.count ?? 0) + 1, firstAt: before?.firstAt ?? now };
  return result.status === null ? before : null;
}

/** `isHeld`: the server named the time of the next poll. */
type Retry = Schedule & { readonly isHeld: boolean };

function scheduleRetry(input: NextPollInput, error: WireError, count: number, memory: FeedMemory): Retry {
  const { now, polling, result, feed } = input;
  const heardAt = hearingTime(result, now);
  const hold = error.code === "gone" ? null : retryAfter(result.headers, heardAt);
  if (hold !== null) {
    const ms = Math.min(hold.ms, polling.retryAfterMsMax);
    const capped = ms < hold.ms ? ", limited to 7 days" : "";
    // If the server says 0, the minimum interval still applies.
    const at = heardAt + Math.max(ms, polling.intervalMsMin);
    return { at, reason: `Retry-After ${Math.round(hold.ms / secondMs)} s${capped}`, isHeld: true };
  }
  const firstMs = error.code === "rate-limited" ? rateLimitedMsMin : polling.intervalMsMin;
  const grownMs = Math.min(polling.backoffMsMax, firstMs * 2 ** Math.min(count - 1, doublingsMax));
  const waitMs = Math.max(grownMs * (1 - input.random * backoffJitterShare), feed.intervalMs ?? firstMs);
  const freshMs = Math.min(polling.backoffMsMax, httpFreshness(result.headers, now)?.ms ?? 0);
  const at = now + Math.round(Math.max(waitMs, freshMs));
  const allowed = memory.wishes === null || feed.intervalMs !== null ? at : outsideSkipped(at, memory.wishes);
  const reason = `${count === 1 ? "first failure" : `failure ${count} in a row`}: ${error.code}`;
  return { at: allowed, reason, isHeld: false };
}

/** The time of the response; `now` if the clock was set between the response and the decision. */
function hearingTime({ fetchedAt }: FetchResult, now: Instant): Instant {
  return fetchedAt <= now && now - fetchedAt <= decisionMsMax ? fetchedAt : now;
}

const decisionMsMax = minuteMs;
const doublingsMax = 20;
const backoffJitterShare = 0.25;
/** The wait after "Too many requests" without a Retry-After. */
const rateLimitedMsMin = 5 * minuteMs;
