import type { FeedStatus } from "../domain/feed.ts";
import type { Instant } from "../domain/time.ts";

/** How a feed is, in one word for the eye and one sentence for the mind. */
export interface FeedHealth {
  readonly state: "well" | "quiet" | "failing" | "waiting" | "off";
  readonly word: string;
  readonly detail: string | null;
}

export function feedHealth({ feed, poll }: FeedStatus): FeedHealth {
  if (feed.state === "paused")
    return { state: "off", word: feed.origin === "ingested" ? "archive" : "paused", detail: null };
  if (feed.state === "gone")
    return { state: "off", word: "gone", detail: "The server says that it is gone for good (410)." };
  if (feed.state === "removed") return { state: "off", word: "removed", detail: null };
  if (poll.failure !== null) {
    const { code, message, count } = poll.failure;
    return { state: "failing", word: count === 1 ? "failed" : `failed ${count}×`, detail: `${code}: ${message}` };
  }
  if (poll.lastPollAt === null) return { state: "waiting", word: "new", detail: "Not polled yet." };
  if (quietSince(poll.memory) !== null)
    return {
      state: "quiet",
      word: "gone quiet",
      detail: "Answers as usual, but has had no news for longer than its rhythm explains.",
    };
  return { state: "well", word: "well", detail: null };
}

/** The poller's note of when a feed fell strangely silent. */
export function quietSince(memory: Readonly<Record<string, unknown>>): Instant | null {
  return typeof memory.quietSince === "number" ? memory.quietSince : null;
}

/** The usual time between two entries by the poller's long observation, in ms; null where it has seen too little. */
export function usualGapMs(memory: Readonly<Record<string, unknown>>): number | null {
  const { rhythm } = memory;
  if (typeof rhythm !== "object" || rhythm === null || !("counts" in rhythm) || !("observedMs" in rhythm)) return null;
  const { counts, observedMs } = rhythm;
  if (!Array.isArray(counts) || typeof observedMs !== "number") return null;
  const entries = counts.reduce((sum: number, count: unknown) => sum + (typeof count === "number" ? count : 0), 0);
  return entries < 2 ? null : observedMs / entries;
}
