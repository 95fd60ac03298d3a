import { describe, expect, test } from "vitest";
import { type FeedMemory, readFeedMemory, readHolds, readMoved } from "../../src/domain/poll-memory.ts";

const whole: FeedMemory = {
  rhythm: { counts: Array.from({ length: 168 }, (_, hour) => hour / 2), observedMs: 1, updatedAt: 2, fadedAt: 3 },
  wishes: { freshMs: 5, freshRule: "max-age", ttlMinutes: null, updatePeriodMs: 7, skipHours: [1], skipDays: [] },
  validatedUrl: "https://a.example/feed",
  moving: { to: "https://b.example/", since: 9 },
  moved: { to: "https://c.example/", at: 10 },
  twin: 4,
  retryMs: 1000,
  gone: { count: 2, firstAt: 11 },
  gap: { at: 12, missingMs: 13, from: "https://a.example/2", pagesLeft: 3 },
  haste: 0.5,
  quietSince: 14,
  emptySince: 15,
  cutBy: "items",
  hub: { state: "active", leaseUntil: 16, missedCount: 17 },
};
const empty = { ...Object.fromEntries(Object.keys(whole).map((name) => [name, null])), haste: 1 };

describe("readFeedMemory()", () => {
  test("reads back what was stored, and nothing from an empty memory", () => {
    expect(readFeedMemory(JSON.parse(JSON.stringify(whole)))).toEqual(whole);
    expect(readFeedMemory({})).toEqual(empty);
    expect(readMoved(whole)).toEqual(whole.moved);
    expect(readHolds(whole)).toEqual({ retryMs: whole.retryMs, wishes: whole.wishes });
  });

  test("drops a damaged part and keeps the others", () => {
    const damages: Record<keyof FeedMemory, readonly unknown[]> = {
      rhythm: [
        3,
        { ...whole.rhythm, counts: [1] },
        { ...whole.rhythm, observedMs: -1 },
        { counts: whole.rhythm?.counts },
      ],
      wishes: [[], { ...whole.wishes, freshMs: -1 }, { ...whole.wishes, skipHours: ["1"] }, { freshRule: "max-age" }],
      validatedUrl: [1, {}],
      moving: [{ to: 1, since: 2 }, { to: "https://b.example/" }],
      moved: [{ at: 1 }, { to: "https://c.example/", at: 1.5 }],
      twin: ["4", 0.5, Number.POSITIVE_INFINITY],
      retryMs: [-1, "1000"],
      gone: [{ count: 2 }, { count: 1.5, firstAt: 1 }],
      gap: [{ at: 12 }, { ...whole.gap, from: 1 }, { ...whole.gap, pagesLeft: null }],
      haste: [0, 2, "1"],
      quietSince: [true],
      emptySince: [1e300],
      cutBy: [false],
      hub: ["active", { leaseUntil: 16 }],
    };
    for (const [part, values] of Object.entries(damages)) {
      for (const value of values) {
        const lost = { ...whole, [part]: part === "haste" ? 1 : null };
        expect(readFeedMemory({ ...whole, [part]: value })).toEqual(lost);
      }
    }
  });

  test("reads a gap and a hub that earlier builds wrote with fewer fields", () => {
    const { gap, hub } = readFeedMemory({
      gap: { at: 12, missingMs: 13 },
      hub: { state: "active", leaseUntil: "soon" },
    });
    expect(gap).toEqual({ at: 12, missingMs: 13, from: null, pagesLeft: 0 });
    expect(hub).toEqual({ state: "active", leaseUntil: null, missedCount: 0 });
  });
});
