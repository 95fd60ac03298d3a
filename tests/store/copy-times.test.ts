import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Entry } from "../../src/domain/entry.ts";
import type { Store } from "../../src/domain/store.ts";
import { openStore } from "../../src/store/open-store.ts";
import { makeEntry } from "../support/make-entry.ts";
import { deskState, fetchedOf, noon, specOf, verdictOf } from "../support/store-fixtures.ts";

let folder: string;
let store: Store;
let feedId: number;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "wiredesk-times-"));
  store = await openStore(`sqlite:${join(folder, "wire.db")}`, { now: noon });
  feedId = (await store.addFeed(specOf("https://a.example/"), "added", noon)).id;
});

afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

async function add(guid: string, at: number, given: Partial<Entry> = {}): Promise<number> {
  const entry = makeEntry({ guid, firstSeenAt: noon + at, ...given });
  const { newIds } = await store.saveFetched(fetchedOf(feedId, [{ kind: "new", entry }], { now: noon + at }));
  return newIds[0] ?? 0;
}

function revise(id: number, guid: string, at: number, given: { title?: string; significant?: boolean } = {}) {
  const { title = `at ${at}`, significant = true } = given;
  const change = { kind: "revised", id, entry: makeEntry({ guid, title }), significant } as const;
  return store.saveFetched(fetchedOf(feedId, [change], { now: noon + at }));
}

/** Puts an entry into copy and story 1 under this lead. */
function join1(entryId: number, leadEntryId: number): Promise<void> {
  return store.saveVerdicts([verdictOf(entryId, 1, 1, { leadEntryId })], deskState());
}

/** When copy 1 arrived and when it last changed for a reader, after noon. */
async function times(): Promise<readonly [arrived: number, significant: number] | null> {
  const copy = await store.readCopy(1);
  return copy === null ? null : [copy.arrivedAt - noon, copy.significantAt - noon];
}

describe("the times of a copy", () => {
  test("do not go back when a better source takes the lead after a revision", async () => {
    const first = await add("1", 0);
    await join1(first, first);
    await revise(first, "1", 40);
    const better = await add("2", 50);
    await join1(better, better);
    expect(await times()).toEqual([0, 40]);
    await revise(better, "2", 60);
    expect(await times()).toEqual([0, 60]);
  });

  test("do not go forward when a carrier that was revised before takes the lead", async () => {
    const first = await add("1", 0);
    const second = await add("2", 10);
    await join1(first, first);
    await join1(second, first);
    await revise(second, "2", 20);
    await join1(second, second);
    expect(await times()).toEqual([0, 0]);
    await revise(second, "2", 30, { title: "a comma", significant: false });
    expect(await times()).toEqual([0, 0]);
  });

  test("begin with the last significant change of an entry that was revised before the desk saw it", async () => {
    const first = await add("1", 0);
    await revise(first, "1", 20);
    await join1(first, first);
    expect(await times()).toEqual([0, 20]);
  });

  test("stay when the oldest carrier is purged, and when an update among them is", async () => {
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

describe("the revisions of an entry", () => {
  test("are bounded: the first stays, and the last fifty", async () => {
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

  test("that go back and forth between two states are kept, and are no news after the first", async () => {
    const id = await add("1", 0, { title: "Ferry sails" });
    await join1(id, id);
    await revise(id, "1", 1, { title: "Ferry stays" });
    for (const [at, title] of [
      [2, "Ferry sails"],
      [3, "Ferry stays"],
      [4, "Ferry sails"],
    ] as const)
      await revise(id, "1", at, { title });
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

  test("that tell a reader nothing do not keep an entry from being purged", async () => {
    const id = await add("1", 0);
    await join1(id, id);
    await revise(id, "1", 500, { title: "Readers online now 7", significant: false });
    await store.readPending(1);
    await join1(id, id);
    expect(await store.purge(noon + 400, 10)).toBe(1);
  });
});
