import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseHttpDate } from "../../src/domain/calendar/http-date.ts";

const now = Date.UTC(2026, 10, 22, 12);

describe("parseHttpDate() read strictly", () => {
  test.each([
    ["IMF-fixdate", "Sun, 06 Nov 1994 08:49:37 GMT", Date.UTC(1994, 10, 6, 8, 49, 37)],
    ["RFC 850", "Sunday, 06-Nov-94 08:49:37 GMT", Date.UTC(1994, 10, 6, 8, 49, 37)],
    ["RFC 850, less than 50 years on", "Sunday, 06-Nov-61 08:49:37 GMT", Date.UTC(2061, 10, 6, 8, 49, 37)],
    ["asctime", "Sun Nov  6 08:49:37 1994", Date.UTC(1994, 10, 6, 8, 49, 37)],
    ["another zone", "Sun, 06 Nov 1994 08:49:37 +0100", null],
    ["ISO 8601", "1994-11-06T08:49:37Z", null],
    ["the 30th of February", "Mon, 30 Feb 2026 08:49:37 GMT", null],
    ["hour 24", "Sun, 06 Nov 1994 24:00:00 GMT", null],
    ["no month", "Sun, 06 Foo 1994 08:49:37 GMT", null],
  ])("%s", (_name, text, at) => {
    expect(parseHttpDate(text, now, "strict")).toBe(at);
  });

  test("reads what toUTCString() wrote", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (second) => {
        expect(parseHttpDate(new Date(second * 1000).toUTCString(), now, "strict")).toBe(second * 1000);
      }),
    );
  });
});

describe("parseHttpDate() read leniently", () => {
  test.each([
    ["a day of one digit", "Sun, 6 Nov 1994 08:49:37 GMT", Date.UTC(1994, 10, 6, 8, 49, 37)],
    ["UTC", "Sun, 06 Nov 1994 08:49:37 UTC", Date.UTC(1994, 10, 6, 8, 49, 37)],
    ["no zone", "Sun, 06 Nov 1994 08:49:37", Date.UTC(1994, 10, 6, 8, 49, 37)],
    ["other cases", "SUN, 06 NOV 1994 08:49:37 GMT", Date.UTC(1994, 10, 6, 8, 49, 37)],
    ["RFC 850 with a whole year", "Sunday, 06-Nov-1994 08:49:37 GMT", Date.UTC(1994, 10, 6, 8, 49, 37)],
    ["RFC 850 in the century of the clock", "Sunday, 06-Nov-74 08:49:37 GMT", Date.UTC(2074, 10, 6, 8, 49, 37)],
    ["RFC 850 over 50 years on", "Sunday, 06-Nov-94 08:49:37 GMT", Date.UTC(1994, 10, 6, 8, 49, 37)],
    ["another zone", "Sun, 06 Nov 1994 08:49:37 +0100", null],
    ["the 30th of February", "Mon, 30 Feb 2026 08:49:37 GMT", null],
    ["0", "0", null],
  ])("%s", (_name, text, at) => {
    expect(parseHttpDate(text, now, "lenient")).toBe(at);
  });
});
