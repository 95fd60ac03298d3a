import { afterEach, beforeEach, expect, test } from "vitest";
import type { Store } from "../../../src/domain/store.ts";
import { type Connection, makeConnection } from "../../../src/store/postgres/connection.ts";
import { storedEntrySql } from "../../../src/store/postgres/entries/stored-entry.ts";
import { databaseAddress, openPool } from "../../../src/store/postgres/open-database.ts";
import { postgresStore } from "../../../src/store/postgres/postgres-store.ts";
import type { Transaction } from "../../../src/store/postgres/transaction.ts";
import { makeEntry } from "../../support/make-entry.ts";
import { makeDatabase } from "../../support/postgres-server.ts";
import { deskState, fetchedOf, noon, specOf, verdictOf } from "../../support/store-fixtures.ts";

let store: Store;
/** How many rows the last writing transaction read. */
let rowsRead = 0;
/** The ids of the entries that readers have asked for with all they hold. */
let askedEntries: number[] = [];

beforeEach(async () => {
  const url = await makeDatabase();
  store = postgresStore(counting(makeConnection(openPool(databaseAddress(url)), url, { schema: "public" })));
});
afterEach(() => store.close());

function counting(own: Connection): Connection {
  return {
    ...own,
    read: (work) => own.read((tx) => work(noting(tx))),
    write: (work) =>
      own.write(async (tx) => {
        const before = await readSoFar(tx);
        const result = await work(tx);
        rowsRead = (await readSoFar(tx)) - before;
        return result;
      }),
  };
}

function noting(tx: Transaction): Transaction {
  const all: Transaction["all"] = (text, values, options) => {
    if (text.startsWith(storedEntrySql)) askedEntries.push(...((values as readonly (readonly number[])[])[0] ?? []));
    return tx.all(text, values, options);
  };
  return { ...tx, all };
}

/** The server adds up what a connection read since it last published its counts, which it does between transactions. */
async function readSoFar(tx: Transaction): Promise<number> {
  const row = await tx.get<{ rows: number }>(
    "SELECT sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)) AS rows FROM pg_stat_xact_user_tables",
  );
  return row?.rows ?? 0;
}

const batch = 30;

async function fetchBatch(feedId: number, from: number): Promise<readonly number[]> {
  const changes = Array.from({ length: batch }, (_, at) => {
    return { kind: "new", entry: makeEntry({ guid: `e-${from + at}`, firstSeenAt: noon }) } as const;
  });
  return (await store.saveFetched(fetchedOf(feedId, changes))).newIds;
}

/** Every second entry joins the copy of the one before. */
async function decideBatch(ids: readonly number[]): Promise<void> {
  const verdicts = ids.map((id, at) => {
    const group = ids[at - (at % 2)] ?? id;
    return verdictOf(id, group, group);
  });
  const next = (ids.at(-1) ?? 0) + 1;
  await store.saveVerdicts(verdicts, deskState({ nextCopyId: next, nextStoryId: next }));
}

test("a writer reads as many rows in a store that has grown since its statements were planned", async () => {
  const feed = await store.addFeed(specOf("https://wire.example/rss"), "added", noon);
  const fetched: number[] = [];
  const decided: number[] = [];
  for (let from = 0; from < 12 * batch; from += batch) {
    const ids = await fetchBatch(feed.id, from);
    fetched.push(rowsRead);
    await decideBatch(ids);
    decided.push(rowsRead);
  }
  for (const [first = 0, ...later] of [fetched, decided]) expect(Math.max(...later)).toBeLessThan(1.1 * first);
});

test("a story is read with each of its entries once", async () => {
  const feed = await store.addFeed(specOf("https://wire.example/rss"), "added", noon);
  const ids = await fetchBatch(feed.id, 0);
  const story = ids[0] ?? 0;
  await store.saveVerdicts(
    ids.map((id, at) => verdictOf(id, ids[at - (at % 2)] ?? id, story, { opensStory: at === 0 })),
    deskState({ nextCopyId: 100, nextStoryId: 100 }),
  );
  askedEntries = [];
  const read = await store.readStory(story);
  expect(read?.entries.map(({ id }) => id)).toEqual(ids);
  expect(read?.copies).toHaveLength(batch / 2);
  expect(askedEntries.toSorted((one, other) => one - other)).toEqual(ids);
});
