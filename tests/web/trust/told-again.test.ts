import { expect, test } from "vitest";
import { hourMs } from "../../../src/domain/time.ts";
import { testItem } from "../../support/feed-documents.ts";
import { serveDesk } from "../served-desk.ts";
import { ferry, ferryText, reprint } from "./texts.ts";
import { openWire, type ShownItem, type WireWorld } from "./wire-world.ts";

const sources = {
  "Northern Wire": { kind: "agency", rank: 1 },
  "Harbour Post": { kind: "outlet", rank: 50 },
} as const;
const formats = ["rss", "atom", "json"] as const;

/** The ferry's report, and so many others after it, each polled by itself. */
async function pushedOut(later = 3): Promise<{ wire: WireWorld; ferryId: string }> {
  const wire = await openWire(sources);
  await wire.poll("Northern Wire", [ferry]);
  const [item] = (await wire.items()) as [ShownItem];
  for (let n = 0; n < later; n += 1) await wire.poll("Harbour Post", [testItem(n, "harbour")]);
  return { wire, ferryId: item.id };
}

const withdrawn = { ...ferry, title: `WITHDRAWN: ${ferry.title}` };
const corrected = { ...ferry, title: `CORRECTED-${ferry.title}`, text: ferryText.replace("214", "241") };
const titles = (items: readonly ShownItem[]) => items.map(({ title }) => title);

test("what left a document and is withdrawn or corrected stands in it again, behind the newest, at its old id", async () => {
  for (const [version, title] of [
    [withdrawn, `WITHDRAWN: ${ferry.title}`],
    [corrected, corrected.title],
  ] as const) {
    const { wire, ferryId } = await pushedOut();
    const before = await wire.items("?limit=2");
    expect(before).toHaveLength(2);
    await wire.poll("Northern Wire", [version]);
    const again = await wire.items("?limit=2");
    expect(again.slice(0, 2)).toEqual(before);
    expect(again.slice(2)).toMatchObject([{ id: ferryId, title }]);
    expect((await wire.app.ask("/feeds/all.rss?limit=2")).text).toContain(ferryId);
    expect((await wire.app.ask("/feeds/all.atom?limit=2")).text).toContain(`<id>${ferryId}</id>`);
    for (const query of ["?limit=2&collapse=story", "?limit=2&collapse=none"])
      expect((await wire.items(query)).at(-1)?.title).toBe(title);
  }
});

test("an editor's withdrawal and its end are told again, too", async () => {
  const { wire, ferryId } = await pushedOut();
  const { story, copy } = (await wire.items("?limit=9")).find(({ id }) => id === ferryId)!._wiredesk;
  await wire.decide(story, { action: "withdraw", entries: [copy] });
  expect((await wire.items("?limit=2"))[2]).toMatchObject({ id: ferryId, title: `WITHDRAWN: ${ferry.title}` });
  await wire.decide(story, { action: "restore", entries: [copy] });
  expect((await wire.items("?limit=2"))[2]).toMatchObject({ id: ferryId, title: ferry.title });
});

test("what is told again changes no page behind, is a difference to who holds the document, and is alike on two servers", async () => {
  const { wire, ferryId } = await pushedOut(4);
  const held = await wire.app.ask("/feeds/all.rss?limit=2", { headers: { "A-IM": "feed" } });
  const page = async () => {
    const { next_url } = await wire.json("/feeds/all.json?limit=2");
    return next_url as string;
  };
  const next = await page();
  await wire.poll("Northern Wire", [withdrawn]);
  expect(await page()).toBe(next);
  const other = await serveDesk({ url: wire.url, clock: wire.clock });
  for (const format of formats) {
    const [one, two] = [
      await wire.app.ask(`/feeds/all.${format}?limit=2`),
      await other.ask(`/feeds/all.${format}?limit=2`),
    ];
    expect([two.text, two.headers.etag]).toEqual([one.text, one.headers.etag]);
    const again = await wire.app.ask(`/feeds/all.${format}?limit=2`, {
      headers: { "If-None-Match": String(one.headers.etag) },
    });
    expect(again.status).toBe(304);
  }
  const headers = { "If-None-Match": String(held.headers.etag), "A-IM": "feed" };
  const difference = await wire.app.ask("/feeds/all.rss?limit=2", { headers });
  expect([difference.status, difference.text.match(/<item>/g)?.length]).toEqual([226, 1]);
  expect(difference.text).toContain(ferryId);
});

test("what is told again leaves when the feed has gone on for two days, and comes once", async () => {
  const { wire, ferryId } = await pushedOut();
  await wire.poll("Northern Wire", [withdrawn]);
  expect((await wire.items("?limit=2")).map(({ id }) => id)).toContain(ferryId);
  wire.clock.time += 49 * hourMs;
  await wire.poll("Harbour Post", [testItem(50, "harbour")]);
  expect((await wire.items("?limit=2")).map(({ id }) => id)).not.toContain(ferryId);
});

test("what never stood in a document is not told again in it, nor what a section does not hold", async () => {
  const wire = await openWire(sources);
  const others = Array.from({ length: 4 }, (_, n) => testItem(n, "north"));
  // One poll brings more than the document holds: nobody has seen the oldest.
  await wire.poll("Northern Wire", [...others.toReversed(), ferry].toReversed());
  const first = await wire.items("?limit=2");
  expect(titles(first)).not.toContain(ferry.title);
  await wire.poll("Northern Wire", [withdrawn]);
  expect(titles(await wire.items("?limit=2"))).toEqual(titles(first));
  expect(titles(await wire.items("?limit=9"))).toContain(`WITHDRAWN: ${ferry.title}`);
  const seen = await pushedOut();
  await seen.wire.poll("Northern Wire", [withdrawn]);
  expect(await seen.wire.items("?limit=2&kind=outlet")).toHaveLength(2);
  expect(await seen.wire.items("?limit=2&sort=published")).toHaveLength(2);
});

test("a reprinter's withdrawal tells nobody again, and the agency's own correction is what is shown from then on", async () => {
  const { wire, ferryId } = await pushedOut();
  await wire.poll("Harbour Post", [reprint("harbour")]);
  await wire.poll("Harbour Post", [reprint("harbour", { title: `WITHDRAWN: ${ferry.title}` })]);
  expect((await wire.items("?limit=2")).map(({ id }) => id)).not.toContain(ferryId);
  const entry = { ...corrected, guid: "v2", url: "https://north.example/ferry-corrected" };
  await wire.poll("Northern Wire", [entry]);
  const [, , shown] = await wire.items("?limit=2");
  expect(shown).toMatchObject({ id: ferryId, title: corrected.title });
  expect(shown?.content_html).toContain("241 passengers");
});
