import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hourMs, minuteMs, secondMs } from "../../src/domain/time.ts";
import {
  archiveArrival,
  classifyDate,
  detectAlwaysNow,
  publishedAt,
  updatedAt,
} from "../../src/normalise/date-policy.ts";
import { dateAt, noon, parsedItem } from "./parsed-item.ts";

describe("classifyDate() and publishedAt()", () => {
  test.each([
    ["stated", noon - hourMs, {}, false, noon - hourMs],
    ["stated", noon + minuteMs, {}, false, noon],
    ["midnight", noon - 12 * hourMs, { midnight: true }, false, noon - 12 * hourMs],
    ["future", noon + hourMs, {}, false, noon],
    ["future", noon + 12 * hourMs, { midnight: true }, false, noon],
    ["missing", 0, {}, false, noon],
    ["missing", -62_135_596_800_000, {}, false, noon],
    ["missing", Number.NaN, {}, false, noon],
    ["alwaysNow", noon - secondMs, {}, true, noon],
  ])("calls a claim %s and uses it only where it can", (dateClass, at, given, alwaysNow, used) => {
    const dates = { claim: dateAt(Number.isNaN(at) ? 0 : at, { ...given, at }), firstSeenAt: noon, alwaysNow };
    expect(classifyDate(dates)).toBe(dateClass);
    expect(publishedAt(dates)).toBe(used);
  });

  test("publishedAt() is never after the entry was first seen", () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e14, max: 1e14 }), fc.boolean(), fc.boolean(), (at, midnight, alwaysNow) => {
        const claim = { at, raw: "", midnight, zoneAssumed: false };
        expect(publishedAt({ claim, firstSeenAt: noon, alwaysNow })).toBeLessThanOrEqual(noon);
      }),
    );
  });

  test("updatedAt() ignores absurd dates", () => {
    expect([dateAt(0), dateAt(noon + hourMs), null].map((claim) => updatedAt(claim, noon))).toEqual([null, null, null]);
    expect(updatedAt(dateAt(noon - 5), noon)).toBe(noon - 5);
  });
});

describe("detectAlwaysNow()", () => {
  const feed = (times: readonly number[], built: number | null = null) => ({
    items: times.map((at) => parsedItem({ published: dateAt(at) })),
    built: built === null ? null : dateAt(built),
  });

  test.each([
    ["three items of this second", feed([noon, noon, noon - secondMs]), true],
    [
      "an hour ahead, as is the build date",
      feed(
        [1, 2, 3].map(() => noon + hourMs + 7 * secondMs),
        noon + hourMs + 7 * secondMs,
      ),
      true,
    ],
    ["two items of this second", feed([noon, noon]), false],
    ["items of different times", feed([noon, noon - hourMs, noon - 2 * hourMs]), false],
    [
      "a batch of half an hour ago",
      feed(
        [1, 2, 3].map(() => noon - 30 * minuteMs),
        noon - 30 * minuteMs,
      ),
      false,
    ],
    [
      "a batch on the hour, minutes ago",
      feed(
        [1, 2, 3].map(() => noon - 9 * minuteMs),
        noon - 9 * minuteMs,
      ),
      false,
    ],
    ["an item without a date", { items: [...feed([noon, noon, noon]).items, parsedItem()], built: null }, false],
    ["no items", feed([]), false],
  ])("answers for %s", (_, parsed, wanted) => {
    expect(detectAlwaysNow(parsed, noon)).toBe(wanted);
  });
});

describe("archiveArrival()", () => {
  test.each([
    ["the item's own date", dateAt(noon - 5 * hourMs), false, noon - 5 * hourMs],
    ["the file's time without one", null, false, noon],
    ["the file's time for a zero", dateAt(0), false, noon],
    ["the file's time for a date days ahead", dateAt(noon + 48 * hourMs), false, noon],
    ["the file's time where the server writes now", dateAt(noon - hourMs), true, noon],
    ["the file's time for today without a time of day", dateAt(noon - 12 * hourMs, { midnight: true }), false, noon],
    [
      "the day itself where that is long ago",
      dateAt(noon - 60 * hourMs, { midnight: true }),
      false,
      noon - 60 * hourMs,
    ],
  ])("is %s", (_, published, alwaysNow, wanted) => {
    expect(archiveArrival({ published, updated: null }, noon, alwaysNow)).toBe(wanted);
  });

  test("falls back to the date of the update", () => {
    expect(archiveArrival({ published: null, updated: dateAt(noon - hourMs) }, noon, false)).toBe(noon - hourMs);
  });
});
