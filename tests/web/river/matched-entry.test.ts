import { expect, test } from "vitest";
import { parseQuery } from "../../../src/domain/query/parse-query.ts";
import { pageOf } from "../../support/store-fixtures.ts";
import { add, openDesk, serveDesk } from "../served-desk.ts";

/** A story of two texts: the agency leads, and only the outlet has a word on sugarcane. */
async function openStory() {
  const desk = await openDesk();
  const { store, clock, agencyId, outletId } = desk;
  const lead = await add(store, agencyId, {
    guid: "lead",
    title: "Storm reaches the coast",
    text: "The storm came at night.",
    firstSeenAt: clock.time - 120_000,
  });
  const other = await add(
    store,
    outletId,
    {
      guid: "other",
      url: "https://harbour.example/other",
      title: "Farmers count their losses",
      text: `${"Nothing of the kind was seen before. ".repeat(20)}The sugarcane of the island is gone.`,
      firstSeenAt: clock.time - 60_000,
    },
    { copyId: lead, leadId: lead },
  );
  return { ...desk, other, app: await serveDesk(desk) };
}

test("a row shows the text that the search found, and says whose it is, where another text leads", async () => {
  const { app } = await openStory();
  const { text } = await app.ask("/?q=sugarcane");
  const row = /<li class="row[\s\S]*?<\/li>/.exec(text)?.[0] ?? "";
  expect(row).toContain("Farmers count their losses");
  expect(row.replaceAll(/<[^>]*>/g, "")).toMatch(/in Harbour Post: … .*The sugarcane of the island is gone/);
  expect(row).toContain("<mark>sugarcane</mark>");
  expect(row).toContain("Also Northern Wire");
  const led = await app.ask("/?q=storm");
  expect(led.text).toContain("<mark>Storm</mark> reaches the coast");
  expect(led.text).not.toContain("found-in");
});

test("the API names the entry by which a search found an item", async () => {
  const { app, other } = await openStory();
  const found = JSON.parse((await app.ask("/api/v1/entries?q=sugarcane&collapse=story")).text);
  expect(found.items[0].title).toBe("Storm reaches the coast");
  expect(found.items[0].matched).toEqual({
    entry: other,
    source: "Harbour Post",
    title: "Farmers count their losses",
    url: "https://harbour.example/other",
    excerpt: expect.stringContaining("The sugarcane of the island is gone."),
  });
  const led = JSON.parse((await app.ask("/api/v1/entries?q=storm&collapse=story")).text);
  expect(led.items[0].matched).toBeNull();
});

test("an item of a feed begins with the text that the query found, where another text leads", async () => {
  const { app } = await openStory();
  const contentOf = async (query: string) =>
    JSON.parse((await app.ask(`/feeds/all.json?collapse=story${query}`)).text).items[0].content_html;
  const begins =
    /^<p>Found in Harbour Post: <a href="https:\/\/harbour\.example\/other">Farmers count their losses<\/a>/;
  expect(await contentOf("&q=sugarcane")).toMatch(begins);
  // One item in several feeds is what each feed says of it.
  for (const query of ["&q=storm", ""]) expect(await contentOf(query)).toMatch(/^<p>The storm came at night/);
  expect(await contentOf("&q=sugarcane")).toMatch(begins);
});

test("a page of entries shows each entry itself", async () => {
  const { store, other } = await openStory();
  const filter = { query: parseQuery("sugarcane") };
  const { items } = await store.readPage(pageOf({ filter, collapse: "none" }));
  expect(items.map(({ lead, matched }) => [lead.id, matched])).toEqual([[other, undefined]]);
});
