import type { FeedStatus } from "../../domain/feed.ts";
import type { FeedHealth } from "../../domain/feed-health.ts";

/** The health of a feed as a style (`state`), a word and a sentence. */
export interface HealthWords {
  readonly state: "well" | "quiet" | "failing" | "waiting" | "off";
  readonly word: string;
  readonly detail: string | null;
}

export function healthWords({ feed, poll }: FeedStatus, health: FeedHealth): HealthWords {
  switch (health.word) {
    case "paused":
      return { state: "off", word: feed.origin === "ingested" ? "archive" : "paused", detail: null };
    case "removed":
      return { state: "off", word: "removed", detail: null };
    case "gone":
      return { state: "off", word: "gone", detail: "The server says that it is gone for good (410)." };
    case "failing": {
      const { code, message, count } = poll.failure ?? { code: "", message: "", count: 0 };
      return { state: "failing", word: count === 1 ? "failed" : `failed ${count}×`, detail: `${code}: ${message}` };
    }
    case "gap":
      return {
        state: "quiet",
        word: "gap",
        detail: `News of about ${health.gap?.missingHours ?? 0} h may have been missed.`,
      };
    case "quiet":
      return {
        state: "quiet",
        word: "gone quiet",
        detail: "Answers as usual, but has had no news for longer than its rhythm explains.",
      };
    case "new":
      return { state: "waiting", word: "new", detail: "Not read yet." };
    case "ok":
      return { state: "well", word: "well", detail: null };
  }
}
