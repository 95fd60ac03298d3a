import { expect, test } from "vitest";
import { noon, specOf } from "../../support/store-fixtures.ts";
import { add, served } from "../desk-world.ts";

const minute = 60_000;

/** An agency's story that two papers tell later. */
async function spread() {
  const { store, feedId, app } = await served();
  const papers = [];
  for (const name of ["Bay News", "Hill Post"]) {
    const url = `https://${name.split(" ")[0]?.toLowerCase()}.example/rss`;
    papers.push((await store.addFeed(specOf(url, { name }), "added", noon)).id);
  }
  const story = await add(store, feedId, { guid: "a", title: "Dam cracks" });
  await add(store, papers[0]!, { guid: "b", title: "Dam has cracks", firstSeenAt: noon + 4 * minute }, story);
  await add(store, papers[1]!, { guid: "c", title: "Cracks in dam", firstSeenAt: noon + 90 * minute }, story);
  return { store, app, story, papers };
}

const wordsOf = (html: string) => html.replaceAll(/<[^>]+>/g, " ").replaceAll(/\s+/g, " ");

test("the head of a story says who had it first, how many outlets carry it and how it spread", async () => {
  const { app, story } = await spread();
  const { text } = await app.ask(`/stories/${story}`);
  const head = /<header>.*?<\/header>/s.exec(text.slice(text.indexOf("<main")))?.[0] ?? "";
  expect(wordsOf(head)).toMatch(
    /First: Northern Wire .*12:00 UTC · 3 outlets · 3 versions · 3 items · last change 13:30/,
  );
  const lanes = [...head.matchAll(/<li><bdi class="lane-name">(.*?)<\/bdi>.*?class="delay">(.*?)<\/span>/gs)];
  expect(lanes.map(([, name, delay]) => [name, wordsOf(delay ?? "").trim()])).toEqual([
    ["Northern Wire", "12:00"],
    ["Bay News", "+4 min"],
    ["Hill Post", "+90 min"],
  ]);
});

test("the head of a story counts the sources of one family as one outlet", async () => {
  const { app, store, story } = await spread();
  const paper = (name: string) =>
    specOf(`https://${name}.example/rss`, { name: `${name} paper`, family: "Coast Press" });
  await store.syncFeeds([paper("bay"), paper("hill")], noon);
  const { text } = await app.ask(`/stories/${story}`);
  expect(wordsOf(text)).toContain("2 outlets · 3 versions · 3 items");
  expect(wordsOf((await app.ask("/?collapse=story")).text)).toContain("2 outlets");
});

test("each part of a story has an address of its own and needs no script", async () => {
  const { app, story } = await spread();
  const part = async (tab: string) => (await app.ask(`/stories/${story}?tab=${tab}`)).text;
  expect(await part("carriers")).toMatch(/\+90 min.*Hill Post/s);
  expect(await part("changes")).toContain("No carrier changed its text");
  expect(await part("changes")).toMatch(/<select name="a">.*Bay News: Dam has cracks/s);
  expect(wordsOf(await part("history"))).toMatch(/Hill Post Cracks in dam .*Northern Wire Dam cracks/);
  expect(await part("nothing")).toContain('class="timeline"');
});

test("the page of a story with a hundred versions of long texts stays small", async () => {
  const { store, app, story, papers } = await spread();
  const body = "The water rises and the wall gives way, engineers said on Monday. ".repeat(40);
  for (let at = 0; at < 100; at += 1) {
    const entry = { guid: `v${at}`, title: `Version ${at} of the cracks`, text: body, html: `<p>${body}</p>` };
    await add(store, papers[at % 2]!, { ...entry, firstSeenAt: noon + at * minute }, story);
  }
  const { text } = await app.ask(`/stories/${story}`);
  expect(text.match(/class="copy/g)?.length).toBe(100);
  expect(text).toContain("Read this version");
  expect(text.length).toBeLessThan(150_000);
});
