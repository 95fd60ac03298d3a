import { describe, expect, test } from "vitest";
import type { FetchResult } from "../../../src/domain/document.ts";
import type { PollState } from "../../../src/domain/feed.ts";
import { readFeedMemory } from "../../../src/domain/poll-memory.ts";
import { dayMs, hourMs } from "../../../src/domain/time.ts";
import { nextPoll } from "../../../src/ingest/poll/next-poll.ts";
import { failed, feedUrl, freshState, modified, noon, pollInput } from "./poll-examples.ts";

describe("nextPoll() and moves", () => {
  const to = "http://news.example.net/feed";
  const moved = (status: number, target = to) => [{ status, from: feedUrl, to: target }];
  const movedTo = (state: PollState) => readFeedMemory(state.memory).moved?.to ?? null;
  const poll = (previous: PollState, now: number, result: FetchResult) =>
    nextPoll(pollInput({ now, previous, result })).outcome.state;

  test.each([301, 308])("%i is remembered after the same answer for 24 hours", (status) => {
    const first = poll(freshState(), noon, modified({ hops: moved(status) }));
    expect(movedTo(first)).toBeNull();
    const second = poll(first, noon + dayMs - 1, modified({ hops: moved(status) }));
    expect(movedTo(second)).toBeNull();
    const third = poll(second, noon + dayMs, modified({ hops: moved(status) }));
    expect(movedTo(third)).toBe(to);
  });

  test.each([302, 303, 307])("%i never is", (status) => {
    const first = poll(freshState(), noon, modified({ hops: moved(status) }));
    expect(movedTo(poll(first, noon + 3 * dayMs, modified({ hops: moved(status) })))).toBeNull();
  });

  test("another answer in between restarts the 24 hours", () => {
    const first = poll(freshState(), noon, modified({ hops: moved(301) }));
    const second = poll(first, noon + hourMs, modified());
    const third = poll(second, noon + dayMs, modified({ hops: moved(301) }));
    expect(movedTo(third)).toBeNull();
    const elsewhere = poll(first, noon + dayMs, modified({ hops: moved(301, "http://third.example/") }));
    expect(movedTo(elsewhere)).toBeNull();
  });

  test("http to https on the same host is remembered at once", () => {
    const https = feedUrl.replace("http:", "https:");
    expect(movedTo(poll(freshState(), noon, modified({ hops: moved(301, https) })))).toBe(https);
  });

  test("only the permanent hops count when a temporary one follows", () => {
    const hops = [...moved(301), { status: 302, from: to, to: "http://cdn.example/feed" }];
    const first = poll(freshState(), noon, modified({ hops }));
    expect(movedTo(poll(first, noon + dayMs, modified({ hops })))).toBe(to);
  });

  test("a move that keeps failing is undone", () => {
    let previous = freshState({ memory: { moved: { to, at: noon - dayMs } } });
    const fail = () => nextPoll(pollInput({ previous, asked: to, result: failed("dns-failed"), read: null }));
    for (let index = 0; index < 2; index += 1) previous = fail().outcome.state;
    expect(movedTo(previous)).toBe(to);
    const last = fail();
    expect(movedTo(last.outcome.state)).toBeNull();
    expect(last.notices[0]).toContain("undone");
  });

  test("an address of another feed is reported and not taken over", () => {
    const previous = freshState({ memory: { moving: { to, since: noon - 2 * dayMs } } });
    const next = nextPoll(pollInput({ previous, result: modified({ hops: moved(301) }), takenBy: { id: 7 } }));
    expect(movedTo(next.outcome.state)).toBeNull();
    expect(next.notices[0]).toContain("feed 7");
  });
});
