import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { createEngine } from "../../src/dedupe/engine.ts";
import type { SourceSpec } from "../../src/domain/feed.ts";
import { minuteMs } from "../../src/domain/time.ts";
import { createDesk } from "../../src/ingest/desk/desk.ts";
import { ingestFeed } from "../../src/ingest/ingest-feed.ts";
import { parseLimitsDefault } from "../../src/parse/parse-limits.ts";
import { rssDocument, type TestItem } from "../support/feed-documents.ts";
import { createInlineReader } from "../support/inline-reader.ts";
import { silentLog } from "../support/logs.ts";
import { runsOf } from "../support/runs-of.ts";
import { noon, outcomeOf, specOf } from "../support/store-fixtures.ts";
import { openDesk, serveDesk } from "./served-desk.ts";

const sentences = [
  "The ferry Aurora ran onto a sandbank off Skerrow before dawn on Sunday with 214 passengers aboard.",
  "All of them were taken ashore in lifeboats within two hours, the coast guard at Brennhafen said.",
  "Divers will look at the hull once the tide has turned, and the line stays closed until then.",
];
const victim: TestItem = {
  guid: "v1",
  title: "Ferry with 214 aboard runs onto a sandbank off Skerrow",
  url: "https://north.example/ferry",
  text: sentences.join(" "),
  date: new Date(noon).toUTCString(),
};
const advert =
  "Buy one of our watches this week and you get a second one for half of the price, said the shop in Valletta.";

const anyTitle = fc
  .constantFrom("", "WITHDRAWN: ", "KILL: ", "CORRECTED-", "UPDATE 1-", "FLASH: ")
  .map((cue) => `${cue}${victim.title}`);
const anyText = fc
  .tuple(
    fc.constantFrom(
      victim.text,
      `${sentences[0]} ${advert}`,
      sentences.slice(0, 2).join(" "),
      advert,
      "Comments",
      "The report is withdrawn. Do not use it.",
      "",
    ),
    fc.constantFrom("", " (Reuters)", " (Northern Wire)", " SOURCE: Northern Wire"),
  )
  .map((parts) => parts.join(""));
const anyItem: fc.Arbitrary<TestItem> = fc.record({
  guid: fc.constantFrom("x1", "x2", "x3", "v1"),
  title: fc.oneof(anyTitle, fc.constant("Watches at half of the price in Valletta")),
  url: fc.constantFrom(victim.url, "https://shop.example/1", "https://shop.example/2"),
  text: anyText,
  date: fc.constantFrom(null, new Date(noon - 3_600_000).toUTCString(), new Date(noon).toUTCString()),
});
const anyDocuments = fc.array(fc.uniqueArray(anyItem, { minLength: 1, maxLength: 3, selector: ({ guid }) => guid }), {
  minLength: 1,
  maxLength: 4,
});

const cleanup: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const one of cleanup.splice(0)) await one();
});

/**
 * What the public sees after the attacker sent its documents. The victim's own document is sent before the `at`-th of
 * them.
 */
async function published(
  source: { victim: SourceSpec; attacker: SourceSpec },
  sent: readonly (readonly TestItem[])[],
  at: number,
) {
  const { store, url } = await openDesk();
  const addresses = { victim: "https://north.example/world.rss", attacker: "https://shop.example/rss" };
  const feeds = {
    victim: await store.addFeed(specOf(addresses.victim, source.victim), "added", noon),
    attacker: await store.addFeed(specOf(addresses.attacker, source.attacker), "added", noon),
  };
  const clock = { time: noon, now: () => clock.time, sleep: async () => undefined };
  const desk = createDesk({
    ...{ store, clock, log: silentLog, owner: "here:1:desk", isAlive: () => false },
    createEngine: (state) => createEngine({ state }),
  });
  const poll = async (who: "victim" | "attacker", items: readonly TestItem[]) => {
    clock.time += minuteMs;
    const link = "https://north.example/";
    const bytes = Buffer.from(rssDocument({ title: "Northern Wire", link }, items));
    const document = { bytes, url: addresses[who], contentType: null };
    const deps = { store, reader: createInlineReader(parseLimitsDefault), clock, log: silentLog, capturesMax: 0 };
    await ingestFeed(deps, feeds[who], { document, fetchedAt: clock.time }, () => ({ outcome: outcomeOf() }));
    await desk.run();
  };
  for (const [turn, items] of sent.entries()) {
    if (turn === at) await poll("victim", [victim]);
    await poll("attacker", items);
  }
  if (at >= sent.length) await poll("victim", [victim]);
  const app = await serveDesk({ url, clock });
  cleanup.push(async () => desk.close());
  const { items } = JSON.parse((await app.ask("/feeds/all.json")).text);
  return { items, atom: (await app.ask("/feeds/all.atom")).text };
}

type Shown = {
  readonly url: string;
  readonly title: string;
  readonly content_html: string;
  readonly _wiredesk: {
    readonly source: string;
    readonly withdrawn: boolean;
    readonly carriers: readonly { source: string; url: string; title: string; withdrawn: boolean }[];
  };
};

test("no document of an outlet changes what is shown as an agency's text, headline, state or link", async () => {
  const source = {
    victim: { name: "Northern Wire World", kind: "agency", rank: 5 },
    attacker: { name: "Shop", kind: "outlet", rank: 100 },
  } as const;
  await fc.assert(
    fc.asyncProperty(anyDocuments, fc.nat(4), async (sent, at) => {
      const { items, atom } = await published(source, sent, at);
      const own = items.find(({ _wiredesk }: Shown) => _wiredesk.source === "Northern Wire World");
      expect(own).toMatchObject({ title: victim.title, url: victim.url, _wiredesk: { withdrawn: false } });
      expect(own.content_html).toContain(victim.text);
      expect(atom).not.toContain(`<at:deleted-entry ref="${own.id}"`);
    }),
    { numRuns: runsOf(40) },
  );
}, 120_000);

test("no document of an outlet changes or hides what a source of the same rank tells, whoever comes first", async () => {
  const source = {
    victim: { name: "Skerrow Post", kind: "outlet", rank: 100 },
    attacker: { name: "Shop", kind: "outlet", rank: 100 },
  } as const;
  await fc.assert(
    fc.asyncProperty(anyDocuments, fc.nat(4), async (sent, at) => {
      const { items } = await published(source, sent, at);
      const holding = items.filter(({ _wiredesk }: Shown) =>
        _wiredesk.carriers.some(({ source: name, url }) => name === "Skerrow Post" && url === victim.url),
      );
      expect(holding).toHaveLength(1);
      const [item]: readonly [Shown] = holding;
      const line = item._wiredesk.carriers.find(({ source: name }) => name === "Skerrow Post");
      expect(line).toMatchObject({ title: victim.title, withdrawn: false });
      expect(item._wiredesk.withdrawn).toBe(false);
      const isOwn = item._wiredesk.source === "Skerrow Post";
      if (isOwn) expect(item).toMatchObject({ title: victim.title, url: victim.url });
      const isWhole = item.content_html.includes(victim.text);
      const isBeginning = item.content_html.includes(sentences[0] ?? "") && !item.content_html.includes(advert);
      expect(isWhole || (isBeginning && !isOwn)).toBe(true);
    }),
    { numRuns: runsOf(40) },
  );
}, 120_000);
