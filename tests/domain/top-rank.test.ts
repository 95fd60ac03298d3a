import { expect, test } from "vitest";
import { topRank } from "../../src/domain/copies/top-rank.ts";
import type { SourceKind } from "../../src/domain/feed.ts";
import type { Carrier } from "../../src/domain/section.ts";
import { hourMs, minuteMs } from "../../src/domain/time.ts";

const now = Date.UTC(2026, 10, 30, 12);

function story(
  carriers: readonly { name: string; family?: string; kind?: SourceKind; ago: number; isStruck?: boolean }[],
) {
  return {
    withdrawnBy: null,
    carriers: carriers.map(({ name, family, kind = "outlet", ago, isStruck = false }) => ({
      ...{ source: { name, family, kind, rank: 100 }, firstSeenAt: now - ago, isStruck },
    })) as unknown as readonly Carrier[],
  };
}

test("counts each outlet once, agencies more, and texts of the last hour more still", () => {
  const ranked = topRank(
    story([
      { name: "Northern Wire", kind: "agency", ago: 50 * minuteMs },
      { name: "Harbour Post", ago: 40 * minuteMs },
      { name: "Harbour Post", ago: 0 },
    ]),
    now,
  );
  expect(ranked).toEqual({ outlets: 2, agencies: 1, newIn15: 1, newIn60: 3, score: 2 + 2 + 3 + 1 });
});

test("counts a family once, and a source of the family's name with it", () => {
  const ranked = topRank(
    story([
      { name: "BBC News", family: "BBC", kind: "agency", ago: 0 },
      { name: "BBC Mundo", family: "bbc ", ago: 0 },
      { name: "BBC", kind: "agency", ago: 0 },
      { name: "Harbour Post", ago: 0 },
    ]),
    now,
  );
  expect(ranked).toMatchObject({ outlets: 2, agencies: 1 });
});

test("the points halve with every six hours since the last text", () => {
  const fresh = story([
    { name: "A", ago: 2 * hourMs },
    { name: "B", ago: 2 * hourMs },
  ]);
  const old = story([
    { name: "A", ago: 14 * hourMs },
    { name: "B", ago: 8 * hourMs },
  ]);
  expect(topRank(old, now).score).toBeCloseTo(topRank(fresh, now).score / 2, 0);
});

test("a withdrawn story has no points, and neither has an outlet that withdrew its text", () => {
  const told = story([
    { name: "A", ago: 0 },
    { name: "B", ago: 0, isStruck: true },
  ]);
  expect(topRank(told, now).outlets).toBe(1);
  expect(topRank({ ...told, withdrawnBy: "source" }, now).score).toBe(0);
  expect(topRank(story([{ name: "A", ago: 0, isStruck: true }]), now).score).toBe(0);
});
