import { expect, test } from "vitest";
import { makeEntry } from "../support/make-entry.ts";
import { deskState, fetchedOf, noon, verdictOf } from "../support/store-fixtures.ts";
import { add, headlines, served } from "./desk-world.ts";

test("the river lists stories newest first and reads its filters from the address", async () => {
  const { store, feedId, app } = await served();
  await add(store, feedId, { guid: "a", title: "Ferry resumes", urgency: 5 });
  await add(store, feedId, { guid: "b", title: "Brot wird teurer", language: "de", firstSeenAt: noon + 1_000 });
  await add(store, feedId, {
    guid: "c",
    title: "Port closed",
    urgency: 3,
    categories: ["Sea"],
    firstSeenAt: noon + 2_000,
  });
  const of = async (path: string) => headlines((await app.ask(path)).text);
  expect(await of("/")).toEqual(["Port closed", "Brot wird teurer", "Ferry resumes"]);
  expect(await of("/?section=sea")).toEqual(["Port closed", "Ferry resumes"]);
  expect(await of("/?lang=de")).toEqual(["Brot wird teurer"]);
  expect(await of("/?urgency=3")).toEqual(["Port closed"]);
  expect(await of("/?category=sea")).toEqual(["Port closed"]);
  expect(await of("/?source=northern+wire&lang=&q=&category=")).toHaveLength(3);
  expect(await of("/?source=nobody")).toEqual([]);
  expect((await app.ask("/?q=ferr*")).text).toContain("<mark>Ferry</mark> resumes");
  const first = await app.ask("/?limit=2");
  const older = /rel="next" href="([^"]+)"/.exec(first.text)?.[1]?.replaceAll("&amp;", "&") ?? "";
  expect(await of(older)).toEqual(["Ferry resumes"]);
});

test("the first page of the river is small", async () => {
  const { store, feedId, app } = await served();
  const text = "Engineers lowered the reservoir after cracks were found, and 3,600 people were told to leave. ".repeat(
    5,
  );
  for (let at = 0; at < 70; at += 1)
    await add(store, feedId, { guid: `${at}`, title: `Reservoir of Orrin lowered again, report ${at}`, text });
  const { text: html } = await app.ask("/");
  expect(headlines(html)).toHaveLength(60);
  expect(Buffer.byteLength(html)).toBeLessThan(100_000);
});

test("a story with several texts is shown as one row, or as one row for each text or entry", async () => {
  const { store, feedId, app } = await served();
  const id = await add(store, feedId, { guid: "a", title: "Dam cracks" });
  await add(store, feedId, { guid: "b", title: "Villages leave", firstSeenAt: noon + 1_000 }, id);
  expect(headlines((await app.ask("/")).text)).toEqual(["Dam cracks"]);
  expect(headlines((await app.ask("/?collapse=copy")).text)).toEqual(["Villages leave", "Dam cracks"]);
  expect(headlines((await app.ask("/?collapse=none")).text)).toHaveLength(2);
});

test("an invalid filter is answered with 400 and explained on the page", async () => {
  const { app } = await served();
  const { status, text } = await app.ask("/?q=%22open");
  expect(status).toBe(400);
  expect(text).toContain("a quotation mark is not closed");
  expect((await app.ask("/?section=nowhere")).status).toBe(404);
  expect((await app.ask("/?urgency=9")).status).toBe(400);
});

test("pages run no script of an entry and load nothing from elsewhere", async () => {
  const { store, feedId, app } = await served();
  const id = await add(store, feedId, {
    guid: "evil",
    title: `</title><script>alert(1)</script>${"x".repeat(100_000)}`,
    html: `<p onclick="alert(1)">Hello<script>alert(1)</script><svg onload="alert(1)"></svg><style>*{display:none}</style><meta http-equiv="refresh" content="0;url=https://evil.example"><img src="https://tracker.example/p.gif" alt="pixel"><a href="javascript:alert(1)">x</a></p>`,
  });
  for (const path of ["/", `/stories/${id}`]) {
    const { headers, text } = await app.ask(path);
    expect(headers["content-security-policy"]).toMatch(/default-src 'none'; style-src 'self'; script-src 'self';/);
    expect(headers["content-security-policy"]).not.toContain("unsafe-inline");
    const [, news = ""] = text.split("</header>");
    expect(news).not.toContain("<svg");
    expect(text).not.toMatch(/<script>|onclick|onload|<style|http-equiv|tracker\.example|javascript:/);
    expect(text.length).toBeLessThan(150_000);
  }
  const chosen = await app.ask(`/stories/${id}?pictures=1`);
  expect(chosen.text).toContain("https://tracker.example/p.gif");
  expect(chosen.headers["content-security-policy"]).toContain("img-src 'self' https:");
});

test("a story shows each text, its carriers with reasons, and its changes word by word", async () => {
  const { store, feedId, app } = await served();
  const entry = makeEntry({ guid: "a", title: "Ferry runs aground", text: "All 214 aboard were rescued." });
  const { newIds } = await store.saveFetched(fetchedOf(feedId, [{ kind: "new", entry }]));
  const id = newIds[0]!;
  const reasons = [{ code: "same-text", score: 0.98, entries: [id] }];
  await store.saveVerdicts([verdictOf(id, 1, 1, { reasons })], deskState({ nextCopyId: 2, nextStoryId: 2 }));
  const revised = { ...entry, text: "All 216 aboard were rescued.", contentHash: "other" };
  await store.saveFetched(
    fetchedOf(feedId, [{ kind: "revised", id, entry: revised, significant: true }], { now: noon + 60_000 }),
  );
  const changes = await app.ask("/stories/1?tab=changes");
  const { text } = await app.ask("/stories/1?tab=why");
  expect(changes.text).toMatch(/<del>214<\/del><ins>216<\/ins>/);
  expect(text.replaceAll(/<[^>]*>/g, "")).toContain("Same headline and text as Northern Wire 12:00.");
  expect(text).toContain("0.98");
});

test("the page of a story with many long revisions stays small enough", async () => {
  const { store, feedId, app } = await served();
  const id = await add(store, feedId, { guid: "a", title: "Long" });
  for (let round = 1; round <= 15; round += 1) {
    const text = Array.from({ length: 12_000 }, (_, at) => `w${(at * round) % 997}`).join(" ");
    const entry = makeEntry({ guid: "a", title: "Long", text, html: `<p>${text}</p>`, contentHash: `${round}` });
    const change = { kind: "revised", id, entry, significant: true } as const;
    await store.saveFetched(fetchedOf(feedId, [change], { now: noon + round * 1_000 }));
  }
  const { text } = await app.ask(`/stories/${id}?tab=changes`);
  expect(text).toContain("The text changed too much to be compared here");
  expect(text.length).toBeLessThan(1_000_000);
  expect((await app.ask(`/stories/${id}`)).text.length).toBeLessThan(150_000);
});

test("the sources page shows each feed's health and no subscriber's key", async () => {
  const { app } = await served();
  const { text } = await app.ask("/sources");
  expect(text).toContain("Northern Wire");
  expect(text).not.toContain("secret");
  const one = (await app.ask("/sources/feeds/1")).text;
  expect(one).toContain("https://north.example/rss?…");
  expect(one).not.toContain("secret");
  expect((await app.ask("/sources.opml")).text).not.toContain("secret");
});
