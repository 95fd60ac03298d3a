import { expect, test } from "vitest";
import { noon, specOf } from "../../support/store-fixtures.ts";
import { add, served } from "../desk-world.ts";

const wordsOf = (html: string) => html.replaceAll(/<[^>]+>/g, " ").replaceAll(/\s+/g, " ");

/** An aggregator's lines about two publishers' reports. One report is also polled directly, in the same story. */
async function servedLines() {
  const { store, app } = await served();
  const lines = await store.addFeed(
    specOf("https://lines.example/rss", { name: "Lines", kind: "aggregator" }),
    "added",
    noon,
  );
  const post = await store.addFeed(specOf("https://post.example/rss", { name: "Harbour Post" }), "added", noon);
  const title = "Dam cracks after storm";
  const report = await add(store, post.id, { guid: "own", title, url: "https://post.example/dam" });
  const line = { headline: title, publisher: "Harbour Post", title: `${title} - Harbour Post` };
  await add(
    store,
    lines.id,
    { guid: "line", ...line, url: "https://lines.example/1", firstSeenAt: noon + 60_000 },
    report,
  );
  const alone = { headline: "Ferry turns back", publisher: "Bay News", title: "Ferry turns back - Bay News" };
  await add(store, lines.id, { guid: "alone", ...alone, url: "https://lines.example/2", firstSeenAt: noon + 120_000 });
  return { app, report };
}

test("an outlet that is carried directly and by an aggregator is one outlet, in documents, the API and on the desk", async () => {
  const { app, report } = await servedLines();
  const feed = JSON.parse((await app.ask("/feeds/all.json?collapse=story")).text) as {
    items: { title: string; url: string }[];
  };
  const [alone, dam] = feed.items;
  expect(alone).toMatchObject({ title: "Ferry turns back", authors: [{ name: "Bay News" }] });
  expect(JSON.stringify(dam)).not.toContain("lines.example");
  const api = JSON.parse((await app.ask("/api/v1/entries?collapse=story")).text) as { items: unknown[] };
  expect(api.items).toMatchObject([
    {
      title: "Ferry turns back",
      source: "Lines",
      publisher: "Bay News",
      outlets: 1,
      carriers: [{ source: "Bay News" }],
    },
    { source: "Harbour Post", publisher: null, outlets: 1, carriers: [{ source: "Harbour Post" }] },
  ]);
  expect(wordsOf((await app.ask(`/stories/${report}?tab=carriers`)).text)).toMatch(
    /1 outlet · .*Harbour Post · by Lines/,
  );
  expect(wordsOf((await app.ask("/")).text)).toMatch(/Ferry turns back .*Lines › Bay News/);
});
