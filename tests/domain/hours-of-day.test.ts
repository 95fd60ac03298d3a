import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createHoursClock } from "../../src/domain/calendar/hours-clock.ts";
import { readHourRanges, readTimeZone, writeHourRange } from "../../src/domain/calendar/hours-of-day.ts";
import { WireError } from "../../src/domain/errors.ts";
import { hourMs, minuteMs } from "../../src/domain/time.ts";
import { runsOf } from "../support/runs-of.ts";

const written = (...texts: string[]) => readHourRanges(texts).map(writeHourRange);

describe("readHourRanges()", () => {
  test("reads several ranges, with commas or one by one, and writes them in one form", () => {
    expect(written("22:00-02:00, 6:00-10:00", "06:00-10:00")).toEqual(["06:00-10:00", "22:00-02:00"]);
    expect(written("00:00-24:00")).toEqual(["00:00-24:00"]);
  });

  test.each([
    "",
    ",",
    "6-10",
    "06:00",
    "06:00–10:00",
    "24:00-01:00",
    "06:60-07:00",
    "06:00-24:01",
    "07:00-07:00",
    "06:00-10:00,x",
    Array.from({ length: 25 }, (_, hour) => `00:${10 + hour}-01:00`).join(),
  ])("refuses %j with a sentence that says what to write", (text) => {
    expect(() => readHourRanges([text])).toThrow(WireError);
    expect(() => readHourRanges([text])).toThrow(/06:00-10:00|00:00-24:00/);
  });
});

test.each(["Europe/Berlin", "UTC", "America/Argentina/Buenos_Aires", "Etc/GMT+3", "europe/berlin"])(
  "readTimeZone() knows %s",
  (zone) => expect(readTimeZone(zone)).toBe(zone),
);

test.each(["", "Berlin", "Europe/Bärlin", "+02:00", "Mars/Olympus", "x".repeat(9_000)])(
  "readTimeZone() does not know %j",
  (zone) => expect(() => readTimeZone(zone)).toThrow(/IANA name such as Europe\/Berlin/),
);

const clock = (hours: string, timeZone: string) => createHoursClock({ ranges: readHourRanges([hours]), timeZone });

describe("createHoursClock()", () => {
  test("follows summer time: six in Berlin is five o'clock UTC in winter and four in summer", () => {
    const { holds } = clock("06:00-10:00", "Europe/Berlin");
    const told = ["2026-01-15T04:59", "2026-01-15T05:00", "2026-01-15T08:59", "2026-01-15T09:00"].map((at) =>
      holds(Date.parse(`${at}Z`)),
    );
    expect(told).toEqual([false, true, true, false]);
    expect(holds(Date.parse("2026-07-15T04:00Z"))).toBe(true);
    expect(holds(Date.parse("2026-07-15T08:00Z"))).toBe(false);
  });

  test("on the days when clocks change, the hour that is skipped never comes and the one that is repeated comes twice", () => {
    const { holds } = clock("02:15-02:45", "Europe/Berlin");
    const minutesOn = (day: string) =>
      Array.from({ length: 24 * 60 }, (_, minute) => Date.parse(`${day}T00:00Z`) + minute * minuteMs).filter(holds)
        .length;
    expect(["2026-03-28", "2026-03-29", "2026-10-25", "2026-10-26"].map(minutesOn)).toEqual([30, 0, 60, 30]);
  });

  test("a range may pass midnight, and zones with half hours are no exception", () => {
    const { holds } = clock("22:00-02:00", "Asia/Kolkata");
    const told = ["16:29", "16:30", "18:30", "20:29", "20:30"].map((at) => holds(Date.parse(`2026-11-22T${at}Z`)));
    expect(told).toEqual([false, true, true, true, false]);
  });
});

const zones = ["UTC", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia"];
const minute = fc.integer({ min: 0, max: 1439 });
const range = fc.tuple(minute, minute).filter(([from, to]) => from !== to);

test("the stretches before and after an instant leave out no instant of the hours, in any zone, on any day", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.array(range, { minLength: 1, maxLength: 3 }),
      fc.date({ min: new Date("2005-01-01"), max: new Date("2030-01-01"), noInvalidDate: true }),
      (timeZone, ranges, date) => {
        const hours = createHoursClock({ ranges: ranges.map(([from, to]) => ({ from, to })), timeZone });
        const local = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" });
        // Every skipped minute, computed by another method.
        const expectNone = (from: number, to: number) => {
          for (let left = from; left <= to; left += minuteMs) {
            const [hour = 0, minutes = 0] = local.format(left).split(":").map(Number);
            const of = (hour % 24) * 60 + minutes;
            expect(ranges.some(([a, b]) => (a < b ? of >= a && of < b : of >= a || of < b))).toBe(false);
            expect(hours.holds(left)).toBe(false);
          }
        };
        let [before, after] = [date.getTime(), date.getTime()];
        for (let steps = 0; steps < 15; steps += 1) {
          const back = hours.stretchBefore(before);
          const forth = hours.stretchAfter(after);
          expect(Math.max(back.to - back.from, forth.to - forth.from)).toBeLessThan(hourMs);
          expect([back.from <= back.to, back.to <= before, forth.from >= after, forth.to >= forth.from]).not.toContain(
            false,
          );
          expectNone(back.to + 1, before);
          expectNone(after, forth.from - 1);
          before = back.from - 1;
          after = forth.to + 1;
        }
      },
    ),
    { numRuns: runsOf(50) },
  );
});
