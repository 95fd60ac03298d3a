import { expect, test } from "vitest";
import { compareTexts } from "../../../src/web/story/compared-text.ts";
import { makeEntry } from "../../support/make-entry.ts";
import { fetchedOf, noon } from "../../support/store-fixtures.ts";
import { add, served } from "../desk-world.ts";

test("two versions stand side by side, with the names and figures that only one of them has", async () => {
  const { store, feedId, app } = await served();
  const text = "The ferry Aurora ran aground off Skerrow. All 214 aboard were rescued by lifeboats on Monday.";
  const a = await add(store, feedId, { guid: "a", title: "Ferry aground", text });
  const other = text.replace("214", "216").replace("Skerrow", "Port Ellery");
  const b = await add(store, feedId, { guid: "b", title: "Ferry aground", text: other, firstSeenAt: noon + 60_000 });
  const page = (await app.ask(`/compare?a=${a}&b=${b}`)).text;
  expect([...page.matchAll(/<mark>(.*?)<\/mark>/g)].map(([, fact]) => fact)).toEqual([
    "Skerrow",
    "214",
    "Port",
    "Ellery",
    "216",
  ]);
  expect(page).toContain("The second came 60 s after the first.");
});

test("a name or figure of a headline is marked only if the other version says it nowhere", async () => {
  const { store, feedId, app } = await served();
  const text = "The ferry Aurora ran aground off Skerrow with 214 people aboard.";
  const a = await add(store, feedId, { guid: "a", title: "Ferry with 214 aboard runs aground", text });
  const b = await add(store, feedId, { guid: "b", title: "All safe off Skerrow, says Ana Holm", text });
  const page = (await app.ask(`/compare?a=${a}&b=${b}`)).text;
  expect([...page.matchAll(/<mark>(.*?)<\/mark>/g)].map(([, fact]) => fact)).toEqual(["Ana", "Holm"]);
});

test("an earlier state of an entry can be compared with the present one, and a state that is not there is said so", async () => {
  const { store, feedId, app } = await served();
  const id = await add(store, feedId, { guid: "a", title: "Dam holds", text: "Water rises by 3 metres." });
  const entry = makeEntry({ guid: "a", title: "Dam holds", text: "Water rises by 9 metres.", contentHash: "b" });
  const change = { kind: "revised", id, entry, significant: true } as const;
  await store.saveFetched(fetchedOf(feedId, [change], { now: noon + 60_000 }));
  const { text } = await app.ask(`/compare?a=${id}.1&b=${id}`);
  expect(text).toMatch(/<mark>3<\/mark>.*<mark>9<\/mark>/s);
  expect((await app.ask(`/compare?a=${id}.7&b=${id}`)).status).toBe(404);
  expect((await app.ask(`/compare?a=${id}`)).status).toBe(404);
});

test("the pieces of each side make its whole text", () => {
  const [a, b] = ["On Monday Reuters said 12 died.", "Officials of Bilbao counted 14 dead on Tuesday, AFP said."];
  const sides = compareTexts(a, b).map((pieces) => pieces.map(({ text }) => text).join(""));
  expect(sides).toEqual([a, b]);
});
