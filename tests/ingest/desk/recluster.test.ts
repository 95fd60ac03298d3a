import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createEngine } from "../../../src/dedupe/engine.ts";
import { emptyFilter } from "../../../src/domain/section.ts";
import type { Store } from "../../../src/domain/store.ts";
import { hourMs } from "../../../src/domain/time.ts";
import { createDesk } from "../../../src/ingest/desk/desk.ts";
import { keepIds, recluster } from "../../../src/ingest/desk/recluster.ts";
import { openStore } from "../../../src/store/open-store.ts";
import { makeFolder, removeFolder } from "../../support/folders.ts";
import { silentLog } from "../../support/logs.ts";
import { makeEntry } from "../../support/make-entry.ts";

const start = Date.UTC(2026, 10, 22, 8);
let folder: string;
let store: Store;

beforeEach(async () => {
  folder = makeFolder();
  store = await openStore(`sqlite:${join(folder, "wire.db")}`, { now: start });
  const clock = { now: () => start, sleep: async () => undefined };
  for (const [index, name] of ["a", "b", "c"].entries()) {
    const source = { name, kind: "outlet", rank: 50 } as const;
    const spec = { url: `https://${name}.example/feed`, source, title: name, siteUrl: null, intervalMs: null };
    const feed = await store.addFeed(spec, "added", start);
    const firstSeenAt = start + index * hourMs;
    const entry = makeEntry({ guid: name, url: "https://agency.example/story", title: "Tunnel flooded", firstSeenAt });
    const changes = [{ kind: "new" as const, entry }];
    await store.saveFetched({ feedId: feed.id, now: start, changes, poll: null, capture: null, capturesMax: 0 });
  }
  const desk = createDesk({
    store,
    createEngine: (state) => createEngine({ state }),
    clock,
    log: silentLog,
    owner: "t",
    isAlive: () => false,
  });
  await desk.run();
  await desk.close();
});

afterEach(async () => {
  await store.close();
  removeFolder(folder);
});

async function copies(): Promise<(number | null)[]> {
  const entries = await store.readEntries({ filter: emptyFilter, since: null, afterId: 0, limit: 10 });
  return entries.map((entry) => entry.copyId);
}

const again = (since: number) => recluster({ store, createEngine: (state) => createEngine({ state }) }, since);

describe("recluster()", () => {
  test("finds nothing to change in decisions of the same engine", async () => {
    expect(await again(start - hourMs)).toMatchObject({ entries: 3, moves: [] });
  });

  test("shows what it would change, writes nothing by itself, and keeps the ids of most members", async () => {
    const [kept = 0] = await copies();
    await store.saveRegroup(
      {
        entries: [{ entryId: 3, copyId: 70, storyId: 71, reasons: [] }],
        leads: [{ copyId: 70, leadEntryId: 3 }],
        pins: [],
      },
      { nextCopyId: 72, nextStoryId: 72, statistics: null },
    );
    const result = await again(start - hourMs);
    expect(result.moves.map((move) => [move.entryId, move.from.copyId, move.to.copyId])).toEqual([[3, 70, kept]]);
    expect(await copies()).toEqual([kept, kept, 70]);
    await store.saveRegroup(result.regroup, result.state);
    expect(await copies()).toEqual([kept, kept, kept]);
    expect((await again(start - hourMs)).moves).toEqual([]);
  });

  test("does not change earlier entries, but compares with them", async () => {
    const result = await again(start + hourMs + 1);
    expect(result).toMatchObject({ entries: 1, moves: [] });
  });
});

describe("keepIds()", () => {
  test("gives an earlier id to the group with most of its members, and to one group only", () => {
    const rows = [
      { group: 9, past: 1 },
      { group: 9, past: 1 },
      { group: 8, past: 1 },
      { group: 8, past: 2 },
      { group: 7, past: 2 },
    ];
    expect([...keepIds(rows)]).toEqual([
      [9, 1],
      [7, 2],
    ]);
  });
});
