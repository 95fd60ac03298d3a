import fc from "fast-check";
import { expect, test } from "vitest";
import { createEngine } from "../../src/dedupe/engine.ts";
import type { DecidedItem } from "../../src/domain/desk-store.ts";
import { editorRulings } from "../../src/domain/rulings/editor-rulings.ts";
import type { StoryDetail } from "../../src/domain/section.ts";
import { runsOf } from "../support/runs-of.ts";
import { createDeskDouble, emptyState, keepRegroup, keepVerdict, makeItem, noon } from "./make-item.ts";
import { arbitraryProvingStream, arbitraryStream } from "./streams.ts";
import { ownWords, printed, report, unrelated } from "./texts.ts";

test("applyRulings() apart splits a reprint off, gives it a lead, and keeps later carriers with the first text", () => {
  const desk = createDeskDouble();
  const wire = desk.decide(makeItem(1, report));
  desk.decide(makeItem(2, printed));
  const regroup = desk.engine.applyRulings([{ kind: "apart", level: "copy", entryA: 1, entryB: 2 }]);
  expect(regroup.entries.map((entry) => entry.entryId)).toEqual([2]);
  const [moved] = regroup.entries;
  expect(moved?.copyId).not.toBe(wire.copyId);
  expect(moved?.storyId).toBe(wire.storyId);
  expect(moved?.reasons[0]?.code).toBe("editor-apart");
  expect(regroup.leads).toContainEqual({ copyId: moved?.copyId, leadEntryId: 2 });
});

test("applyRulings() together merges two stories, and applying the ruling again after a restart moves nothing", () => {
  const desk = createDeskDouble();
  desk.decide(makeItem(1, report));
  desk.decide(makeItem(2, unrelated));
  const ruling = { kind: "together", level: "story", entryA: 1, entryB: 2 } as const;
  const regroup = desk.engine.applyRulings([ruling]);
  expect(regroup.entries.map(({ entryId }) => entryId)).toEqual([2]);
  expect(desk.engine.applyRulings([ruling])).toEqual({ entries: [], leads: [], pins: [] });
  expect(createEngine({ state: emptyState }).applyRulings([ruling])).toEqual({ entries: [], leads: [], pins: [] });
});

test("applyRulings() apart prevents a merge that a later entry would cause", () => {
  const desk = createDeskDouble();
  const wire = desk.decide(makeItem(1, report));
  const own = desk.decide(makeItem(2, ownWords));
  expect(own.storyId).toBe(wire.storyId);
  const [moved] = desk.engine.applyRulings([{ kind: "apart", level: "story", entryA: 1, entryB: 2 }]).entries;
  const both = desk.decide(makeItem(3, { headline: ownWords.headline, text: `${ownWords.text} ${report.text}` }));
  expect(both.storyMerges).toEqual([]);
  expect([wire.storyId, moved?.storyId]).toContain(both.storyId);
});

test("applyRulings() accepts entries that have left the window", () => {
  const { engine } = createDeskDouble();
  const known = [makeItem(1, report), makeItem(2, unrelated)].map((item, i) => ({
    item,
    membership: { copyId: 10 + i, storyId: 20 + i },
    leadEntryId: item.id,
  }));
  const regroup = engine.applyRulings([{ kind: "together", level: "copy", entryA: 1, entryB: 2 }], known);
  expect(regroup.entries).toMatchObject([{ entryId: 2, copyId: 10, storyId: 20 }]);
});

test("applyRulings() passes a pin on", () => {
  const { engine } = createDeskDouble();
  expect(engine.applyRulings([{ kind: "pin", storyId: 4, pinned: true }]).pins).toEqual([{ storyId: 4, pinned: true }]);
});

/** A story as the store returns it. */
function storyAt(kept: ReadonlyMap<number, DecidedItem>, storyId: number): StoryDetail {
  const members = [...kept.values()].filter(({ membership }) => membership.storyId === storyId);
  const entries = members.map(({ item, membership }) => ({ id: item.id, copyId: membership.copyId }));
  const leads = [...new Set(members.map(({ leadEntryId }) => leadEntryId))];
  return {
    id: storyId,
    pinned: false,
    entries,
    copies: leads.map((id) => ({ lead: { id } })),
  } as unknown as StoryDetail;
}

function storyIds(kept: ReadonlyMap<number, DecidedItem>): readonly number[] {
  return [...new Set([...kept.values()].map(({ membership }) => membership.storyId))];
}

const groupsOf = (kept: ReadonlyMap<number, DecidedItem>, ids: readonly number[], level: "copy" | "story") =>
  new Set(ids.map((id) => kept.get(id)?.membership[level === "copy" ? "copyId" : "storyId"]));

/**
 * `decide` is an editor's decision on the first entries (`before`). The other entries come in any order and are
 * revised.
 */
function playOut(
  items: readonly ReturnType<typeof makeItem>[],
  before: number,
  order: readonly number[],
  decide: (kept: Map<number, DecidedItem>, engine: ReturnType<typeof createEngine>) => void,
): ReadonlyMap<number, DecidedItem> {
  const engine = createEngine({ state: emptyState });
  const kept = new Map<number, DecidedItem>();
  for (const item of items.slice(0, before)) keepVerdict(kept, item, engine.decide(item, []));
  decide(kept, engine);
  const later = items.slice(before).map((item, at) => ({ item, place: order[at] ?? at }));
  for (const { item } of later.sort((a, b) => a.place - b.place)) keepVerdict(kept, item, engine.decide(item, []));
  for (const { item, membership } of [...kept.values()])
    keepVerdict(kept, item, engine.revise({ ...item, headline: `${item.headline} now` }, membership));
  return kept;
}

const streams = fc.oneof(arbitraryStream(24), arbitraryProvingStream(24));
const orders = fc.array(fc.nat(1000), { minLength: 24, maxLength: 24 });

test("a split keeps the removed entries together and apart from the others, whatever comes later, in any order", () => {
  let splits = 0;
  const level = fc.constantFrom("copy" as const, "story" as const);
  fc.assert(
    fc.property(
      streams,
      fc.integer({ min: 6, max: 18 }),
      orders,
      level,
      fc.infiniteStream(fc.boolean()),
      (...given) => {
        const [items, before, order, at, coins] = given;
        let out: number[] = [];
        let stay: number[] = [];
        const kept = playOut(items, before, order, (known, engine) => {
          const stories = storyIds(known).map((id) => storyAt(known, id));
          const story = stories.sort((a, b) => b.entries.length - a.entries.length)[0]!;
          const ids = story.entries.map(({ id }) => id);
          out = ids.slice(1).filter(() => coins.next().value);
          if (out.length === 0) return;
          stay = ids.filter((id) => !out.includes(id));
          const rulings = editorRulings({ kind: "split", level: at, story, entryIds: out, ruled: [] });
          const copies = stay.map((id) => known.get(id)?.membership.copyId);
          keepRegroup(known, engine.applyRulings(rulings));
          splits += 1;
          // The remaining entries do not move.
          expect(groupsOf(known, stay, "story")).toEqual(new Set([story.id]));
          expect(stay.map((id) => known.get(id)?.membership.copyId)).toEqual(copies);
        });
        if (out.length === 0) return;
        const taken = groupsOf(kept, out, at);
        expect(taken.size).toBe(1);
        for (const group of groupsOf(kept, stay, at)) expect(taken).not.toContain(group);
        if (at === "copy") return;
        expect(groupsOf(kept, stay, "copy")).not.toContain([...groupsOf(kept, out, "copy")][0]);
      },
    ),
    { numRuns: runsOf(150) },
  );
  expect(splits).toBeGreaterThan(runsOf(150) / 5);
});

test("a merge keeps every entry of its stories together, also those that a split had separated, whatever comes later, in any order", () => {
  fc.assert(
    fc.property(streams, fc.integer({ min: 6, max: 18 }), orders, fc.boolean(), (items, before, order, splitsFirst) => {
      let merged: readonly number[] = [];
      const kept = playOut(items, before, order, (known, engine) => {
        const largest = () =>
          storyIds(known)
            .map((id) => storyAt(known, id))
            .sort((a, b) => b.entries.length - a.entries.length);
        const [first] = largest();
        const last = first?.entries.at(-1);
        let stories = largest().slice(0, 3);
        if (splitsFirst && first !== undefined && last !== undefined && first.entries.length > 2) {
          const split = { kind: "split", level: "story", story: first, entryIds: [last.id], ruled: [] } as const;
          keepRegroup(known, engine.applyRulings(editorRulings(split)));
          stories = [first.id, known.get(last.id)?.membership.storyId ?? 0].map((id) => storyAt(known, id));
        }
        if (stories.length < 2) return;
        keepRegroup(known, engine.applyRulings(editorRulings({ kind: "merge", stories })));
        merged = stories.flatMap(({ entries }) => entries.map(({ id }) => id));
        expect(groupsOf(known, merged, "story")).toEqual(new Set([stories[0]?.id]));
      });
      if (merged.length > 0) expect(groupsOf(kept, merged, "story").size).toBe(1);
    }),
    { numRuns: runsOf(150) },
  );
});

/** Two texts of one event that an editor separated, a later reprint of each, and one entry that carries both texts. */
const parted = { kind: "apart", level: "story", entryA: 1, entryB: 2 } as const;
const bridge = { headline: ownWords.headline, text: `${ownWords.text} ${report.text}` };
const laterMinute = 71 * 60;

function decideReprints(desk: ReturnType<typeof createDeskDouble>): readonly number[] {
  desk.decide(makeItem(1, report));
  desk.decide(makeItem(2, ownWords));
  desk.engine.applyRulings([parted]);
  const first = desk.decide(makeItem(3, { ...report, minute: laterMinute }));
  const second = desk.decide(makeItem(4, { ...ownWords, minute: laterMinute + 1 }));
  return [first.storyId, second.storyId];
}

test("a ruling outlives the window: later carriers of two separated texts do not join their stories", () => {
  const desk = createDeskDouble();
  const [first, second] = decideReprints(desk);
  expect(first).not.toBe(second);
  desk.engine.forgetBefore(noon + laterMinute * 60_000);
  const both = desk.decide(makeItem(5, { ...bridge, minute: laterMinute + 2 }));
  expect(both.storyMerges).toEqual([]);
  expect(both.copyMerges ?? []).toEqual([]);
});

test("a new engine knows the groups of entries with rulings that were never in its window", () => {
  const before = createDeskDouble();
  const [first = 0, second = 0] = decideReprints(before);
  const engine = createEngine({ state: before.engine.state() });
  engine.applyRulings([parted]);
  engine.placeRuled([
    { entryId: 1, copyId: 1, storyId: first },
    { entryId: 2, copyId: 2, storyId: second },
  ]);
  for (const decided of before.decided().filter(({ item }) => item.id > 2)) {
    const storyId = decided.item.id === 3 ? first : second;
    engine.remember({ ...decided, membership: { copyId: decided.membership.copyId, storyId } });
  }
  expect(engine.decide(makeItem(5, { ...bridge, minute: laterMinute + 2 }), []).storyMerges).toEqual([]);
});

test("an entry that is tied to one outside the window stays in its story when it is rewritten", () => {
  const desk = createDeskDouble();
  const told = desk.decide(makeItem(1, report));
  const other = makeItem(2, { ...unrelated, minute: laterMinute });
  const { copyId } = desk.decide(other);
  const third = makeItem(3, { ...report, minute: laterMinute + 1 });
  desk.decide(third);
  desk.engine.applyRulings([{ kind: "together", level: "story", entryA: 1, entryB: 2 }]);
  desk.engine.forgetBefore(noon + laterMinute * 60_000);
  const text = `Farmers sold their herds early. ${unrelated.text.split(". ").toReversed().join(". ")}`;
  const verdict = desk.engine.revise({ ...other, text }, { copyId, storyId: told.storyId });
  expect(verdict.storyId).toBe(told.storyId);
});
