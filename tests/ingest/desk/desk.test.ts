import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createEngine } from "../../../src/dedupe/engine.ts";
import { WireError } from "../../../src/domain/errors.ts";
import { editorRulings } from "../../../src/domain/rulings/editor-rulings.ts";
import { emptyFilter } from "../../../src/domain/section.ts";
import type { Store } from "../../../src/domain/store.ts";
import { hourMs } from "../../../src/domain/time.ts";
import { createDesk, type Desk } from "../../../src/ingest/desk/desk.ts";
import { openStore } from "../../../src/store/open-store.ts";
import { makeFolder, removeFolder } from "../../support/folders.ts";
import { silentLog } from "../../support/logs.ts";
import { makeEntry } from "../../support/make-entry.ts";
import { askRulings } from "../../support/store-fixtures.ts";

const start = Date.UTC(2026, 10, 22, 8);

let folder: string;
let store: Store;
let now: number;

beforeEach(async () => {
  now = start;
  folder = makeFolder();
  store = await openStore(`sqlite:${join(folder, "wire.db")}`, { now: start });
});

afterEach(async () => {
  await store.close();
  removeFolder(folder);
});

function openDesk(owner = "here:1:desk", isAlive = (_owner: string) => false, over: Store = store): Desk {
  const clock = { now: () => now, sleep: async () => undefined };
  return createDesk({
    store: over,
    createEngine: (state) => createEngine({ state }),
    clock,
    log: silentLog,
    owner,
    isAlive,
  });
}

async function addFeed(name: string, rank = 50): Promise<number> {
  const source = { name, kind: "outlet", rank } as const;
  const spec = { url: `https://${name}.example/feed`, source, title: name, siteUrl: null, intervalMs: null };
  return (await store.addFeed(spec, "added", start)).id;
}

/** Saves one entry for each row: guid, permalink, hours after the start. */
async function save(feedId: number, rows: readonly (readonly [string, string, number])[]): Promise<void> {
  const changes = rows.map(([guid, url, hours]) => {
    const firstSeenAt = start + hours * hourMs;
    return {
      kind: "new" as const,
      entry: makeEntry({ guid, url, title: `Report on ${guid}`, firstSeenAt, publishedAt: firstSeenAt }),
    };
  });
  await store.saveFetched({ feedId, now: start, changes, poll: null, capture: null, capturesMax: 0 });
}

async function entryIds() {
  const entries = await store.readEntries({ filter: emptyFilter, since: null, afterId: 0, limit: 500 });
  return new Map(entries.map((entry) => [entry.guid, entry.id]));
}

async function memberships() {
  const entries = await store.readEntries({ filter: emptyFilter, since: null, afterId: 0, limit: 500 });
  return new Map(entries.map((entry) => [entry.guid, { copyId: entry.copyId, storyId: entry.storyId }]));
}

describe("createDesk()", () => {
  test("decides what waits; nothing is shown before, and nothing is decided twice", async () => {
    await save(await addFeed("a"), [
      ["harvest festival", "https://a.example/1", 0],
      ["tunnel flooding", "https://a.example/2", 1],
    ]);
    expect((await memberships()).size).toBe(0);
    const desk = openDesk();
    expect(await desk.run()).toEqual({ kind: "decided", verdicts: 2, decisions: 0 });
    expect(await desk.run()).toEqual({ kind: "decided", verdicts: 0, decisions: 0 });
    expect((await memberships()).size).toBe(2);
  });

  test("entries of an archive meet those of an archive of the same days that was ingested before", async () => {
    const a = await addFeed("agency");
    const b = await addFeed("b");
    await save(a, [
      ["first", "https://agency.example/story", 0],
      ["late", "https://a.example/late", 24 * 90],
    ]);
    await openDesk().run();
    // Much older than the newest entry, and older than the window of "late".
    await save(b, [["reprint", "https://agency.example/story", 2]]);
    await openDesk().run();
    const placed = await memberships();
    expect(placed.get("reprint")?.copyId).toBe(placed.get("first")?.copyId);
    expect(placed.get("late")?.copyId).not.toBe(placed.get("first")?.copyId);
  });

  test("a restart continues where it stopped: earlier decisions stand, and later entries meet their entries", async () => {
    const a = await addFeed("agency");
    await save(a, [["first", "https://agency.example/story", 0]]);
    const one = openDesk("here:1:desk");
    await one.run();
    await one.close();
    const before = await memberships();
    await save(await addFeed("b"), [["second", "https://agency.example/story", 1]]);
    await openDesk("here:2:desk").run();
    const after = await memberships();
    expect(after.get("first")).toEqual(before.get("first"));
    expect(after.get("second")?.copyId).toBe(before.get("first")?.copyId);
  });

  test("leaves decisions to a running owner of the lease, and takes over from a dead one", async () => {
    await save(await addFeed("a"), [["first", "https://a.example/1", 0]]);
    await store.takeDesk("here:99:desk", start, start + hourMs);
    expect(await openDesk("here:1:desk", () => true).run()).toEqual({ kind: "elsewhere", owner: "here:99:desk" });
    expect((await memberships()).size).toBe(0);
    expect(await openDesk("here:1:desk", () => false).run()).toMatchObject({ kind: "decided", verdicts: 1 });
  });

  test("an editor's ruling splits a group, and applies to later entries", async () => {
    const a = await addFeed("a");
    const b = await addFeed("b");
    await save(a, [["first", "https://agency.example/story", 0]]);
    await save(b, [["second", "https://agency.example/story", 1]]);
    const desk = openDesk();
    await desk.run();
    const entries = await store.readEntries({ filter: emptyFilter, since: null, afterId: 0, limit: 10 });
    const [entryA, entryB] = entries.map((entry) => entry.id) as [number, number];
    await askRulings(store, [{ kind: "apart", level: "story", entryA, entryB }], "an editor", start);
    expect(await desk.run()).toMatchObject({ decisions: 1 });
    await desk.close();
    await openDesk("here:2:desk").run();
    const placed = await memberships();
    expect(placed.get("first")?.storyId).not.toBe(placed.get("second")?.storyId);
    expect(placed.get("first")?.copyId).not.toBe(placed.get("second")?.copyId);
    await askRulings(store, [{ kind: "together", level: "story", entryA, entryB }], "an editor", start);
    // When two rulings contradict each other, the later one applies.
    expect(await openDesk("here:3:desk").run()).toMatchObject({ decisions: 1 });
    const joined = await memberships();
    expect(joined.get("first")?.storyId).toBe(joined.get("second")?.storyId);
  });

  test("carries out a decision as a whole, and answers it in the transaction of its effect", async () => {
    const feeds = [await addFeed("agency"), await addFeed("b"), await addFeed("c")];
    for (const [at, feedId] of feeds.entries()) await save(feedId, [[`g${at}`, "https://agency.example/story", at]]);
    const desk = openDesk();
    await desk.run();
    const [one = 0, two = 0, three = 0] = [...(await entryIds()).values()];
    const story = await store.readStory((await memberships()).get("g0")?.storyId ?? 0);
    const rulings = editorRulings({ kind: "split", level: "story", story: story!, entryIds: [two, three], ruled: [] });
    const id = await askRulings(store, rulings, "ana", start);
    expect(await desk.run()).toMatchObject({ decisions: 1 });
    expect(await store.readCommandAnswer(id)).toEqual({ kind: "done", result: null });
    const placed = await memberships();
    expect(placed.get("g1")).toEqual(placed.get("g2"));
    expect(placed.get("g1")?.storyId).not.toBe(placed.get("g0")?.storyId);
    // The remaining part keeps the story's number.
    expect([placed.get("g0")?.storyId, one]).toEqual([story?.id, (await entryIds()).get("g0")]);
  });

  test("a decision that cannot be carried out is answered with the reason, and delays neither entries nor later decisions", async () => {
    await save(await addFeed("a"), [["first", "https://a.example/1", 0]]);
    const pin = (storyId: number) => askRulings(store, [{ kind: "pin", storyId, pinned: true }], "ana", start);
    const desk = openDesk();
    await desk.run();
    const storyId = (await memberships()).get("first")?.storyId ?? 0;
    const [gone, good] = [await pin(999), await pin(storyId)];
    await save(await addFeed("b"), [["second", "https://b.example/1", 1]]);
    expect(await desk.run()).toMatchObject({ kind: "decided", verdicts: 1, decisions: 1 });
    expect(await store.readCommandAnswer(gone)).toMatchObject({ kind: "refused", code: "not-found" });
    expect(await store.readCommandAnswer(good)).toMatchObject({ kind: "done" });
    expect(await store.readEditorRulings()).toHaveLength(1);
  });

  test("a desk that cannot open returns the error to waiting callers, instead of reporting success", async () => {
    const id = await askRulings(store, [{ kind: "pin", storyId: 1, pinned: true }], "ana", start);
    await store.saveVerdicts([], { nextCopyId: 1, nextStoryId: 1, statistics: new Uint8Array([1, 2, 3]) });
    await expect(openDesk().run()).rejects.toMatchObject({ code: "store-corrupt" });
    expect(await store.readCommandAnswer(id)).toMatchObject({ kind: "refused", code: "store-corrupt" });
  });

  test("a locked store causes no refusal: the next pass carries the decision out", async () => {
    await save(await addFeed("a"), [["first", "https://a.example/1", 0]]);
    await openDesk().run();
    const storyId = (await memberships()).get("first")?.storyId ?? 0;
    const id = await askRulings(store, [{ kind: "pin", storyId, pinned: true }], "ana", start);
    const locked = { ...store, saveRegroup: () => Promise.reject(new WireError("store-locked", "locked")) };
    await expect(openDesk("here:1:desk", undefined, locked).run()).rejects.toMatchObject({ code: "store-locked" });
    expect(await store.readCommandAnswer(id)).toBeNull();
    await openDesk("here:1:desk").run();
    expect(await store.readCommandAnswer(id)).toMatchObject({ kind: "done" });
  });

  test("an owner that loses the lease while it decides saves nothing of what it decided", async () => {
    await save(await addFeed("a"), [["first", "https://a.example/1", 0]]);
    const other = openDesk("here:2:desk", () => true);
    const readPending: Store["readPending"] = async (limit) => {
      const pending = await store.readPending(limit);
      if (limit === 1) return pending; // It only looks whether there is anything to decide.
      now += hourMs;
      await other.run();
      return pending;
    };
    const one = openDesk("here:1:desk", () => true, { ...store, readPending });
    await expect(one.run()).rejects.toMatchObject({ code: "store-locked" });
    await one.close();
    expect([...(await memberships()).values()]).toHaveLength(1);
    expect(await store.readDeskOwner(now)).toBe("here:2:desk");
  });

  test("an owner whose lease ran out learns what another desk decided meanwhile before it decides again", async () => {
    const feeds = [await addFeed("a"), await addFeed("b"), await addFeed("c")];
    await save(feeds[0]!, [["first", "https://a.example/1", 0]]);
    const [one, other] = [openDesk("here:1:desk"), openDesk("here:2:desk", () => true)];
    await one.run();
    now += hourMs;
    await save(feeds[1]!, [["second", "https://b.example/1", 1]]);
    expect(await other.run()).toMatchObject({ kind: "decided", verdicts: 1 });
    await other.close();
    await save(feeds[2]!, [["third", "https://c.example/1", 2]]);
    expect(await one.run()).toMatchObject({ kind: "decided", verdicts: 1 });
    expect(new Set([...(await memberships()).values()].map(({ copyId }) => copyId)).size).toBe(3);
  });
});
