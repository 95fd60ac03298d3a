import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PollState } from "../../../src/domain/feed.ts";
import { readFeedMemory } from "../../../src/domain/poll-memory.ts";
import { dayMs, hourMs, minuteMs, secondMs } from "../../../src/domain/time.ts";
import { nextPoll } from "../../../src/ingest/poll/next-poll.ts";
import type { NextPollInput } from "../../../src/ingest/poll/next-poll-types.ts";
import {
  exampleFeed,
  freshState,
  itemAt,
  modified,
  noon,
  notModified,
  parsedFeed,
  pollInput,
  readOutcome,
  steadyItems,
  wait,
} from "./poll-examples.ts";

describe("nextPoll() after a document", () => {
  const cases: [string, Partial<NextPollInput>, [number, string]][] = [
    ["looks at an empty new feed again soon", {}, [724.286, "rhythm: no entries yet"]],
    [
      "looks at a feed that has slept for a year after the ceiling",
      {
        read: readOutcome({
          newCount: 2,
          parsed: parsedFeed({ items: [itemAt(noon - 400 * dayMs), itemAt(noon - 390 * dayMs)] }),
        }),
      },
      [86400, "ceiling 86400 s"],
    ],
    [
      "holds a busy feed to the floor",
      { read: readOutcome({ newCount: 60, parsed: parsedFeed({ items: steadyItems(1440, 60) }) }) },
      [60, "floor 60 s"],
    ],
    ["polls as the operator forces", { feed: exampleFeed({ intervalMs: 90_000 }) }, [90, "interval 90 s"]],
    [
      "never before Cache-Control allows",
      {
        result: modified({ headers: { "cache-control": "max-age=7200" } }),
        read: readOutcome({ newCount: 60, parsed: parsedFeed({ items: steadyItems(1440, 60) }) }),
      },
      [7200, "Cache-Control max-age=7200"],
    ],
    [
      "never before ttl allows",
      { read: readOutcome({ newCount: 60, parsed: parsedFeed({ ttlMinutes: 15, items: steadyItems(1440, 60) }) }) },
      [900, "ttl 15 min"],
    ],
    [
      "never before sy:updatePeriod allows",
      {
        read: readOutcome({
          newCount: 60,
          parsed: parsedFeed({ updatePeriodMs: hourMs, items: steadyItems(1440, 60) }),
        }),
      },
      [3600, "sy:updatePeriod 60 min"],
    ],
    [
      "takes the longest of what the publisher says",
      {
        result: modified({ headers: { "cache-control": "max-age=60" } }),
        read: readOutcome({
          newCount: 60,
          parsed: parsedFeed({ ttlMinutes: 5, updatePeriodMs: 30 * minuteMs, items: steadyItems(1440, 60) }),
        }),
      },
      [1800, "sy:updatePeriod 30 min"],
    ],
    [
      "waits longer than the ceiling where the publisher asks for it",
      { result: modified({ headers: { "cache-control": "max-age=259200" } }) },
      [259_200, "Cache-Control max-age=259200"],
    ],
    [
      "obeys what is believable beside an absurd wish",
      {
        result: modified({ headers: { "cache-control": "max-age=172800" } }),
        read: readOutcome({ parsed: parsedFeed({ ttlMinutes: 525_600 }) }),
      },
      [172_800, "Cache-Control max-age=172800"],
    ],
    [
      "holds an absurd wish to the ceiling",
      { read: readOutcome({ parsed: parsedFeed({ ttlMinutes: 525_600 }) }) },
      [86400, "ttl 525600 min, limited to 24 h"],
    ],
    [
      "lets the operator's interval overrule the publisher",
      {
        feed: exampleFeed({ intervalMs: 120_000 }),
        result: modified({ headers: { "cache-control": "max-age=7200" } }),
        read: readOutcome({ parsed: parsedFeed({ ttlMinutes: 60, skipHours: [12, 13] }) }),
      },
      [120, "interval 120 s"],
    ],
    [
      "waits out the hours that the publisher skips",
      {
        read: readOutcome({ newCount: 60, parsed: parsedFeed({ skipHours: [12, 13], items: steadyItems(1440, 60) }) }),
      },
      [7200, "skipHours until 2026-11-22T14:00:00.000Z"],
    ],
    [
      "waits out the days that the publisher skips",
      { read: readOutcome({ newCount: 60, parsed: parsedFeed({ skipDays: [0], items: steadyItems(1440, 60) }) }) },
      [43200, "skipHours, skipDays until 2026-11-23T00:00:00.000Z"],
    ],
    [
      "ignores a skip list that leaves nothing",
      {
        read: readOutcome({
          newCount: 60,
          parsed: parsedFeed({
            skipHours: Array.from({ length: 24 }, (_, hour) => hour),
            items: steadyItems(1440, 60),
          }),
        }),
      },
      [60, "floor 60 s"],
    ],
  ];
  test.each(cases)("%s", (_name, input, expected) => {
    expect(wait(input)).toEqual(expected);
  });

  test("the feed's own rhythm decides between floor and ceiling: with one entry a day it is polled every few hours", () => {
    const [seconds, reason] = wait({
      read: readOutcome({ newCount: 20, parsed: parsedFeed({ items: steadyItems(1, 20) }) }),
    });
    expect(seconds).toBeGreaterThan(hourMs / secondMs);
    expect(seconds).toBeLessThan((8 * hourMs) / secondMs);
    expect(reason).toMatch(/^rhythm: 1\.\d entries a day$/);
  });

  test("jitter only ever adds, at most a tenth and at most a minute", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1, max: 1440 }), (random, perDay) => {
        const read = readOutcome({ newCount: 30, parsed: parsedFeed({ items: steadyItems(perDay, 30) }) });
        const [base] = wait({ read });
        const [jittered] = wait({ read, random });
        expect(jittered).toBeGreaterThanOrEqual(base);
        expect(jittered - base).toBeLessThanOrEqual(Math.min(base / 10, 60) + 0.001);
      }),
    );
  });

  test("stores the validators of each 200, also when nothing in it is new", () => {
    const { state } = nextPoll(
      pollInput({ result: modified({ etag: '"2"' }), read: readOutcome({ knownCount: 9 }) }),
    ).outcome;
    expect(state.validators.etag).toBe('"2"');
    expect(state).toMatchObject({
      lastPollAt: noon,
      lastSuccessAt: noon,
      lastNewEntryAt: null,
      lastStatus: 200,
      failure: null,
    });
  });

  test("reports what the document says about the feed, and nothing that is known", () => {
    const parsed = parsedFeed({ title: "Harbour", siteUrl: "http://example.org/" });
    expect(nextPoll(pollInput({ read: readOutcome({ parsed }) })).outcome.feed).toMatchObject({
      title: "Harbour",
      siteUrl: "http://example.org/",
    });
    expect(nextPoll(pollInput()).outcome.feed).toBeNull();
  });
});

describe("nextPoll() after a 304", () => {
  const after200 = (headers: Record<string, string>): PollState =>
    nextPoll(
      pollInput({
        result: modified({ etag: '"1"', headers }),
        read: readOutcome({ newCount: 60, parsed: parsedFeed({ ttlMinutes: 10, items: steadyItems(1440, 60) }) }),
      }),
    ).outcome.state;

  test("still obeys the last document and its headers", () => {
    const previous = after200({ "cache-control": "max-age=900" });
    expect(wait({ previous, result: notModified({ etag: '"1"' }), read: null })).toEqual([
      900,
      "Cache-Control max-age=900",
    ]);
  });

  test("replaces the old freshness by that of the 304", () => {
    const previous = after200({ "cache-control": "max-age=900" });
    const result = notModified({ etag: '"1"', headers: { "cache-control": "max-age=60" } });
    expect(wait({ previous, result, read: null })).toEqual([600, "ttl 10 min"]);
  });

  test("keeps the validators that it renews", () => {
    const next = nextPoll(pollInput({ previous: after200({}), result: notModified({ etag: '"9"' }), read: null }));
    expect(next.outcome.state.validators.etag).toBe('"9"');
    expect(next.outcome.feed).toBeNull();
  });

  test("drops the validators when the 304 comes from another address than the document, and polls again soon", () => {
    const result = notModified({ etag: '"1"', finalUrl: "http://elsewhere.example/feed" });
    const next = nextPoll(pollInput({ previous: after200({}), result, read: null }));
    expect(next.outcome.state.validators).toEqual({ etag: null, lastModified: null });
    expect(next.at - noon).toBe(minuteMs);
  });

  test("clears the failures", () => {
    const previous = freshState({ failure: { code: "timeout", message: "late", count: 4, firstAt: 1, lastAt: 2 } });
    expect(nextPoll(pollInput({ previous, result: notModified(), read: null })).outcome.state.failure).toBeNull();
  });
});

describe("nextPoll() and its memory", () => {
  test("survives JSON, and whatever an older or newer version wrote there", () => {
    const { state } = nextPoll(
      pollInput({ read: readOutcome({ newCount: 5, parsed: parsedFeed({ items: steadyItems(4, 5) }) }) }),
    ).outcome;
    const again = JSON.parse(JSON.stringify(state)) as PollState;
    expect(readFeedMemory(again.memory)).toEqual(readFeedMemory(state.memory));
    expect(JSON.stringify(state.memory).length).toBeLessThan(2000);
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue(), (memory, rhythm) => {
        const next = nextPoll(
          pollInput({
            previous: freshState({ memory: { ...memory, rhythm, wishes: rhythm, moved: rhythm, haste: rhythm } }),
          }),
        );
        expect(Number.isInteger(next.at)).toBe(true);
      }),
    );
  });

  test("a clock that was set back an hour breaks nothing", () => {
    const { state } = nextPoll(
      pollInput({
        now: noon + hourMs,
        read: readOutcome({ newCount: 9, parsed: parsedFeed({ items: steadyItems(24, 9) }) }),
      }),
    ).outcome;
    const next = nextPoll(pollInput({ now: noon, previous: state, result: notModified(), read: null }));
    expect(next.at).toBeGreaterThan(noon);
    expect(Number.isInteger(next.at)).toBe(true);
  });
});
