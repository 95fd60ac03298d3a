import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { httpFreshness, retryAfter } from "../../src/fetch/http-freshness.ts";

const now = Date.UTC(2026, 10, 22, 12, 0, 0);
const date = "Sun, 22 Nov 2026 12:00:00 GMT";

describe("httpFreshness()", () => {
  const cases: [string, Record<string, string>, number | null][] = [
    ["says nothing without headers", {}, null],
    ["reads max-age", { "cache-control": "max-age=300" }, 300_000],
    [
      "reads max-age among other directives and in capitals",
      { "cache-control": "public, Max-Age=60, immutable" },
      60_000,
    ],
    ["reads a quoted max-age", { "cache-control": 'max-age="90"' }, 90_000],
    ["takes off the age that caches have eaten", { "cache-control": "max-age=300", age: "290" }, 10_000],
    ["never goes below zero", { "cache-control": "max-age=300", age: "900" }, 0],
    ["ignores an Age that is no number", { "cache-control": "max-age=300", age: "old" }, 300_000],
    ["ignores s-maxage, which is for shared caches", { "cache-control": "s-maxage=600" }, null],
    ["takes max-age before s-maxage and Expires", { "cache-control": "s-maxage=9, max-age=7", expires: date }, 7_000],
    ["counts the first of two max-ages", { "cache-control": "max-age=10, max-age=99" }, 10_000],
    ["counts an unreadable max-age as stale", { "cache-control": "max-age=soon" }, 0],
    ["takes no-cache and no-store as no freshness", { "cache-control": "no-cache, max-age=500" }, 0],
    [
      "reads Expires against the server's own Date",
      { expires: "Sun, 22 Nov 2026 13:00:00 GMT", date: "Sun, 22 Nov 2026 12:50:00 GMT" },
      600_000,
    ],
    ["reads Expires against our clock without a Date", { expires: "Sun, 22 Nov 2026 12:05:00 GMT" }, 300_000],
    ["takes Expires: 0 as the past", { expires: "0" }, 0],
    ["takes Expires before Date as the past", { expires: date, date: "Sun, 22 Nov 2026 13:00:00 GMT" }, 0],
    ["reads the obsolete date forms", { expires: "Sunday, 22-Nov-26 12:01:00 GMT", date }, 60_000],
    ["reads asctime", { expires: "Sun Nov 22 12:02:00 2026", date }, 120_000],
  ];
  test.each(cases)("%s", (_name, headers, ms) => {
    expect(httpFreshness(headers, now)?.ms ?? null).toBe(ms);
  });
});

describe("retryAfter()", () => {
  const cases: [string, Record<string, string>, number | null][] = [
    ["says nothing without the header", {}, null],
    ["reads seconds", { "retry-after": "120" }, 120],
    ["reads seconds with spaces", { "retry-after": " 5 " }, 5],
    ["reads zero", { "retry-after": "0" }, 0],
    [
      "corrects a date by the server's Date",
      { "retry-after": "Sun, 22 Nov 2026 18:10:00 GMT", date: "Sun, 22 Nov 2026 18:00:00 GMT" },
      600,
    ],
    ["reads a date by our clock without a Date", { "retry-after": "Sun, 22 Nov 2026 12:00:30 GMT" }, 30],
    ["takes a date in the past as now", { "retry-after": "Sun, 22 Nov 2026 11:00:00 GMT" }, 0],
    ["ignores what is neither", { "retry-after": "in a while" }, null],
    ["ignores fractions and signs", { "retry-after": "-3" }, null],
  ];
  test.each(cases)("%s", (_name, headers, seconds) => {
    expect(retryAfter(headers, now)).toEqual(
      seconds === null ? null : { at: now + seconds * 1000, ms: seconds * 1000 },
    );
  });

  test("never returns a time before now, and never throws, whatever the header", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (value, dateHeader) => {
        const hold = retryAfter({ "retry-after": value, date: dateHeader }, now);
        expect(hold === null || hold.at >= now).toBe(true);
        const fresh = httpFreshness({ "cache-control": value, expires: dateHeader, age: value }, now);
        expect(fresh === null || fresh.ms >= 0).toBe(true);
      }),
    );
  });
});
