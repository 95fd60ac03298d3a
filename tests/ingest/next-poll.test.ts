import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { FetchResult } from "../../src/domain/document.ts";
import { WireError, type WireErrorCode } from "../../src/domain/errors.ts";
import type { PollState } from "../../src/domain/feed.ts";
import { dayMs, hourMs, minuteMs, secondMs } from "../../src/domain/time.ts";
import { type NextPollInput, nextPoll } from "../../src/ingest/next-poll.ts";
import { readFeedMemory } from "../../src/ingest/poll-memory.ts";
import { defaultPollingSettings } from "../../src/ingest/poll-types.ts";
import {
  exampleFeed,
  failed,
  feedUrl,
  freshState,
  itemAt,
  modified,
  noon,
  notModified,
  parsedFeed,
  pollInput,
  readOutcome,
} from "./poll-examples.ts";

/** Seconds until the next poll, and why. */
function wait(input: Partial<NextPollInput>): [number, string] {
  const next = nextPoll(pollInput(input));
  expect(next.outcome.state.nextPollAt).toBe(next.at);
  expect(next.outcome.state.nextPollReason).toBe(next.reason);
  return [(next.at - noon) / secondMs, next.reason];
}

/** A feed of `perDay` entries a day, evenly, as its first document shows it. */
function steadyItems(perDay: number, count: number) {
  return Array.from({ length: count }, (_, index) => itemAt(noon - Math.round(((index + 0.5) * dayMs) / perDay)));
}

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
      [86400, "ttl 525600 min, held to 24 h"],
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

  test("lets the feed's own rhythm decide between floor and ceiling: one entry a day is asked for every few hours", () => {
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

  test("says what the document said of the feed, and nothing when that is known", () => {
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

  test("still obeys what the last document and its headers asked for", () => {
    const previous = after200({ "cache-control": "max-age=900" });
    expect(wait({ previous, result: notModified({ etag: '"1"' }), read: null })).toEqual([
      900,
      "Cache-Control max-age=900",
    ]);
  });

  test("takes the freshness of the 304 in place of the old", () => {
    const previous = after200({ "cache-control": "max-age=900" });
    const result = notModified({ etag: '"1"', headers: { "cache-control": "max-age=60" } });
    expect(wait({ previous, result, read: null })).toEqual([600, "ttl 10 min"]);
  });

  test("keeps the validators that it renews", () => {
    const next = nextPoll(pollInput({ previous: after200({}), result: notModified({ etag: '"9"' }), read: null }));
    expect(next.outcome.state.validators.etag).toBe('"9"');
    expect(next.outcome.feed).toBeNull();
  });

  test("drops the validators when the 304 comes from another address than the document did, and asks again soon", () => {
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

describe("nextPoll() after a failure", () => {
  const afterFailures = (count: number): PollState =>
    freshState({
      failure: count === 0 ? null : { code: "timeout", message: "", count, firstAt: noon - dayMs, lastAt: noon },
      validators: { etag: '"1"', lastModified: null },
    });

  const holds: [string, FetchResult, [number, string]][] = [
    [
      "429 holds exactly Retry-After",
      failed("rate-limited", { status: 429, headers: { "retry-after": "120" } }),
      [120, "Retry-After 120 s"],
    ],
    [
      "503 holds exactly Retry-After",
      failed("rate-limited", { status: 503, headers: { "retry-after": "7213" } }),
      [7213, "Retry-After 7213 s"],
    ],
    [
      "a date is corrected by the server's clock",
      failed("rate-limited", {
        status: 503,
        headers: { "retry-after": "Sun, 22 Nov 2026 15:00:45 GMT", date: "Sun, 22 Nov 2026 15:00:00 GMT" },
      }),
      [60, "Retry-After 45 s"],
    ],
    [
      "counts from the answer, not from now",
      failed("rate-limited", { status: 429, at: noon - 10_000, headers: { "retry-after": "120" } }),
      [110, "Retry-After 120 s"],
    ],
    [
      "counts from now when the clock was set back after the answer",
      failed("rate-limited", { status: 429, at: noon + hourMs, headers: { "retry-after": "120" } }),
      [120, "Retry-After 120 s"],
    ],
    [
      "counts from now when the clock was set forward after the answer",
      failed("rate-limited", { status: 429, at: noon - hourMs, headers: { "retry-after": "120" } }),
      [120, "Retry-After 120 s"],
    ],
    [
      "five days are five days",
      failed("rate-limited", { status: 429, headers: { "retry-after": "432000" } }),
      [432_000, "Retry-After 432000 s"],
    ],
    [
      "a month is held to a week",
      failed("rate-limited", { status: 429, headers: { "retry-after": "2592000" } }),
      [604_800, "Retry-After 2592000 s, held to 7 days"],
    ],
    [
      "zero still gets the floor",
      failed("rate-limited", { status: 429, headers: { "retry-after": "0" } }),
      [60, "Retry-After 0 s"],
    ],
    [
      "429 without a word waits five minutes",
      failed("rate-limited", { status: 429 }),
      [300, "first failure: rate-limited"],
    ],
    ["a first timeout is tried again after the floor", failed("timeout"), [60, "first failure: timeout"]],
    [
      "a 404 that is fresh for an hour is left for an hour",
      failed("http-status", { status: 404, headers: { "cache-control": "max-age=3600" } }),
      [3600, "first failure: http-status"],
    ],
    ["a 404 is a failure like others", failed("http-status", { status: 404 }), [60, "first failure: http-status"]],
  ];
  test.each(holds)("%s", (_name, result, expected) => {
    expect(wait({ result, read: null })).toEqual(expected);
  });

  test("backs off exponentially to 12 hours and never gives up", () => {
    const waits = Array.from(
      { length: 40 },
      (_, count) => wait({ previous: afterFailures(count), result: failed("timeout"), read: null })[0],
    );
    expect(waits.slice(0, 11)).toEqual([60, 120, 240, 480, 960, 1920, 3840, 7680, 15_360, 30_720, 43_200]);
    expect(waits.at(-1)).toBe(43_200);
  });

  test("jitter shortens a wait by at most a quarter", () => {
    const previous = afterFailures(6);
    const [whole] = wait({ previous, result: failed("timeout"), read: null, random: 0 });
    const [short] = wait({ previous, result: failed("timeout"), read: null, random: 1 });
    expect(short).toBe(whole * 0.75);
  });

  test("does not ask a forced feed more often for its failing", () => {
    const feed = exampleFeed({ intervalMs: hourMs });
    expect(wait({ feed, result: failed("timeout"), read: null })[0]).toBe(3600);
  });

  test("a failure keeps its class, first time, count and message; the validators stay", () => {
    const { state } = nextPoll(pollInput({ previous: afterFailures(2), result: failed("reset"), read: null })).outcome;
    expect(state.failure).toEqual({
      code: "reset",
      message: "it was reset",
      count: 3,
      firstAt: noon - dayMs,
      lastAt: noon,
    });
    expect(state.validators.etag).toBe('"1"');
  });

  test("a document that cannot be read is a failure, and its validators are not kept", () => {
    const read = readOutcome({ parsed: null, error: new WireError("parse-limit", "too deep") });
    const { state } = nextPoll(
      pollInput({ previous: afterFailures(0), result: modified({ etag: '"bad"' }), read }),
    ).outcome;
    expect(state.failure?.code).toBe("parse-limit");
    expect(state.validators.etag).toBe('"1"');
    expect(state.lastSuccessAt).toBeNull();
  });

  const codes: WireErrorCode[] = ["timeout", "http-status", "rate-limited", "reset", "gone", "dns-failed", "too-large"];
  test("whatever comes, the next poll lies after now, and a failing feed within 12 hours unless the server holds it", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...codes),
        fc.integer({ min: 0, max: 1000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.option(fc.string()),
        (code, count, random, retry) => {
          const headers: Record<string, string> = retry === null ? {} : { "retry-after": retry };
          const next = nextPoll(
            pollInput({
              previous: afterFailures(count),
              result: failed(code, { status: 500, headers }),
              read: null,
              random,
            }),
          );
          expect(next.at).toBeGreaterThanOrEqual(noon + defaultPollingSettings.intervalMsMin * 0.75);
          expect(next.at).toBeLessThanOrEqual(noon + 7 * dayMs);
        },
      ),
    );
  });
});

describe("nextPoll() after 410", () => {
  test("stops only after three over at least 24 hours, and says so", () => {
    let previous = freshState();
    let now = noon;
    const gone = () =>
      nextPoll(pollInput({ now, previous, result: failed("gone", { status: 410, at: now }), read: null }));
    for (let index = 0; index < 5; index += 1) {
      const next = gone();
      expect(next.outcome.feed).toBeNull();
      previous = next.outcome.state;
      now += hourMs;
    }
    now = noon + dayMs;
    const last = gone();
    expect(last.outcome.feed?.state).toBe("gone");
    expect(last.notices[0]).toContain("gone: 6 answers of 410");
  });

  test("two in a day and a half are not enough", () => {
    const first = nextPoll(pollInput({ result: failed("gone", { status: 410 }), read: null })).outcome.state;
    const second = nextPoll(
      pollInput({ now: noon + 36 * hourMs, previous: first, result: failed("gone", { status: 410 }), read: null }),
    );
    expect(second.outcome.feed).toBeNull();
  });

  test("another answer in between starts the count again; a dead network does not", () => {
    const memory = { gone: { count: 2, firstAt: noon - 2 * dayMs } };
    const broken = nextPoll(pollInput({ previous: freshState({ memory }), result: failed("timeout"), read: null }))
      .outcome.state;
    expect(readFeedMemory(broken.memory).gone?.count).toBe(2);
    const other = nextPoll(
      pollInput({ previous: freshState({ memory }), result: failed("http-status", { status: 500 }), read: null }),
    ).outcome.state;
    expect(readFeedMemory(other.memory).gone).toBeNull();
    const back = nextPoll(pollInput({ previous: freshState({ memory }) })).outcome.state;
    expect(readFeedMemory(back.memory).gone).toBeNull();
  });
});

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

  test("an answer in between starts the 24 hours again", () => {
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

  test("an address that another feed has is reported and not taken over", () => {
    const previous = freshState({ memory: { moving: { to, since: noon - 2 * dayMs } } });
    const next = nextPoll(pollInput({ previous, result: modified({ hops: moved(301) }), takenBy: { id: 7 } }));
    expect(movedTo(next.outcome.state)).toBeNull();
    expect(next.notices[0]).toContain("feed 7");
  });
});

describe("nextPoll() and what may have been missed", () => {
  const known = freshState({ lastSuccessAt: noon - 3 * hourMs, lastNewEntryAt: noon - 3 * hourMs });
  const gapOf = (state: PollState) => readFeedMemory(state.memory).gap;

  test("a document without one known entry is flagged with the hours since the last poll", () => {
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

  test("the interval is shortened after a gap, and comes back", () => {
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
  test("a feed that brings an entry an hour is strangely quiet after most of a day, once, until it speaks again", () => {
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

  test("a feed of one entry a week is not strange for a quiet fortnight", () => {
    const items = steadyItems(1 / 7, 4);
    const previous = nextPoll(pollInput({ read: readOutcome({ newCount: 4, parsed: parsedFeed({ items }) }) })).outcome
      .state;
    const next = nextPoll(pollInput({ now: noon + 14 * dayMs, previous, result: notModified(), read: null }));
    expect(next.notices).toEqual([]);
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
