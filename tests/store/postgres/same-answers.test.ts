import { join } from "node:path";
import { expect, test } from "vitest";
import { parseQuery } from "../../../src/domain/query/parse-query.ts";
import { sorts } from "../../../src/domain/section.ts";
import { openStore } from "../../../src/store/open-store.ts";
import { storeCopies } from "../../../src/store/store-copies.ts";
import { tableLists, tableOfSeveral, tableTexts } from "../../domain/query/query-table.ts";
import { makeFolder } from "../../support/folders.ts";
import { makeEntry } from "../../support/make-entry.ts";
import { makeDatabase } from "../../support/postgres-server.ts";
import { deskState, fetchedOf, noon, pageOf, specOf, verdictOf } from "../../support/store-fixtures.ts";

/** The texts of the table of queries, one entry for each language, in a store of each kind. */
async function openBoth() {
  const file = `sqlite:${join(makeFolder(), "table.db")}`;
  const store = await openStore(file, { now: noon });
  const { id } = await store.addFeed(specOf("https://wire.example/rss"), "added", noon);
  const entries = tableTexts.map(({ language, title, text, author, category }, at) =>
    makeEntry({
      ...{ guid: language, url: `https://www.lang.example/${language}`, title, text, language },
      authors: author === undefined ? [] : [{ name: author, email: null, url: null }],
      categories: category === undefined ? [] : [category],
      firstSeenAt: noon - 60_000 * (tableTexts.length - at),
    }),
  );
  const { newIds } = await store.saveFetched(
    fetchedOf(
      id,
      entries.map((entry) => ({ kind: "new", entry }) as const),
    ),
  );
  await store.saveVerdicts(
    newIds.map((entryId) => verdictOf(entryId, entryId, entryId)),
    deskState(),
  );
  await store.growWords(1000);
  await store.close();
  const database = await makeDatabase();
  await storeCopies.copy(file, database, noon, () => undefined);
  return [await openStore(file, { now: noon }), await openStore(database, { now: noon })] as const;
}

const queries = [
  ...new Set([
    ...tableTexts.flatMap(({ finds, none }) => [...finds, ...none]),
    ...tableOfSeveral.map(([query]) => query),
  ]),
];

test("every query of the table has the same pages on PostgreSQL as on SQLite, in every order", async () => {
  const [sqlite, postgres] = await openBoth();
  const wrong: unknown[] = [];
  for (const text of queries) {
    for (const sort of sorts) {
      const page = pageOf({ filter: { query: parseQuery(text, tableLists) }, sort, collapse: "none" });
      const [expected, found] = [await sqlite.readPage(page), await postgres.readPage(page)];
      if (JSON.stringify(found) !== JSON.stringify(expected))
        wrong.push([text, sort, [found, expected].map(({ items }) => items.map(({ lead }) => lead.language))]);
    }
  }
  expect(wrong).toEqual([]);
  await sqlite.close();
  await postgres.close();
}, 240_000);
