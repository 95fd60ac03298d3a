import { afterEach, beforeEach, expect, test } from "vitest";
import { parseQuery } from "../../../src/domain/query/parse-query.ts";
import type { Store } from "../../../src/domain/store.ts";
import { type Connection, makeConnection } from "../../../src/store/postgres/connection.ts";
import { databaseAddress, openPool } from "../../../src/store/postgres/open-database.ts";
import { postgresStore } from "../../../src/store/postgres/postgres-store.ts";
import type { Transaction } from "../../../src/store/postgres/transaction.ts";
import { makeEntry } from "../../support/make-entry.ts";
import { makeDatabase } from "../../support/postgres-server.ts";
import { deskState, fetchedOf, noon, pageOf, specOf, verdictOf } from "../../support/store-fixtures.ts";

let store: Store;
let readers: ReturnType<Store["forPublic"]>;
/** How often readers have sent statements while no answer was on its way. */
let trips = 0;
let waiting = 0;

beforeEach(async () => {
  const url = await makeDatabase();
  store = postgresStore(counting(makeConnection(openPool(databaseAddress(url)), url, { schema: "public" })));
  readers = store.forPublic();
});
afterEach(() => store.close());

function counting(own: Connection): Connection {
  return {
    ...own,
    read: (work) => own.read((tx) => work(noting(tx))),
    withAudience: (audience) => counting(own.withAudience(audience)),
  };
}

function noting(tx: Transaction): Transaction {
  const all: Transaction["all"] = async (text, values, options) => {
    if (waiting === 0) trips += 1;
    waiting += 1;
    try {
      return await tx.all(text, values, options);
    } finally {
      waiting -= 1;
    }
  };
  return { ...tx, all, get: async (text, values, options) => (await all<never>(text, values, options))[0] };
}

/** Each entry arrives a minute after the one before, and is a story of its own. */
async function addEntries(texts: readonly string[]): Promise<readonly number[]> {
  const feed = await store.addFeed(specOf("https://wire.example/rss"), "added", noon);
  const changes = texts.map((text, at) => {
    const entry = makeEntry({ guid: `e-${at}`, text, firstSeenAt: noon + at * 60_000 });
    return { kind: "new", entry } as const;
  });
  const { newIds } = await store.saveFetched(fetchedOf(feed.id, changes));
  const next = (newIds.at(-1) ?? 0) + 1;
  await store.saveVerdicts(
    newIds.map((id) => verdictOf(id, id, id)),
    deskState({ nextCopyId: next, nextStoryId: next }),
  );
  return newIds;
}

/** The page, and how many round trips it took. */
async function read(partial: Parameters<typeof pageOf>[0]) {
  trips = 0;
  const { items, next } = await readers.readPage(pageOf({ collapse: "story", limit: 1, ...partial }));
  return { ids: items.map(({ id }) => id), next, trips };
}

const words = (count: number, word: string) => Array.from({ length: count }, () => word);

test("a page is read with few round trips", async () => {
  const ids = await addEntries(words(60, "common"));
  const page = await read({ limit: 50 });
  expect(page.ids).toEqual(ids.slice(10).toReversed());
  expect(page.trips).toBeLessThanOrEqual(5);
});

test("a search finds a rare word in old entries with few round trips", async () => {
  const ids = await addEntries(["rare", ...words(1_999, "common")]);
  const page = await read({ filter: { query: parseQuery("rare") } });
  expect(page.ids).toEqual([ids[0]]);
  expect(page.trips).toBeLessThanOrEqual(8);
});

test("a search walks on when many old entries have a word that no new one has", async () => {
  const ids = await addEntries([...words(600, "former"), ...words(20, "common")]);
  const found: number[] = [];
  for (let after: { at: number; id: number } | null = null; ; ) {
    const page = await read({ limit: 100, after, filter: { query: parseQuery("former") } });
    found.push(...page.ids);
    if (page.next === null) break;
    after = page.next;
  }
  expect(found).toEqual(ids.slice(0, 600).toReversed());
  const first = await read({ filter: { query: parseQuery("former") } });
  expect(first.ids).toEqual([ids[599]]);
});
