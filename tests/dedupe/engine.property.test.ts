import fc from "fast-check";
import { expect, test } from "vitest";
import { createEngine } from "../../src/dedupe/engine.ts";
import type { DecidedItem } from "../../src/domain/desk-store.ts";
import type { DedupeItem, Verdict } from "../../src/domain/verdict.ts";
import { runsOf } from "../support/runs-of.ts";
import { createDeskDouble, emptyState, keepRegroup, keepVerdict } from "./make-item.ts";
import { arbitraryProvingStream, arbitraryStream } from "./streams.ts";

const runs = { numRuns: runsOf(40) };

function decideAll(items: readonly DedupeItem[]): ReturnType<typeof createDeskDouble> {
  const desk = createDeskDouble();
  for (const item of items) desk.decide(item);
  return desk;
}

test("decide() gives the same answers to the same entries", () => {
  fc.assert(
    fc.property(arbitraryStream(25), (items) => {
      const answers = [1, 2].map(() => {
        const engine = createEngine({ state: emptyState });
        return JSON.stringify(items.map((item) => engine.decide(item, [])));
      });
      expect(answers[0]).toBe(answers[1]);
    }),
    runs,
  );
});

test("decide() keeps every entry in one copy, every copy in one story, and every lead in its copy", () => {
  fc.assert(
    fc.property(arbitraryStream(30), (items) => {
      expectWhole(decideAll(items).decided(), items.length);
    }),
    runs,
  );
});

function expectWhole(decided: readonly DecidedItem[], entries: number): void {
  expect(decided.length).toBe(entries);
  const storyOf = new Map<number, number>();
  for (const { membership, leadEntryId } of decided) {
    expect(storyOf.get(membership.copyId) ?? membership.storyId).toBe(membership.storyId);
    storyOf.set(membership.copyId, membership.storyId);
    expect(decided.find((one) => one.item.id === leadEntryId)?.membership.copyId).toBe(membership.copyId);
  }
}

test("decide() merges copies into the one that was announced first; neither it nor revise() uses a merged id again or loses a carrier", () => {
  let merges = 0;
  fc.assert(
    fc.property(arbitraryProvingStream(30), fc.array(fc.tuple(fc.nat(29), fc.nat(29))), (items, swaps) => {
      const desk = createDeskDouble();
      const gone = new Set<number>();
      const watch = (verdict: Verdict, isRevised: boolean): void => {
        expect(gone).not.toContain(verdict.copyId);
        for (const { from, into } of verdict.copyMerges ?? []) {
          if (!isRevised) expect(into).toBeLessThan(from);
          gone.add(from);
          merges += 1;
        }
        expect(gone).not.toContain(verdict.copyId);
      };
      for (const item of items) watch(desk.decide(item), false);
      const kept = new Map(desk.decided().map((one) => [one.item.id, one]));
      for (const [place, other] of swaps) {
        const one = kept.get((place % items.length) + 1) as DecidedItem;
        const { headline, text } = items[other % items.length] as DedupeItem;
        const item = { ...one.item, headline, text };
        const verdict = desk.engine.revise(item, one.membership);
        watch(verdict, true);
        keepVerdict(kept, item, verdict);
      }
      expectWhole([...kept.values()], items.length);
    }),
    runs,
  );
  expect(merges).toBeGreaterThan(runs.numRuns / 5);
});

test("after a restart in the middle of the stream, remember() leads to the decisions of a desk that was not restarted", () => {
  fc.assert(
    fc.property(fc.oneof(arbitraryStream(30), arbitraryProvingStream(30)), fc.nat(29), (items, cut) => {
      const whole = createEngine({ state: emptyState });
      const kept = new Map<number, DecidedItem>();
      const expected = items.map((item) => whole.decide(item, []));
      const before = createEngine({ state: emptyState });
      for (const item of items.slice(0, cut)) keepVerdict(kept, item, before.decide(item, []));
      const after = createEngine({ state: before.state() });
      for (const decided of kept.values()) after.remember(decided);
      expect(items.slice(cut).map((item) => after.decide(item, []))).toEqual(expected.slice(cut));
    }),
    runs,
  );
});

/** Pairs of entries that are one copy. */
function pairsOf(decided: readonly DecidedItem[]): ReadonlySet<string> {
  const pairs = new Set<string>();
  for (const a of decided) {
    for (const b of decided) {
      if (a.item.id < b.item.id && a.membership.copyId === b.membership.copyId) pairs.add(`${a.item.id} ${b.item.id}`);
    }
  }
  return pairs;
}

test("decide() joins nearly the same copies in whatever order entries arrive within an hour", () => {
  let pairs = 0;
  let different = 0;
  fc.assert(
    fc.property(arbitraryStream(60, 50), fc.infiniteStream(fc.integer({ min: 0, max: 59 })), (items, jitter) => {
      const moved = items
        .map((item) => ({ ...item, arrivedAt: item.arrivedAt + (jitter.next().value as number) * 60_000 }))
        .sort((a, b) => a.arrivedAt - b.arrivedAt || a.id - b.id);
      const straight = pairsOf(
        decideAll([...items].sort((a, b) => a.arrivedAt - b.arrivedAt || a.id - b.id)).decided(),
      );
      const shaken = pairsOf(decideAll(moved).decided());
      pairs += straight.size;
      for (const pair of straight) if (!shaken.has(pair)) different += 1;
      for (const pair of shaken) if (!straight.has(pair)) different += 1;
    }),
    { numRuns: runsOf(15), seed: 4 },
  );
  expect(pairs).toBeGreaterThan(500);
  expect(different / pairs).toBeLessThanOrEqual(0.01);
});

test("applyRulings() keeps entries apart for good, and together for good, whatever arrives, is revised or is told later", () => {
  const words = fc.array(
    fc.record({
      kind: fc.constantFrom("together" as const, "apart" as const),
      level: fc.constantFrom("copy" as const, "story" as const),
      entryA: fc.integer({ min: 1, max: 20 }),
      entryB: fc.integer({ min: 1, max: 20 }),
      after: fc.integer({ min: 0, max: 19 }),
    }),
    { minLength: 1, maxLength: 5 },
  );
  fc.assert(
    fc.property(fc.oneof(arbitraryStream(20), arbitraryProvingStream(20)), words, (items, spoken) => {
      const engine = createEngine({ state: emptyState });
      const kept = new Map<number, DecidedItem>();
      for (const [place, item] of items.entries()) {
        keepVerdict(kept, item, engine.decide(item, []));
        for (const word of spoken.filter((one) => one.after === place && one.entryA !== one.entryB))
          keepRegroup(kept, engine.applyRulings([word]));
      }
      for (const { item, membership } of [...kept.values()])
        keepVerdict(kept, item, engine.revise({ ...item, headline: `${item.headline} now` }, membership));
      const last = lastWords(spoken.filter((one) => one.entryA !== one.entryB && one.after < items.length));
      for (const word of last) expectHonoured(kept, word);
    }),
    { numRuns: runsOf(150) },
  );
});

type Word = { kind: "together" | "apart"; level: "copy" | "story"; entryA: number; entryB: number; after: number };

/** Only the last ruling is certain to hold, because it overrides those before it. */
function lastWords(spoken: readonly Word[]): readonly Word[] {
  return [...spoken].sort((a, b) => a.after - b.after).slice(-1);
}

function expectHonoured(kept: ReadonlyMap<number, DecidedItem>, { kind, level, entryA, entryB, after }: Word): void {
  const [a, b] = [kept.get(entryA), kept.get(entryB)];
  if (a === undefined || b === undefined || Math.max(entryA, entryB) > after + 1) return;
  const key = level === "copy" ? "copyId" : "storyId";
  if (kind === "together") expect(a.membership[key]).toBe(b.membership[key]);
  else expect(a.membership[key]).not.toBe(b.membership[key]);
}

test("revise() never leaves a copy without a lead that carries it, whatever the texts become", () => {
  fc.assert(
    fc.property(arbitraryStream(20), fc.array(fc.tuple(fc.nat(19), fc.nat(19)), { maxLength: 12 }), (items, swaps) => {
      const desk = createDeskDouble();
      for (const item of items) desk.decide(item);
      const kept = new Map(desk.decided().map((one) => [one.item.id, one]));
      for (const [place, other] of swaps) {
        const one = kept.get((place % items.length) + 1) as DecidedItem;
        const text = (items[other % items.length] as DedupeItem).text;
        const item = { ...one.item, text };
        keepVerdict(kept, item, desk.engine.revise(item, one.membership));
      }
      expect(kept.size).toBe(items.length);
      for (const { membership, leadEntryId } of kept.values())
        expect(kept.get(leadEntryId)?.membership.copyId).toBe(membership.copyId);
    }),
    runs,
  );
});
