import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Store } from "../../../src/domain/store.ts";
import { openStore } from "../../../src/store/open-store.ts";
import { makeEntry } from "../../support/make-entry.ts";
import { makeDatabase } from "../../support/postgres-server.ts";
import { fetchedOf, noon, specOf } from "../../support/store-fixtures.ts";

let store: Store;
let other: pg.Client;
beforeEach(async () => {
  const url = await makeDatabase();
  store = await openStore(url, { now: noon });
  other = new pg.Client({ connectionString: url });
  await other.connect();
});
afterEach(async () => {
  await store.close();
  await other.end();
});

test("compact() samples filled tables that the server has not sampled, as after pg_restore, and does so once", async () => {
  // Otherwise the server might be first.
  await other.query("ALTER TABLE entries SET (autovacuum_enabled = off)");
  const { id } = await store.addFeed(specOf("https://wire.example/rss"), "added", noon);
  const entries = Array.from({ length: 200 }, (_, at) =>
    makeEntry({ guid: `e-${at}`, text: `${at} mill `.repeat(150) }),
  );
  await store.saveFetched(
    fetchedOf(
      id,
      entries.map((entry) => ({ kind: "new", entry }) as const),
    ),
  );
  const sampled = async () =>
    Number((await other.query("SELECT count(*) FROM pg_stats WHERE tablename = 'entries'")).rows[0].count);
  expect(await sampled()).toBe(0);
  expect(await store.compact(false)).toMatchObject({ kind: "analysed", freeBytes: 0 });
  expect(await sampled()).toBeGreaterThan(5);
  await store.compact(false);
  expect(await store.compact(false)).toMatchObject({ kind: "needless" });
});
