import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Entry } from "../../src/domain/entry.ts";
import type { Store } from "../../src/domain/store.ts";
import { openStore } from "../../src/store/open-store.ts";
import { makeFolder, removeFolder } from "../support/folders.ts";
import { makeEntry } from "../support/make-entry.ts";
import { deskState, fetchedOf, noon, pageOf, specOf, verdictOf } from "../support/store-fixtures.ts";

let folder: string;
let store: Store;
let feedId: number;

beforeEach(async () => {
  folder = makeFolder();
  store = await openStore(`sqlite:${join(folder, "wire.db")}`, { now: noon });
  feedId = (await store.addFeed(specOf("https://a.example/"), "added", noon)).id;
});

afterEach(async () => {
  await store.close();
  removeFolder(folder);
});

async function add(guid: string, at: number, given: Partial<Entry> = {}): Promise<number> {
  const entry = makeEntry({ guid, firstSeenAt: noon + at, ...given });
  const { newIds } = await store.saveFetched(fetchedOf(feedId, [{ kind: "new", entry }], { now: noon + at }));
  return newIds[0] ?? 0;
}

function revise(id: number, guid: string, at: number, given: Partial<Entry> & { significant?: boolean } = {}) {
  const { significant = true, ...rest } = given;
  const entry = makeEntry({ guid, title: `at ${at}`, ...rest });
  const change = { kind: "revised", id, entry, significant } as const;
  return store.saveFetched(fetchedOf(feedId, [change], { now: noon + at }));
}

/** Puts an entry into copy 1 and story 1, with this lead. */
function join1(entryId: number, leadEntryId: number): Promise<void> {
  return store.saveVerdicts([verdictOf(entryId, 1, 1, { leadEntryId })], deskState());
}

/** When copy 1 arrived, and when it last changed for a reader, relative to noon. */
async function times(): Promise<readonly [arrived: number, significant: number] | null> {
  const copy = await store.readCopy(1);
  return copy === null ? null : [copy.arrivedAt - noon, copy.significantAt - noon];
}

describe("the times of a copy", () => {
  test("do not go back when a better source takes the lead after a revision", async () => {
    const first = await add("1", 0);
    await join1(first, first);
    await revise(first, "1", 40);
    await join1(first, first);
    const better = await add("2", 50);
    await join1(better, better);
    expect(await times()).toEqual([0, 40]);
    await revise(better, "2", 60);
    await join1(better, better);
    expect(await times()).toEqual([0, 60]);
  });

  test("do not go forward when a carrier that was revised earlier takes the lead", async () => {
    const first = await add("1", 0);
    const second = await add("2", 10);
    await join1(first, first);
    await join1(second, first);
    await revise(second, "2", 20);
    await join1(second, second);
    expect(await times()).toEqual([0, 0]);
    await revise(second, "2", 30, { title: "a comma", significant: false });
    await join1(second, second);
    expect(await times()).toEqual([0, 0]);
  });

  test("do not go forward when a lead becomes another text and its carriers have nothing new", async () => {
    const first = await add("1", 0);
    const second = await add("2", 10);
    await join1(first, first);
    await join1(second, first);
    const correction = { kind: "correction", number: null, raw: "CORRECTED-" } as const;
    await revise(first, "1", 20, { cue: correction });
    expect(await times()).toEqual([0, 0]);
    const left = { copyId: 1, leadEntryId: second };
    await store.saveVerdicts([verdictOf(first, 2, 2, { leftCopy: left })], deskState());
    expect(await store.readCopy(1)).toMatchObject({ lead: { id: second }, carriers: [{ entryId: second }] });
    expect(await times()).toEqual([0, 0]);
    expect(await store.readCopy(2)).toMatchObject({ lead: { id: first }, significantAt: noon + 20 });
  });

  test("wait for the desk's decision on the significant revision, and forget none meanwhile", async () => {
    const first = await add("1", 0);
    await join1(first, first);
    await revise(first, "1", 20);
    await store.readPending(9);
    await revise(first, "1", 30, { title: "a comma", significant: false });
    await join1(first, first);
    expect(await times()).toEqual([0, 0]);
    await store.readPending(9);
    await join1(first, first);
    expect(await times()).toEqual([0, 20]);
  });

  test("begin with the last significant change of an entry that was revised before the desk saw it", async () => {
    const first = await add("1", 0);
    await revise(first, "1", 20);
    await join1(first, first);
    expect(await times()).toEqual([0, 20]);
  });

  test("stay when the oldest carrier or an update is purged", async () => {
    const first = await add("1", 0);
    const update = await add("2", 10, { cue: { kind: "update", number: 1, raw: "UPDATE 1-" } });
    const last = await add("3", 100_000);
    await join1(first, first);
    await join1(update, first);
    await join1(last, first);
    expect(await times()).toEqual([0, 10]);
    expect(await store.purge(noon + 50_000, 10)).toBe(2);
    expect(await store.readCopy(1)).toMatchObject({ lead: { id: last }, carriers: [{ entryId: last }] });
    expect(await times()).toEqual([0, 10]);
    expect((await store.readStory(1))?.copies[0]?.arrivedAt).toBe(noon);
  });
});

describe("the times of a story", () => {
  const significant = async () => {
    const { items } = await store.readPage(pageOf({ collapse: "story", limit: 9 }));
    return items.find(({ id }) => id === 1)?.significantAt;
  };
  const open = (id: number, copyId: number) => store.saveVerdicts([verdictOf(id, copyId, 1)], deskState());

  test("do not go back when an editor removes its newest text", async () => {
    await open(await add("1", 0), 1);
    const newest = await add("2", 20);
    await open(newest, 2);
    expect(await significant()).toBe(noon + 20);
    const apart = { entryId: newest, copyId: 2, storyId: 3, reasons: [] };
    await store.saveRegroup({ entries: [apart], leads: [], pins: [] }, deskState());
    expect(await store.readStory(1)).toMatchObject({ copies: [{ id: 1 }] });
    expect(await significant()).toBe(noon + 20);
  });

  test("do not go back when its newest text is purged before an older one that was stored later", async () => {
    await open(await add("1", 20), 1);
    const archived = { kind: "new", entry: makeEntry({ guid: "2", firstSeenAt: noon }) } as const;
    const { newIds } = await store.saveFetched(fetchedOf(feedId, [archived], { storedAt: noon + 90 }));
    await open(newIds[0] ?? 0, 2);
    expect(await store.purge(noon + 50, 9)).toBe(1);
    expect(await store.readStory(1)).toMatchObject({ copies: [{ id: 2 }] });
    expect(await significant()).toBe(noon + 20);
  });
});

describe("the revisions of an entry", () => {
  test("are limited: the first and the last fifty are kept", async () => {
    const id = await add("1", 0, { title: "at 0" });
    for (let at = 1; at <= 120; at += 1) await revise(id, "1", at);
    const revisions = await store.readRevisions(id);
    expect(revisions.map(({ title }) => title)).toEqual([
      "at 0",
      ...Array.from({ length: 50 }, (_, index) => `at ${71 + index}`),
    ]);
    expect((await store.readEntry(id))?.revision).toBe(121);
    expect((await store.readCounts()).revisions).toBe(51);
    await join1(id, id);
    expect(await store.purge(noon + 1e9, 1)).toBe(1);
    expect((await store.readCounts()).revisions).toBe(0);
  });

  test("that alternate between two states are kept, and are not news after the first", async () => {
    const id = await add("1", 0, { title: "Ferry sails" });
    await join1(id, id);
    await revise(id, "1", 1, { title: "Ferry stays" });
    for (const [at, title] of [
      [2, "Ferry sails"],
      [3, "Ferry stays"],
      [4, "Ferry sails"],
    ] as const)
      await revise(id, "1", at, { title });
    await join1(id, id);
    expect((await store.readRevisions(id)).map(({ significant }) => significant)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
    expect(await times()).toEqual([0, 1]);
    expect(await store.readEntry(id)).toMatchObject({ revision: 5, title: "Ferry sails", significantAt: noon + 1 });
  });

  test("that change nothing for a reader do not protect an entry from the purge", async () => {
    const id = await add("1", 0);
    await join1(id, id);
    await revise(id, "1", 500, { title: "Readers online now 7", significant: false });
    await store.readPending(1);
    await join1(id, id);
    expect(await store.purge(noon + 400, 10)).toBe(1);
  });
});
