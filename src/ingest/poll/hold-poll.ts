import type { ClaimedFeed, PollState } from "../../domain/feed.ts";
import { readHolds } from "../../domain/poll-memory.ts";
import type { Instant } from "../../domain/time.ts";
import type { PollingSettings } from "./poll-types.ts";
import { outsideSkipped } from "./publisher-wishes.ts";

/**
 * The state to go back to when a claimed feed must be left alone after all; null when it may be polled. A poll that was
 * due before a skipped hour can be claimed within it: the cron beats once a minute, and a process may have slept. And a
 * server's Retry-After holds against a person who asks for every feed, too. Pure.
 */
export function holdPoll(
  claimed: ClaimedFeed,
  now: Instant,
  dueOnly: boolean,
  polling: PollingSettings,
): PollState | null {
  const { feed, poll } = claimed;
  const { retryMs, wishes } = readHolds(poll.memory);
  const heldUntil = retryMs === null ? now : (poll.lastPollAt ?? now) + retryMs;
  // Further off than any hold: the clock was wrong, then or now.
  const isHeld = heldUntil > now && heldUntil <= now + polling.retryAfterMsMax;
  if (isHeld) return { ...poll, nextPollAt: Math.max(poll.nextPollAt, heldUntil) };
  if (!dueOnly || wishes === null || feed.intervalMs !== null) return null;
  const at = outsideSkipped(now, wishes);
  return at === now ? null : { ...poll, nextPollAt: at, nextPollReason: `skipped until ${new Date(at).toISOString()}` };
}
