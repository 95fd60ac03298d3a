import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { FetchResult } from "../../../src/domain/document.ts";
import { WireError, type WireErrorCode } from "../../../src/domain/errors.ts";
import type { PollState } from "../../../src/domain/feed.ts";
import { readFeedMemory } from "../../../src/domain/poll-memory.ts";
import { dayMs, hourMs } from "../../../src/domain/time.ts";
import { nextPoll } from "../../../src/ingest/poll/next-poll.ts";
import { defaultPollingSettings } from "../../../src/ingest/poll/poll-types.ts";
import { exampleFeed, failed, freshState, modified, noon, pollInput, readOutcome, wait } from "./poll-examples.ts";

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
      [604_800, "Retry-After 2592000 s, limited to 7 days"],
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

  test("does not poll a feed with a fixed interval more often because it fails", () => {
    const feed = exampleFeed({ intervalMs: hourMs });
    expect(wait({ feed, result: failed("timeout"), read: null })[0]).toBe(3600);
  });

  test("a failure is stored with its class, first time, count and message; the validators stay", () => {
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

  test("a document that cannot be read is a failure, and its validators are not stored", () => {
    const read = readOutcome({ parsed: null, error: new WireError("parse-limit", "too deep") });
    const { state } = nextPoll(
      pollInput({ previous: afterFailures(0), result: modified({ etag: '"bad"' }), read }),
    ).outcome;
    expect(state.failure?.code).toBe("parse-limit");
    expect(state.validators.etag).toBe('"1"');
    expect(state.lastSuccessAt).toBeNull();
  });

  const codes: WireErrorCode[] = ["timeout", "http-status", "rate-limited", "reset", "gone", "dns-failed", "too-large"];
  test("whatever happens, the next poll is in the future, and within 12 hours for a failing feed unless the server asks for more", () => {
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
  test("stops only after three within at least 24 hours, and says so", () => {
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

  test("another answer in between restarts the count; a network failure does not", () => {
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
