import { expect, test } from "vitest";
import { createEngine } from "../../src/dedupe/engine.ts";
import { hourMs } from "../../src/domain/time.ts";
import { expectLinear } from "../support/growth.ts";
import { createDeskDouble, emptyState, makeItem } from "./make-item.ts";
import { report, unrelated } from "./texts.ts";

const rise = (percent: string, day: string): string =>
  `Wheat futures rose ${percent} percent on ${day} as rain delayed the harvest along the river and exporters bid for the little that reached the silos, brokers said.`;

test("decide() joins the newest version of a text by its cue, although the figures have changed", () => {
  const desk = createDeskDouble();
  const first = desk.decide(
    makeItem(1, {
      headline: "Wheat rises 2 percent as rain delays harvest on the river",
      text: rise("2", "Monday"),
      sourceId: 1,
    }),
  );
  const cue = { kind: "update", number: 1, raw: "UPDATE 1-" } as const;
  const update = desk.decide(
    makeItem(2, {
      headline: "Wheat rises 3 percent as rain delays harvest on the river",
      text: rise("3", "Monday"),
      sourceId: 1,
      cue,
    }),
  );
  expect(update.copyId).toBe(first.copyId);
  expect(update.reasons[0]?.code).toBe("update");
});

test("decide() keeps texts with different figures in the headline apart, and gives that reason", () => {
  const desk = createDeskDouble();
  const first = desk.decide(
    makeItem(1, {
      headline: "Wheat rises 2 percent as rain delays harvest on the river",
      text: rise("2", "Monday"),
      sourceId: 1,
    }),
  );
  const other = desk.decide(
    makeItem(2, {
      headline: "Wheat rises 3 percent as rain delays harvest on the river",
      text: rise("3", "Monday"),
      sourceId: 1,
    }),
  );
  expect(other.copyId).not.toBe(first.copyId);
  expect(other.reasons.map((reason) => reason.code)).toContain("not-copy-own-figures-differ");
});

test("decide() does not treat an outlet's recurring column as a copy of yesterday's", () => {
  const desk = createDeskDouble();
  const column = {
    headline: "Your evening in five minutes",
    text: "All that happened today, chosen by our editors, with pictures, in the time of a cup of tea.",
    sourceId: 1,
  };
  const monday = desk.decide(makeItem(1, { ...column, textKey: "k" }));
  const tuesday = desk.decide(makeItem(2, { ...column, textKey: "k", minute: 24 * 60 }));
  expect(tuesday.copyId).not.toBe(monday.copyId);
});

test("decide() joins entries of one page when their texts have something in common, and not the posts of a live page", () => {
  const desk = createDeskDouble();
  const urlKey = "paper.example/storm";
  const first = desk.decide(
    makeItem(1, { headline: "Storm nears the coast as villages empty", text: report.text, urlKey, sourceId: 1 }),
  );
  const second = desk.decide(
    makeItem(2, { headline: "Storm nears coast, villages empty", text: "", urlKey, sourceId: 1 }),
  );
  const post = desk.decide(makeItem(3, { ...unrelated, urlKey, sourceId: 1 }));
  expect(second.copyId).toBe(first.copyId);
  expect(second.reasons[0]?.code).toMatch(/^(same-url|copy)$/);
  expect(post.copyId).not.toBe(first.copyId);
});

test("decide() joins a long text to its copy from a month ago in the store", () => {
  const { engine } = createDeskDouble();
  const old = {
    item: makeItem(1, { ...report, textKey: "same", minute: -43_200 }),
    membership: { copyId: 5, storyId: 6 },
    leadEntryId: 1,
  };
  const verdict = engine.decide(makeItem(2, { ...report, textKey: "same" }), [old]);
  expect(verdict).toMatchObject({ copyId: 5, storyId: 6, leadEntryId: 1, opensCopy: false });
  expect(verdict.reasons[0]).toMatchObject({ code: "same-text", entries: [1] });
});

test("decide() ignores entries more than 72 hours earlier or later", () => {
  for (const minute of [-73 * 60, 73 * 60]) {
    const desk = createDeskDouble();
    const first = desk.decide(makeItem(1, { ...report, minute: 0 }));
    expect(desk.decide(makeItem(2, { ...report, minute })).copyId).not.toBe(first.copyId);
  }
});

test("forgetBefore() removes entries and frees their memory", () => {
  const desk = createDeskDouble();
  for (let id = 1; id <= 50; id += 1)
    desk.decide(makeItem(id, { headline: `${report.headline} ${id}`, minute: id * 200 }));
  const before = desk.engine.size();
  desk.engine.forgetBefore(makeItem(50, { minute: 10_000 }).arrivedAt - 24 * hourMs);
  const after = desk.engine.size();
  expect(before.items).toBe(50);
  expect(after.items).toBeLessThan(20);
  expect(after.bytes).toBeLessThan(before.bytes);
});

test("state() restores counters and statistics, and a damaged snapshot is refused", () => {
  const desk = createDeskDouble();
  desk.decide(makeItem(1, report));
  const state = desk.engine.state();
  const again = createEngine({ state }).state();
  expect(again).toEqual(state);
  const damaged = Uint8Array.from(state.statistics as Uint8Array);
  damaged[damaged.length >> 1] = (damaged[damaged.length >> 1] as number) ^ 1;
  expect(() => createEngine({ state: { ...emptyState, statistics: damaged } })).toThrow(
    expect.objectContaining({ code: "store-corrupt" }),
  );
});

test.each([
  ["300,000 words", Array.from({ length: 300_000 }, (_, i) => `word${i}`).join(" ")],
  ["10,000 identical words", "news ".repeat(10_000)],
  ["10 MB without a word", "!- (".repeat(2_500_000)],
  ["2 MB of open brackets", "［".repeat(2_000_000)],
  ["1 MB of spaces before a tail", `${" ".repeat(1_000_000)}read more`],
  ["nothing", ""],
])("decide() keeps no more than its limit of %s", (_name, text) => {
  const desk = createDeskDouble();
  desk.decide(makeItem(1, report));
  const before = desk.engine.size().bytes;
  for (let id = 2; id < 12; id += 1) desk.decide(makeItem(id, { headline: `${text.slice(0, 100_000)} ${id}`, text }));
  expect((desk.engine.size().bytes - before) / 10).toBeLessThan(6_000);
});

test.each(["word", "news ", "!- (", "［", " "])("decide() reads a flood of %j in linear time", (piece) => {
  let id = 1;
  const desk = createDeskDouble();
  expectLinear((size) => {
    id += 1;
    desk.decide(makeItem(id, { headline: `Flood ${id}`, text: `${piece.repeat(size)} read more` }));
  }, 100_000);
});
