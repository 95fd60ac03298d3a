import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { parseQuery } from "../../src/domain/query/parse-query.ts";
import { openReadStore, openStore } from "../../src/store/open-store.ts";
import { commonWordsOf } from "../../src/store/sqlite/lists/search/common-words.ts";
import { makeFolder, removeFolder } from "../support/folders.ts";
import { makeEntry } from "../support/make-entry.ts";
import { termOf } from "../support/search-terms.ts";
import { noon, pageOf, saveDecided, specOf } from "../support/store-fixtures.ts";

const folder = makeFolder();
afterAll(() => removeFolder(folder));

const sampled = (title: string, text = "") => ({ title, text, language: "en" });
const texts = [
  sampled("Harvest harvest", "The Harbour"),
  sampled("A harvest-time"),
  sampled("Harvest in the harbour"),
  sampled("The harbour", "of the hardest harbour"),
];

test("commonWordsOf() finds the words of several texts that begin as a term says, the most common first", () => {
  const found = commonWordsOf([termOf(["har"], true)], texts);
  expect(found).toEqual([
    { word: "harvest", share: 3 / 4 },
    { word: "harbour", share: 3 / 4 },
  ]);
});

test("commonWordsOf() finds nothing for a term that more than a beginning decides", () => {
  const beginning = termOf(["har"], true);
  const others = [
    termOf(["harvest"], false),
    termOf(["the", "har"], true),
    { ...beginning, field: "title" } as const,
    { ...beginning, form: "exact" } as const,
    { kind: "not", part: beginning } as const,
  ];
  for (const other of others) expect(commonWordsOf([other], texts)).toEqual([]);
});

test("a search without frequent beginnings finds the few entries that have no word with them, common or rare", async () => {
  const url = `sqlite:${join(folder, "wire.db")}`;
  const store = await openStore(url, { now: noon });
  const feed = await store.addFeed(specOf("https://north.example/rss"), "added", noon);
  const titles: string[] = Array.from({ length: 400 }, (_, n) => (n % 2 === 0 ? "the harvest" : "their harbour"));
  titles[5] = "storm at sea";
  titles[6] = "hardly a storm";
  titles[7] = "storm of thorns";
  titles[8] = "calm sea";
  titles[9] = "harvest at sea";
  const entries = titles.map((title, n) =>
    makeEntry({ guid: `g${n}`, title, text: "", firstSeenAt: noon + n * 60_000 }),
  );
  await saveDecided(store, feed.id, entries);
  await store.close();
  const reader = await openReadStore(url);
  const titlesOf = async (query: string) => {
    const page = await reader.readPage(pageOf({ filter: { query: parseQuery(query) } }));
    return page.items.map(({ lead }) => lead.title);
  };
  expect(await titlesOf("NOT (har* OR tho* OR the*)")).toEqual(["calm sea", "storm at sea"]);
  expect(await titlesOf("storm NOT (har* OR the*)")).toEqual(["storm of thorns", "storm at sea"]);
  expect(await titlesOf("sto* NOT (har* OR tho*)")).toEqual(["storm at sea"]);
  expect(await titlesOf("har* NOT (the* OR tho*)")).toEqual(["harvest at sea", "hardly a storm"]);
  await reader.close();
});
