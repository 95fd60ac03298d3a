import type { FeedStatus } from "../../domain/feed.ts";
import type { FeedHealth } from "../../domain/feed-health.ts";
import { failureWords } from "./failure-words.ts";

/** The health of a feed as a style (`state`) and a few words; `detail` is a sentence that says more, or null. */
export interface HealthWords {
  readonly state: "well" | "quiet" | "failing" | "waiting" | "off";
  readonly word: string;
  readonly detail: string | null;
}

export function healthWords({ feed, poll }: FeedStatus, health: FeedHealth): HealthWords {
  switch (health.word) {
    case "paused":
      return feed.origin === "ingested"
        ? { state: "off", word: "Imported, not polled", detail: null }
        : { state: "off", word: "Paused", detail: null };
    case "removed":
      return { state: "off", word: "Removed", detail: null };
    case "gone":
      return { state: "off", word: "Gone", detail: "The server says that it is gone for good (410)." };
    case "failing": {
      const failure = poll.failure ?? { code: "io-failed" as const, message: "", count: 1 };
      const tries = failure.count === 1 ? "once" : `for ${failure.count} polls`;
      return { state: "failing", word: `Failing ${tries}: ${failureWords(failure)}`, detail: failure.message };
    }
    case "gap":
      return { state: "quiet", word: `About ${health.gap?.missingHours ?? 0} h of news may be missing`, detail: null };
    case "empty":
      return {
        state: "quiet",
        word: "Answers, but is empty",
        detail: `Answers, but empty since ${new Date(health.emptySince ?? 0).toISOString().slice(0, 16)}Z.`,
      };
    case "quiet":
      return {
        state: "quiet",
        word: "Quieter than usual",
        detail: "It answers, but has brought no news for longer than usual.",
      };
    case "new":
      return { state: "waiting", word: "Not read yet", detail: null };
    case "ok":
      return {
        state: "well",
        word: "OK",
        detail: health.cutBy === null ? null : `Too long to read in full (limit: ${health.cutBy}).`,
      };
  }
}
