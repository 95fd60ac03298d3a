import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dayMs, hourMs, minuteMs } from "../../../src/domain/time.ts";
import { expectedSince, learnRhythm, type Rhythm, rhythmInterval } from "../../../src/ingest/poll/rhythm.ts";
import { noon } from "./poll-examples.ts";

/** Sunday 00:00 GMT, eight weeks before. */
const start = noon - 12 * hourMs - 56 * dayMs;

/** Polls once an hour for `weeks`. Each poll finds `arrivals(hourOfDay)` entries. */
function live(weeks: number, arrivals: (hour: number) => number, before: Rhythm | null = null, from = start): Rhythm {
  let rhythm = before;
  for (let hour = 0; hour < weeks * 168; hour += 1) {
    const at = from + hour * hourMs;
    const found = Array.from({ length: arrivals(hour % 24) }, () => at + 30 * minuteMs);
    rhythm = learnRhythm(rhythm, found, at + 59 * minuteMs);
  }
  if (rhythm === null) throw new Error("no time was lived");
  return rhythm;
}

describe("learnRhythm()", () => {
  const office = live(8, (hour) => (hour >= 8 && hour < 18 ? 6 : 0));

  test("polls often in the hours with news, and less but not never in the others", () => {
    const busy = rhythmInterval(office, noon - 2 * hourMs, dayMs);
    const night = rhythmInterval(office, noon + 10 * hourMs, dayMs);
    expect(busy).toBeLessThan(2 * minuteMs);
    expect(night).toBeGreaterThan(4 * busy);
    expect(night).toBeLessThan(15 * minuteMs);
  });

  test("expects as many entries as arrived, in the hours in which they arrived", () => {
    const week = expectedSince(office, noon - 7 * dayMs, noon);
    expect(week).toBeGreaterThan(0.8 * 6 * 10 * 7);
    expect(week).toBeLessThan(1.4 * 6 * 10 * 7);
    expect(expectedSince(office, noon - 4 * hourMs, noon)).toBeGreaterThan(
      4 * expectedSince(office, noon - 12 * hourMs, noon - 8 * hourMs),
    );
  });

  test("forgets: after eight weeks of the opposite, the new hours are the busy ones", () => {
    const turned = live(8, (hour) => (hour >= 20 ? 6 : 0), office, noon + 12 * hourMs);
    const at = noon + 56 * dayMs + 12 * hourMs;
    expect(rhythmInterval(turned, at + 21 * hourMs, dayMs)).toBeLessThan(
      rhythmInterval(turned, at + 10 * hourMs, dayMs),
    );
  });

  test("the interval is within (0, ceiling] for any arrivals", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -60 * dayMs, max: dayMs })),
        fc.integer({ min: 0, max: 40 * dayMs }),
        (offsets, later) => {
          const rhythm = learnRhythm(
            null,
            offsets.map((offset) => noon + offset),
            noon,
          );
          const interval = rhythmInterval(learnRhythm(rhythm, [], noon + later), noon + later, dayMs);
          expect(interval).toBeGreaterThanOrEqual(0);
          expect(interval).toBeLessThanOrEqual(dayMs);
        },
      ),
    );
  });
});
