import { join } from "node:path";
import { expect, test } from "vitest";
import type { Entry } from "../../../src/domain/entry.ts";
import { parseQuery } from "../../../src/domain/query/parse-query.ts";
import { sorts } from "../../../src/domain/section.ts";
import { openStore } from "../../../src/store/open-store.ts";
import { storeCopies } from "../../../src/store/store-copies.ts";
import { tableLists, tableOfSeveral, tableTexts } from "../../domain/query/query-table.ts";
import { makeFolder } from "../../support/folders.ts";
import { makeEntry } from "../../support/make-entry.ts";
import { makeDatabase } from "../../support/postgres-server.ts";
import { deskState, fetchedOf, noon, pageOf, specOf, verdictOf } from "../../support/store-fixtures.ts";

/** The texts of the table of queries, one entry for each language. */
const tableEntries = tableTexts.map(({ language, title, text, author, category }, at) =>
  makeEntry({
    ...{ guid: language, url: `https://www.lang.example/${language}`, title, text, language },
    authors: author === undefined ? [] : [{ name: author, email: null, url: null }],
    categories: category === undefined ? [] : [category],
    firstSeenAt: noon - 60_000 * (tableTexts.length - at),
  }),
);

/** The entries in a store of each kind. */
async function openBoth(entries: readonly Entry[]) {
  const file = `sqlite:${join(makeFolder(), "table.db")}`;
  const store = await openStore(file, { now: noon });
  const { id } = await store.addFeed(specOf("https://wire.example/rss"), "added", noon);
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
  const [sqlite, postgres] = await openBoth(tableEntries);
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

test("phrases are found behind the place up to which PostgreSQL counts the words of a text", async () => {
  const many = "strike no more. ".repeat(700);
  const run = Array.from({ length: 20_000 }, (_, at) => String.fromCodePoint(0x4e00 + (at % 6_000))).join("");
  const texts = [
    `${many}quiet harbour ${"strike ".repeat(300)}harbour quiet`,
    `${run}停火協議${run.slice(0, 9)}`,
    "quiet now. harbour",
  ];
  const entries = texts.map((text, at) =>
    makeEntry({
      guid: `long-${at}`,
      url: `https://long.example/${at}`,
      title: "Long",
      text,
      language: null,
      firstSeenAt: noon + at,
    }),
  );
  const [sqlite, postgres] = await openBoth(entries);
  const asked = [
    '"quiet harbour"',
    '"harbour quiet"',
    '-"quiet harbour"',
    "quiet NEAR/1 harbour",
    "停火協議",
    "harbour PRE/2 quiet",
  ];
  const found: unknown[] = [];
  for (const text of asked) {
    const page = pageOf({ filter: { query: parseQuery(text) }, collapse: "none" });
    const [expected, own] = [await sqlite.readPage(page), await postgres.readPage(page)];
    expect(own, text).toEqual(expected);
    found.push([text, own.items.map(({ lead }) => lead.guid)]);
  }
  expect(found).toContainEqual(["停火協議", ["long-1"]]);
  expect(found).toContainEqual(['"harbour quiet"', ["long-0"]]);
  await sqlite.close();
  await postgres.close();
});
