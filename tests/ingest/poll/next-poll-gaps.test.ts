import { describe, expect, test } from "vitest";
import type { PollState } from "../../../src/domain/feed.ts";
import { readFeedMemory } from "../../../src/domain/poll-memory.ts";
import { dayMs, hourMs } from "../../../src/domain/time.ts";
import { nextPoll } from "../../../src/ingest/poll/next-poll.ts";
import {
  freshState,
  modified,
  noon,
  notModified,
  parsedFeed,
  pollInput,
  readOutcome,
  steadyItems,
} from "./poll-examples.ts";

describe("nextPoll() and what may have been missed", () => {
  const known = freshState({ lastSuccessAt: noon - 3 * hourMs, lastNewEntryAt: noon - 3 * hourMs });
  const gapOf = (state: PollState) => readFeedMemory(state.memory).gap;

  test("a document without a known entry is flagged with the hours since the last poll", () => {
    const next = nextPoll(pollInput({ previous: known, read: readOutcome({ newCount: 30 }) }));
    expect(gapOf(next.outcome.state)).toMatchObject({ at: noon, missingMs: 3 * hourMs });
    expect(next.notices[0]).toContain("3.0 hours may be missing");
  });

  test.each([
    ["one entry is known", { read: readOutcome({ newCount: 30, knownCount: 1 }) }],
    ["nothing is new", { read: readOutcome() }],
    ["the document is partial", { result: modified({ partial: true }), read: readOutcome({ newCount: 3 }) }],
    ["the feed is new", { previous: freshState(), read: readOutcome({ newCount: 30 }) }],
  ])("nothing is flagged when %s", (_name, input) => {
    expect(gapOf(nextPoll(pollInput({ previous: known, ...input })).outcome.state)).toBeNull();
  });

  test("the interval is shorter after a gap, and grows back", () => {
    const parsed = parsedFeed({ items: steadyItems(2, 20) });
    const calm = nextPoll(pollInput({ previous: known, read: readOutcome({ parsed, newCount: 20, knownCount: 1 }) }));
    const hurried = nextPoll(pollInput({ previous: known, read: readOutcome({ parsed, newCount: 20 }) }));
    expect(hurried.at - noon).toBeCloseTo((calm.at - noon) / 2, -3);
    expect(hurried.reason).toContain("shortened because entries were missed");
    let state = hurried.outcome.state;
    for (let index = 0; index < 10; index += 1) {
      state = nextPoll(pollInput({ previous: state, read: readOutcome({ knownCount: 20 }) })).outcome.state;
    }
    expect(readFeedMemory(state.memory).haste).toBe(1);
  });
});

describe("nextPoll() and silence", () => {
  test("a feed with an entry an hour counts as unusually quiet after most of a day, once, until its next entry", () => {
    const items = steadyItems(24, 24 * 20);
    let previous = nextPoll(pollInput({ read: readOutcome({ newCount: items.length, parsed: parsedFeed({ items }) }) }))
      .outcome.state;
    const notices: [number, readonly string[]][] = [];
    for (let hour = 1; hour <= 30; hour += 1) {
      const next = nextPoll(
        pollInput({
          now: noon + hour * hourMs,
          previous,
          result: notModified({ at: noon + hour * hourMs }),
          read: null,
        }),
      );
      if (next.notices.length > 0) notices.push([hour, next.notices]);
      previous = next.outcome.state;
    }
    expect(notices).toHaveLength(1);
    expect(notices[0]?.[0]).toBeGreaterThanOrEqual(12);
    expect(notices[0]?.[0]).toBeLessThanOrEqual(16);
    expect(readFeedMemory(previous.memory).quietSince).not.toBeNull();
    const back = nextPoll(
      pollInput({ now: noon + 31 * hourMs, previous, read: readOutcome({ newCount: 1, knownCount: 9 }) }),
    );
    expect(readFeedMemory(back.outcome.state.memory).quietSince).toBeNull();
  });

  test("a feed with one entry a week is not unusual after two quiet weeks", () => {
    const items = steadyItems(1 / 7, 4);
    const previous = nextPoll(pollInput({ read: readOutcome({ newCount: 4, parsed: parsedFeed({ items }) }) })).outcome
      .state;
    const next = nextPoll(pollInput({ now: noon + 14 * dayMs, previous, result: notModified(), read: null }));
    expect(next.notices).toEqual([]);
  });
});
