import { expect, test } from "vitest";
import { parseQuery } from "../../src/domain/query/parse-query.ts";
import { emptyFilter, type Section } from "../../src/domain/section.ts";
import { createRowMarks } from "../../src/web/river/row-marks.ts";
import { tableLists, tableOfSeveral, tableTexts } from "../domain/query/query-table.ts";
import { someOf } from "../support/runs-of.ts";
import { pageOf } from "../support/store-fixtures.ts";
import { add, openDesk, serveDesk } from "./served-desk.ts";

/** Every query with the languages of the texts that it finds. */
const table: readonly (readonly [string, readonly string[]])[] = [
  ...tableTexts.flatMap(({ finds, language }) => finds.map((query) => [query, [language]] as const)),
  ...tableTexts.flatMap(({ none }) => none.map((query) => [query, []] as const)),
  ...tableOfSeveral,
];

const sections: readonly Section[] = table.map(([query], at) => {
  return { id: `s${at}`, title: query, filter: { ...emptyFilter, query: parseQuery(query, tableLists) } };
});

async function openTable() {
  const { url, store, agencyId, clock } = await openDesk();
  for (const [at, { language, title, text, author, category }] of tableTexts.entries()) {
    await add(store, agencyId, {
      guid: language,
      url: `https://www.lang.example/${language}`,
      title,
      text,
      html: `<p>${text.replaceAll("&", "&amp;")}</p>`,
      language,
      authors: author === undefined ? [] : [{ name: author, email: null, url: null }],
      categories: category === undefined ? [] : [category],
      firstSeenAt: clock.time - 60_000 * (tableTexts.length - at),
    });
  }
  return { url, store, app: await serveDesk({ url, clock, sections, deps: { terms: tableLists } }) };
}

test("the table has 300 queries in 25 languages at least", () => {
  expect(table.length).toBeGreaterThanOrEqual(300);
  expect(new Set(table.map(([query]) => query)).size).toBeGreaterThanOrEqual(300);
  expect(tableTexts.length).toBeGreaterThanOrEqual(25);
});

test("every query of the table finds the same in index, feed, section, desk, API and watch, and marks it", async () => {
  const { store, app } = await openTable();
  const wrong: unknown[] = [];
  const all = (await store.readPage(pageOf({ collapse: "none", limit: 100 }))).items;
  const watches = table.map(([text]) => ({ text, query: parseQuery(text, tableLists) }));
  const watched = new Map(all.map((item) => [item.lead.language, watchedBy(item, watches)]));
  for (const [at, [query, languages]] of someOf([...table.entries()])) {
    const expected = [...languages].sort();
    const filter = { query: parseQuery(query, tableLists) };
    const index = (await store.readPage(pageOf({ filter, collapse: "none" }))).items.map(({ lead }) => lead.language);
    const q = encodeURIComponent(query);
    const answers = {
      index,
      feed: await feedLanguages(`/feeds/all.json?q=${q}`),
      section: await feedLanguages(`/feeds/s${at}.json`),
      api: await apiLanguages(`/api/v1/entries?q=${q}`),
      desk: languagesOf((await app.ask(`/?q=${q}`)).text),
      watch: [...watched].filter(([, texts]) => texts.has(query)).map(([language]) => language),
    };
    for (const [place, found] of Object.entries(answers))
      if (JSON.stringify([...found].sort()) !== JSON.stringify(expected)) wrong.push([query, place, found, expected]);
  }
  expect(wrong).toEqual([]);

  async function feedLanguages(path: string): Promise<readonly string[]> {
    const { text } = await app.ask(path);
    return (JSON.parse(text) as { items: { url: string }[] }).items.map(({ url }) => url.split("/").at(-1) ?? "");
  }
  async function apiLanguages(path: string): Promise<readonly string[]> {
    const { text } = await app.ask(path);
    return (JSON.parse(text) as { items: { language: string }[] }).items.map(({ language }) => language);
  }
}, 240_000);

/** In small groups, so that no page's budget ends. */
function watchedBy(
  item: Parameters<ReturnType<typeof createRowMarks>["read"]>[0],
  watches: Parameters<typeof createRowMarks>[1],
) {
  return new Set(createRowMarks(null, watches).read(item).watched);
}

function languagesOf(page: string): readonly string[] {
  return [...page.matchAll(/<h2 dir="auto">.*?<a href="[^"]*" lang="([a-z]+)"/gs)].map(([, language = ""]) => language);
}

test("what a query finds is marked in the row, and nothing else is", async () => {
  const { app } = await openTable();
  const marked = async (query: string) => {
    const { text } = await app.ask(`/?q=${encodeURIComponent(query)}`);
    return [...text.matchAll(/<mark>(.*?)<\/mark>/g)].map(([, one]) => one?.replaceAll("&#39;", "'"));
  };
  expect(await marked("airstrike")).toEqual(["air-strike"]);
  expect(await marked("obrien OR =WHO")).toEqual(["O'Brien", "WHO"]);
  expect(await marked("muellers")).toEqual(["Müllers"]);
  expect(await marked("停火协议")).toEqual(["停火協議"]);
  expect(await marked("火")).toEqual(["火"]);
  expect(await marked("ソウル")).toEqual(["ｿｳﾙ"]);
  expect(await marked("กรุงเทพ")).toEqual(["กรุงเทพ"]);
  expect(await marked("احمد")).toEqual(["أحمد"]);
  expect(await marked("2500")).toEqual(["2 500"]);
  expect(await marked("C++")).toEqual(["C++"]);
});

test("other forms of a word are found, marked in the row and watched for, and the page names them", async () => {
  const { store, agencyId, clock, url } = await openDesk();
  await add(store, agencyId, { guid: "a", title: "Strikes go on", text: "No word." });
  await add(store, agencyId, { guid: "b", title: "A strike ends", text: "No word." });
  await store.growWords(100);
  const app = await serveDesk({ url, clock });
  const { text } = await app.ask("/?q=strike", {
    headers: { Cookie: `wiredesk_watches=${encodeURIComponent("strike")}` },
  });
  expect([...text.matchAll(/<mark>(.*?)<\/mark>/g)].map(([, one]) => one)).toEqual(["strike", "Strikes"]);
  expect(text.match(/data-watch="strike"/g)).toHaveLength(2);
  expect(text.replaceAll(/<[^>]*>/g, "")).toContain("strike is also found as strikes");
  const api = JSON.parse((await app.ask("/api/v1/entries?q=strike")).text);
  expect(api.items).toHaveLength(2);
  expect(api.query.forms).toEqual([{ word: "strike", form: "strikes", language: "en" }]);
});
