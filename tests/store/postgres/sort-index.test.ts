import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openStore } from "../../../src/store/open-store.ts";
import { makeEntry } from "../../support/make-entry.ts";
import { makeDatabase } from "../../support/postgres-server.ts";
import { fetchedOf, noon, specOf } from "../../support/store-fixtures.ts";

let url: string;
/** Another program on the same server. */
let other: pg.Client;
beforeEach(async () => {
  url = await makeDatabase();
  other = new pg.Client({ connectionString: url });
  await other.connect();
});
afterEach(() => other.end());

/** Saves entries, closes the store, and sorts in the rest. Returns how many pages that rest had. */
async function pagesLeft(entries: number): Promise<number> {
  const store = await openStore(url, { now: noon });
  const feed = await store.addFeed(specOf("https://wire.example/rss"), "added", noon);
  const text = Array.from({ length: 200 }, (_, at) => `word${at}`).join(" ");
  const changes = Array.from({ length: entries }, (_, at) => {
    return { kind: "new", entry: makeEntry({ guid: `e-${at}`, text, firstSeenAt: noon }) } as const;
  });
  await store.saveFetched(fetchedOf(feed.id, changes));
  // By then the sorting has a connection, and closing waits for it.
  await store.readNow();
  await store.close();
  const { rows } = await other.query<{ pages: string }>("SELECT gin_clean_pending_list('search_words') AS pages");
  return Number(rows[0]?.pages);
}

test("a few new entries stay in the index's list of new rows", async () => {
  expect(await pagesLeft(5)).toBeGreaterThan(0);
});

test("many new entries are sorted into the index after they were saved, before the list is full", async () => {
  expect(await pagesLeft(50)).toBe(0);
});
