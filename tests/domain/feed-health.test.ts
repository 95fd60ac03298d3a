import { expect, test } from "vitest";
import type { FeedStatus } from "../../src/domain/feed.ts";
import { feedHealth } from "../../src/domain/feed-health.ts";
import { dayMs, hourMs } from "../../src/domain/time.ts";
import { nextPoll } from "../../src/ingest/poll/next-poll.ts";
import {
  exampleFeed,
  freshState,
  itemAt,
  modified,
  noon,
  parsedFeed,
  pollInput,
  readOutcome,
} from "../ingest/poll/poll-examples.ts";

function statusOf(status: { feed?: Partial<FeedStatus["feed"]>; poll?: Partial<FeedStatus["poll"]> }): FeedStatus {
  return { feed: exampleFeed(status.feed), poll: freshState(status.poll), entryCount: 0 };
}

test("a feed that was never read is new; one that was read is ok", () => {
  expect(feedHealth(statusOf({}), noon).word).toBe("new");
  expect(feedHealth(statusOf({ poll: { lastSuccessAt: noon } }), noon).word).toBe("ok");
});

test("a state without polls is shown before all else, and a failure before earlier events", () => {
  const failure = { code: "timeout" as const, message: "", count: 2, firstAt: noon, lastAt: noon };
  const memory = { gap: { at: noon, missingMs: hourMs }, quietSince: noon };
  expect(feedHealth(statusOf({ feed: { state: "gone" }, poll: { failure } }), noon).word).toBe("gone");
  expect(feedHealth(statusOf({ poll: { failure, memory } }), noon).word).toBe("failing");
  expect(feedHealth(statusOf({ poll: { memory } }), noon).word).toBe("gap");
  expect(feedHealth(statusOf({ poll: { memory } }), noon + 3 * dayMs).word).toBe("quiet");
});

test("what the poller remembers after a gap is shown as it was meant", () => {
  const previous = freshState({ lastSuccessAt: noon - 6 * hourMs, lastNewEntryAt: noon - 6 * hourMs });
  const items = Array.from({ length: 12 }, (_, index) => itemAt(noon - index * hourMs));
  const read = readOutcome({ newCount: 12, parsed: parsedFeed({ items }) });
  const { outcome } = nextPoll(pollInput({ previous, result: modified(), read }));
  const health = feedHealth({ feed: exampleFeed(), poll: outcome.state, entryCount: 12 }, noon);
  expect(health).toMatchObject({ word: "gap", gap: { at: noon, missingHours: 6 }, quietSince: null, movedTo: null });
  expect(health.entriesPerHour).toBeGreaterThan(0.5);
});

test("an unknown memory shows nothing", () => {
  const memory = { gap: "yes", rhythm: { counts: "many", observedMs: 1 }, moved: null, hub: [], quietSince: "noon" };
  expect(feedHealth(statusOf({ poll: { memory } }), noon)).toEqual({
    word: "new",
    entriesPerHour: null,
    quietSince: null,
    emptySince: null,
    cutBy: null,
    gap: null,
    movedTo: null,
    twinId: null,
    hub: null,
  });
});
