import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { compareDocuments } from "../../../src/documents/compare-documents.ts";
import { parseQuery } from "../../../src/domain/query/parse-query.ts";
import { emptyFilter } from "../../../src/domain/section.ts";
import type { Store } from "../../../src/domain/store.ts";
import { copyStore } from "../../../src/store/copying/copy-store.ts";
import { postgresTarget } from "../../../src/store/copying/postgres-end.ts";
import { sqliteSource, sqliteTarget } from "../../../src/store/copying/sqlite-end.ts";
import { openReadStore, openStore, storeFile } from "../../../src/store/open-store.ts";
import { storeCopies } from "../../../src/store/store-copies.ts";
import { createFakeClock } from "../../support/fake-clock.ts";
import { makeFolder, removeFolder } from "../../support/folders.ts";
import { makeEntry } from "../../support/make-entry.ts";
import { makeDatabase } from "../../support/postgres-server.ts";
import {
  deskState,
  fetchedOf,
  noon,
  outcomeOf,
  pageOf,
  saveRulings,
  specOf,
  verdictOf,
} from "../../support/store-fixtures.ts";

let folder: string;
let file: string;
beforeEach(async () => {
  folder = makeFolder();
  file = `sqlite:${join(folder, "wire.db")}`;
  const store = await openStore(file, { now: noon });
  await fill(store);
  await store.close();
});
afterEach(() => removeFolder(folder));

/**
 * News of three sources, one of them private: copies, a story, a revision, a ruling, what was purged and what waits.
 */
async function fill(store: Store): Promise<void> {
  const feeds = await Promise.all(
    ["wire", "daily", "licensed"].map((name) =>
      store.addFeed(
        specOf(`https://${name}.example/rss`, { name, ...(name === "licensed" ? { isPrivate: true } : {}) }),
        "added",
        noon,
      ),
    ),
  );
  for (const [at, { id }] of feeds.entries()) {
    const changes = Array.from({ length: 150 }, (_, n) => {
      const entry = makeEntry({
        ...{
          guid: `${at}-${n}`,
          url: `https://${at}.example/${n}`,
          title: `Title ${n} of ${at}`,
          text: `Strike no ${n} in port ${n % 7}.\n\n${"Long text. ".repeat(90)}`,
        },
        ...{
          firstSeenAt: noon + 60_000 * (3 * n + at),
          publishedAt: noon + 60_000 * (3 * n - at),
          language: n % 2 === 0 ? "en" : null,
        },
      });
      return { kind: "new", entry } as const;
    });
    await store.saveFetched(fetchedOf(id, changes, { poll: outcomeOf() }));
  }
  const pending = await store.readPending(1000);
  const decided = pending.slice(0, -2).map(({ item: { id } }, at) => {
    const group = at % 5 === 4 ? (pending[at - 1]?.item.id ?? id) : id;
    const opens = group === id;
    const reasons = opens ? [] : [{ code: "same-text", score: 0.98, entries: [group] }];
    return verdictOf(id, group, group, { opensCopy: opens, opensStory: opens, leadEntryId: group, reasons });
  });
  await store.saveVerdicts(
    decided,
    deskState({ nextCopyId: 1000, nextStoryId: 1000, statistics: Uint8Array.of(1, 2, 250) }),
  );
  const revised = makeEntry({
    guid: "0-3",
    url: "https://0.example/3",
    title: "Title 3, corrected",
    text: "Another text about whales.",
    contentHash: "other",
  });
  await store.saveFetched(
    fetchedOf(1, [{ kind: "revised", id: 4, entry: revised, significant: true }], { now: noon + 10_000_000 }),
  );
  await saveRulings(store, [{ kind: "apart", level: "copy", entryA: 1, entryB: 7 }]);
  await store.growWords(1000);
  await store.endSession("gone", noon + 1_000_000, noon);
}

async function expectEqual(one: string, other: string): Promise<void> {
  const [left, right] = [await openReadStore(one), await openReadStore(other)];
  const sections = [
    { id: "strikes", title: "Strikes", filter: { ...emptyFilter, query: parseQuery("strike OR whales") } },
  ];
  const settings = {
    sections,
    baseUrl: "https://desk.example",
    clock: createFakeClock(noon),
    onCompared: () => undefined,
  };
  const found = await compareDocuments(left, right, settings);
  expect(found.different).toEqual([]);
  expect(found.documents).toBeGreaterThan(20);
  const all = { filter: emptyFilter, since: null, afterId: 0, limit: 1000 };
  expect(await right.forEditors.readEntries(all)).toEqual(await left.forEditors.readEntries(all));
  expect(await right.forEditors.readCounts()).toEqual(await left.forEditors.readCounts());
  expect(await right.forEditors.readRevisions(4)).toEqual(await left.forEditors.readRevisions(4));
  for (const query of ["in:history strike", "whales", "title:corrected", '"port 3"', "strikes"]) {
    const page = pageOf({ filter: { query: parseQuery(query) }, collapse: "none" });
    expect((await right.forEditors.readPage(page)).items).toEqual((await left.forEditors.readPage(page)).items);
  }
  await left.close();
  await right.close();
}

test("a store is the same after its copy to PostgreSQL and back, and goes on with its ids", async () => {
  const database = await makeDatabase();
  const back = `sqlite:${join(folder, "back.db")}`;
  await storeCopies.copy(file, database, noon, () => undefined);
  await expectEqual(file, database);
  await storeCopies.copy(database, back, noon, () => undefined);
  await expectEqual(database, back);
  await expectEqual(file, back);
  for (const url of [file, database, back]) {
    const store = await openStore(url, { now: noon });
    const { newIds } = await store.saveFetched(
      fetchedOf(2, [{ kind: "new", entry: makeEntry({ guid: "next", firstSeenAt: noon + 99_000_000 }) }]),
    );
    expect(newIds).toEqual([451]);
    expect((await store.addFeed(specOf("https://new.example/rss"), "added", noon)).id).toBe(4);
    expect(await store.isSessionEnded("gone")).toBe(true);
    expect((await store.readDeskState()).nextCopyId).toBe(1000);
    await store.close();
  }
});

test("a copy that was broken off goes on, and shows how far it is", async () => {
  const database = await makeDatabase();
  const source = sqliteSource(storeFile(file));
  const target = await postgresTarget(database, noon);
  let writes = 0;
  const breaking = {
    ...target,
    async write(...args: Parameters<typeof target.write>) {
      writes += 1;
      if (writes > 6) throw new Error("the plug was pulled");
      await target.write(...args);
    },
  };
  await expect(copyStore(source, breaking, noon, () => undefined)).rejects.toThrow("the plug was pulled");
  await expect(openStore(database, { now: noon })).rejects.toMatchObject({ code: "conflict" });
  await expect(openReadStore(database)).rejects.toMatchObject({ code: "conflict" });
  const shown: [number, number][] = [];
  await copyStore(source, target, noon, (done, total) => shown.push([done, total]));
  expect(shown.at(-1)?.[0]).toBe(shown.at(-1)?.[1]);
  expect(shown[0]?.[0]).toBeGreaterThan(0);
  await target.close();
  await source.close();
  await expectEqual(file, database);
});

test("a copy refuses a place with another store, another's unfinished copy, and a source that is in use", async () => {
  const other = `sqlite:${join(folder, "other.db")}`;
  const store = await openStore(other, { now: noon });
  await store.addFeed(specOf("https://other.example/rss"), "added", noon);
  await expect(storeCopies.copy(other, `sqlite:${join(folder, "x.db")}`, noon, () => undefined)).rejects.toThrow(
    "is in use",
  );
  await store.close();
  await expect(storeCopies.copy(file, other, noon, () => undefined)).rejects.toThrow("holds a store already");
  const half = join(folder, "half.db");
  const target = sqliteTarget(half, noon);
  await target.begin("urn:uuid:another");
  await target.close();
  await expect(storeCopies.copy(file, `sqlite:${half}`, noon, () => undefined)).rejects.toThrow(
    "unfinished copy of another store",
  );
  await expect(openStore(`sqlite:${half}`, { now: noon })).rejects.toMatchObject({ code: "conflict" });
  const database = await makeDatabase();
  const service = await openStore(database, { now: noon });
  await service.takeDesk("a service", noon, noon + 60_000);
  await expect(storeCopies.copy(database, `sqlite:${join(folder, "y.db")}`, noon, () => undefined)).rejects.toThrow(
    "is in use",
  );
  await service.close();
});
