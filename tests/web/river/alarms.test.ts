import { expect, test } from "vitest";
import { emptyFilter } from "../../../src/domain/section.ts";
import { makeEntry } from "../../support/make-entry.ts";
import { fetchedOf, noon, specOf } from "../../support/store-fixtures.ts";
import { add, headlines, served } from "../desk-world.ts";

const minute = 60_000;
const cue = (kind: "flash" | "update" | "correction" | "withdrawn", number: number | null = null) =>
  ({ kind, number, raw: `${kind}-` }) as const;

/** A story of an agency, and a second source that tells it too. */
async function told() {
  const { store, feedId, app } = await served();
  const paper = await store.addFeed(specOf("https://bay.example/rss", { name: "Bay News" }), "added", noon);
  const story = await add(store, feedId, { guid: "a", title: "Cranes of Brennhafen stand still" });
  return { store, feedId, app, story, paperId: paper.id };
}

const rowOf = (html: string) => /<li class="row.*?<\/li>/s.exec(html)?.[0] ?? "";

test("a text of a story that is withdrawn marks the story's row and the head of its page, with who and when", async () => {
  const { store, app, story, paperId } = await told();
  const text = { guid: "w", title: "WITHDRAWN: Cranes fell", headline: "Cranes fell", cue: cue("withdrawn") };
  await add(store, paperId, { ...text, firstSeenAt: noon + minute }, story);
  const row = rowOf((await app.ask("/")).text);
  expect(row).toContain("Cranes of Brennhafen stand still");
  expect(row).toMatch(/<b>WITHDRAWN<\/b> <a href="\/entries\/\d+">by <bdi>Bay News<\/bdi>.*12:01/);
  expect(row).toContain("has-withdrawn");
  expect(row).toMatch(/data-alarms="withdrawn-\d+"/);
  const page = (await app.ask(`/stories/${story}`)).text;
  expect(/<header>.*?<\/header>/s.exec(page)?.[0]).toMatch(/WITHDRAWN.*Bay News/s);
});

test("a correction by any source marks the row, but the row of a corrected headline says it once", async () => {
  const { store, feedId, app, story, paperId } = await told();
  const text = { title: "CORRECTED: Cranes", headline: "Cranes", cue: cue("correction") };
  await add(store, paperId, { ...text, guid: "c", firstSeenAt: noon + minute }, story);
  await add(store, feedId, { ...text, guid: "own", firstSeenAt: noon + 2 * minute });
  const { text: html } = await app.ask("/");
  const [own, other] = [...html.matchAll(/<li class="row.*?<\/li>/gs)].map(([row]) => row);
  expect(other).toMatch(/<b>CORRECTED<\/b>.*Bay News/);
  expect(own).toContain("corrected");
  expect(own).not.toContain("alarms");
});

test("a row is a flash until the source of the flash follows it up, and then tells its newest headline", async () => {
  const { store, feedId, app, paperId } = await told();
  const flash = { guid: "f", title: "FLASH-Volcano erupts", headline: "Volcano erupts", cue: cue("flash"), urgency: 1 };
  const story = await add(store, feedId, { ...flash, firstSeenAt: noon + minute });
  const reprint = { guid: "r", title: "Volcano erupts near the coast", firstSeenAt: noon + 2 * minute };
  await add(store, paperId, reprint, story);
  const standing = rowOf((await app.ask("/")).text);
  expect(standing).toMatch(/class="row u1"/);
  expect(standing).toMatch(/data-flash="flash-\d+"/);
  const update = {
    guid: "u",
    title: "UPDATE 1-Volcano: 300 flee",
    headline: "Volcano: 300 flee",
    cue: cue("update", 1),
  };
  await add(store, feedId, { ...update, urgency: 4, firstSeenAt: noon + 3 * minute }, story);
  const html = (await app.ask("/")).text;
  expect(headlines(html)[0]).toBe("UPDATE 1 Volcano: 300 flee");
  expect(rowOf(html)).toContain("UPDATE 1");
  expect(rowOf(html)).not.toMatch(/data-flash|u1|FLASH/);
});

test("a story that other outlets only catch up with does not count as changed", async () => {
  const { store, feedId, app, story, paperId } = await told();
  await add(store, paperId, { guid: "late", title: "Harbour cranes idle", firstSeenAt: noon + 20 * minute }, story);
  expect(rowOf((await app.ask("/")).text)).not.toContain("changed");
  const { items } = await store.readPage({
    filter: emptyFilter,
    collapse: "none",
    sort: "arrival",
    limit: 9,
    after: null,
  });
  const entry = makeEntry({ guid: "a", title: "Cranes of Brennhafen move again", contentHash: "new" });
  const change = { kind: "revised", id: items.at(-1)!.lead.id, entry, significant: true } as const;
  await store.saveFetched(fetchedOf(feedId, [change], { now: noon + 30 * minute }));
  expect(rowOf((await app.ask("/")).text)).toContain("changed");
});
