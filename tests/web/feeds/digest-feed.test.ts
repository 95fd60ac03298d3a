import { createHash } from "node:crypto";
import { parseFeed } from "feedsmith";
import { describe, expect, test } from "vitest";
import { allSections, readingFilter } from "../../../src/documents/section-access.ts";
import type { AlertRule } from "../../../src/domain/alerts/alert-rule.ts";
import { emptyFilter, type Section } from "../../../src/domain/section.ts";
import { dayMs, hourMs } from "../../../src/domain/time.ts";
import { createDigestClock } from "../../../src/ingest/alerts/digest-clock.ts";
import { alertRule, openAlerts } from "../../ingest/alerts/alert-world.ts";
import { eachStore } from "../../support/each-store.ts";
import { type TestItem, testItem } from "../../support/feed-documents.ts";
import { noon } from "../../support/store-fixtures.ts";
import { baseUrl, serveDesk } from "../served-desk.ts";

const ferry: TestItem = {
  ...testItem(1, "ferry"),
  title: "Ferry to Skerrow stops for the winter",
  text: "The operator of the Skerrow ferry said that the last boat leaves on Friday, and that no buses replace it until March.",
};
const court: TestItem = {
  ...testItem(2, "court"),
  title: "Court frees two bankers in Zurich fraud trial",
  text: "Judges in Zurich found that prosecutors had hidden documents, and acquitted both managers of the private bank.",
};
const dam: TestItem = {
  ...testItem(3, "dam"),
  title: "Dam above Orvick holds after a night of rain",
  text: "Engineers opened both sluices of the dam above Orvick, and the villages below it were not flooded, the county said.",
};
const sources = {
  "Northern Wire": { kind: "agency", rank: 1 },
  "Harbour Post": { kind: "outlet", rank: 50 },
  "Licensed Wire": { kind: "agency", rank: 2, isPrivate: true },
} as const;
const key = { name: "anna", sha256: createHash("sha256").update("anna's key", "utf8").digest("hex") };
const sections: readonly Section[] = [
  { id: "world", title: "World", filter: emptyFilter },
  { id: "licensed", title: "Licensed", filter: { ...emptyFilter, sources: ["Licensed Wire"] }, keys: [key] },
];
/** World has digests at 14:00 and 18:00; the others have them at 06:00. */
const rules: readonly AlertRule[] = [
  alertRule("x", {
    ...{ name: "World", section: "world", filters: [emptyFilter], on: [] },
    digest: { at: [14 * 60, 18 * 60], days: [], timeZone: "Europe/Lisbon" },
  }),
];

describe.each(eachStore)("feeds of digests on $name", ({ makeStore }) => {
  async function open() {
    const world = await openAlerts([], sources, await makeStore());
    const { store, url, clock } = world;
    const digests = createDigestClock({
      ...{ store, clock },
      sections: allSections(sections).map((section) => ({ id: section.id, filter: readingFilter(section) })),
      readAlerts: async () => ({ rules, deskBase: baseUrl }),
    });
    const serve = () => serveDesk({ url, clock, sections, writer: store });
    /** Lets the clock of the digests tick at so many hours after noon. */
    const at = async (hours: number) => {
      clock.time = noon + hours * hourMs;
      await digests.tick();
    };
    return { ...world, serve, at };
  }

  const itemsOf = (text: string) =>
    JSON.parse(text).items as { id: string; title: string; content_html: string; url: string; _wiredesk: Told }[];
  interface Told {
    readonly digest: Record<"top" | "changes", { event: string; headline: string; outlets: number; source: string }[]>;
  }
  const linesOf = (text: string) =>
    itemsOf(text).map(({ _wiredesk: { digest } }) =>
      [...digest.top, ...digest.changes].map(({ event, headline }) => `${event}: ${headline}`),
    );

  test("each digest is an item, with the top stories and what changed since the last one", async () => {
    const { poll, at, serve } = await open();
    await poll("Northern Wire", [ferry, court]);
    await poll("Harbour Post", [{ ...court, guid: "other", url: "https://harbour.example/2" }]);
    await at(2.01);
    await at(3);
    const update = "UPDATE 1-Ferry to Skerrow stops for the winter, buses replace it";
    await poll("Northern Wire", [
      {
        ...ferry,
        guid: "ferry-1",
        url: "https://site0.example/ferry-1",
        title: update,
        text: `${ferry.text} Two buses will run.`,
      },
      { ...court, title: `CORRECTION: ${court.title}`, text: `${court.text} It was three managers.` },
      dam,
    ]);
    await at(6.01);
    const { ask } = await serve();
    const { text } = await ask("/feeds/world/digest.json");
    expect(itemsOf(text).map(({ title }) => title)).toEqual([
      "World, 22 November 18:00: 1 story, 2 changes",
      "World, 22 November 14:00: 2 stories",
    ]);
    expect(linesOf(text)).toEqual([
      [`new: ${dam.title}`, `correction: ${court.title}`, `update: ${update.slice("UPDATE 1-".length)}`],
      [`new: ${court.title}`, `new: ${ferry.title}`],
    ]);
    expect(itemsOf(text)[1]?._wiredesk.digest.top).toMatchObject([
      { source: "Northern Wire", outlets: 2 },
      { source: "Northern Wire", outlets: 1 },
    ]);
    const html = itemsOf(text)[0]?.content_html ?? "";
    expect(html).toContain(`CORRECTION: ${court.title}</a>`);
    expect(html).toContain(`<a href="${baseUrl}/stories/`);
    const read = async (path: string) => parseFeed((await ask(path)).text).feed;
    expect(await read("/feeds/world/digest.rss")).toMatchObject({ title: "World: digests", items: { length: 2 } });
    expect(await read("/feeds/world/digest.atom")).toMatchObject({ entries: { length: 2 } });
    const page = await ask("/feeds/world/digest.rss", {
      headers: { Accept: "text/html", "Sec-Fetch-Dest": "document" },
    });
    expect(page.headers["content-type"]).toContain("text/html");
    expect(page.text).toContain(`id="${new URL(itemsOf(text)[0]?.url ?? "").hash.slice(1)}"`);
    expect((await ask("/")).text).toContain('href="/feeds/world/digest.rss"');
  });

  test("its bytes change only with a new digest, and two servers send the same", async () => {
    const { poll, at, serve } = await open();
    await poll("Northern Wire", [ferry]);
    await at(2.01);
    const [one, two] = [await serve(), await serve()];
    const path = "/feeds/world/digest.rss";
    const first = await one.ask(path);
    const { etag, "last-modified": date, link, "cache-control": caching } = first.headers;
    expect([etag, link, caching]).toEqual([
      expect.stringMatching(/^"[\w-]{22}"$/),
      `<${baseUrl}${path}>; rel="self"`,
      expect.stringMatching(/^max-age=/),
    ]);
    expect(first.text).not.toContain('rel="hub"');
    expect(Date.parse(String(date))).toBeGreaterThanOrEqual(noon + 2 * hourMs);
    await poll("Harbour Post", [{ ...ferry, guid: "reprint", url: "https://harbour.example/1" }, dam]);
    await at(3);
    for (const { ask } of [one, two, await serve()]) {
      const again = await ask(path);
      expect([again.text, again.headers.etag, again.headers["last-modified"]]).toEqual([first.text, etag, date]);
      expect((await ask(path, { headers: { "If-None-Match": String(etag) } })).status).toBe(304);
      expect((await ask(path, { headers: { "If-Modified-Since": String(date) } })).status).toBe(304);
      expect((await ask(`${path}?limit=1&q=dam`)).text).toBe(first.text);
      const head = await ask(path, { method: "HEAD" });
      expect([head.status, head.headers.etag, head.text]).toEqual([200, etag, ""]);
    }
    await at(6.01);
    const [next, other] = [await one.ask(path), await two.ask(path)];
    expect([next.status, next.text === first.text, other.text]).toEqual([200, false, next.text]);
    expect(next.headers.etag).toBe(other.headers.etag);
    expect((await one.ask(path, { headers: { "If-Modified-Since": String(date) } })).status).toBe(200);
    for (const missing of ["/feeds/nowhere/digest.rss", "/feeds/world/digest.xml", "/feeds/source/digest.rss"])
      expect([missing, (await one.ask(missing)).status]).toEqual([missing, 404]);
    expect((await one.ask(path, { method: "POST" })).status).toBe(405);
  });

  test("licensed texts are told only to readers with the section's key, and no longer once a source is private", async () => {
    const { poll, at, serve, store } = await open();
    await poll("Licensed Wire", [ferry]);
    await poll("Northern Wire", [court]);
    await poll("Harbour Post", [dam]);
    await at(18.01);
    const { ask } = await serve();
    expect(linesOf((await ask("/feeds/all/digest.json")).text)).toEqual([[`new: ${court.title}`, `new: ${dam.title}`]]);
    const none = await ask("/feeds/none/digest.json");
    for (const path of ["/feeds/licensed/digest.json", "/feeds/licensed/digest.json?key=wrong"])
      expect([(await ask(path)).status, (await ask(path)).text]).toEqual([404, none.text]);
    const keyed = await ask("/feeds/licensed/digest.json?key=anna%27s+key");
    expect(linesOf(keyed.text)).toEqual([[`new: ${ferry.title}`]]);
    expect(keyed.headers["cache-control"]).toMatch(/^private, /);
    expect((await ask("/")).text).not.toContain("/feeds/licensed");
    const feeds = await store.listFeeds();
    const specs = feeds.map(({ feed: { url, source } }) => {
      const { name, kind, rank } = source;
      return { url, source: { name, kind, rank, isPrivate: name !== "Harbour Post" } };
    });
    await store.syncFeeds(specs as never, noon + dayMs);
    await at(19);
    expect(linesOf((await ask("/feeds/all/digest.json")).text)).toEqual([[`new: ${dam.title}`]]);
  });

  test("of a text that is withdrawn later only the headline is left, and a purged text leaves the digest", async () => {
    const { poll, at, serve, store, rule } = await open();
    await poll("Northern Wire", [ferry, court]);
    await at(18.01);
    const { ask } = await serve();
    const before = await ask("/feeds/all/digest.json");
    expect(before.text).toContain("the last boat leaves on Friday");
    await rule([{ kind: "withdraw", entryId: 1, withdrawn: true }]);
    await at(19);
    const after = await ask("/feeds/all/digest.json");
    expect(after.text).not.toContain("the last boat leaves on Friday");
    expect(linesOf(after.text)[0]).toContain(`withdrawal: ${ferry.title}`);
    expect(after.headers["last-modified"]).not.toBe(before.headers["last-modified"]);
    await store.purge(noon + 40 * dayMs, 100);
    await at(20);
    expect(itemsOf((await ask("/feeds/all/digest.json")).text)).toEqual([]);
  });
});
