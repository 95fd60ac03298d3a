import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import SqliteDatabase from "better-sqlite3";
import { expect, test } from "vitest";
import { eventually, runCli } from "../support/cli.ts";
import { type TestItem, testItem } from "../support/feed-documents.ts";
import { useServedWire } from "../support/served-wire.ts";
import { startSubscriber } from "../support/websub-subscriber.ts";

/** Ids survive a change of address: an item keeps its id when the service moves. */
const wire = useServedWire();
const uuid = /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
/** Each test starts the service several times. */
const startsMs = 120_000;
const addresses = ["http://wire.example", "https://news.example:8443"];

function idsIn(text: string): readonly string[] {
  const found = text.matchAll(/<id>([^<]*)<\/id>|<guid[^>]*>([^<]*)<\/guid>|\sref="([^"]*)"|"id": ?"([^"]*)"/g);
  return [...found].map(([, ...ids]) => ids.find((id) => id !== undefined) ?? "");
}

/** Every id that the service publishes, by the place where it appears. */
async function toldIds(paths: readonly string[]): Promise<Record<string, readonly string[]>> {
  const told = await Promise.all(
    paths.map(async (path) => [path, idsIn(await (await wire.ask(path)).text())] as const),
  );
  return Object.fromEntries(told);
}

const documents = [
  ...["/feeds/all.rss", "/feeds/all.atom", "/feeds/all.json", "/feeds/all.atom?collapse=story&limit=1"],
  ...["/feeds/all.atom?archive=0-0", "/feeds/all.json?collapse=none", "/feeds/source/1.atom", "/feeds/feed/1.atom"],
  ...["/api/v1/entries", "/api/v1/copies/1", "/api/v1/stories/1"],
];

/** Starts the service with a public address that differs from the address on which it listens. */
async function startAt(baseUrl: string, ...ready: string[]) {
  const service = await wire.start({ WIREDESK_BASE_URL: baseUrl });
  await wire.holds("/feeds/all.atom", ...ready);
  return service;
}

/** The page to which the RSS item with this title links. */
async function pageOf(title: string): Promise<string | undefined> {
  const [, ...items] = (await (await wire.ask("/feeds/all.rss")).text()).split("<item>");
  return /<link>([^<]*)<\/link>/.exec(items.find((item) => item.includes(title)) ?? "")?.[1];
}

async function withdraw(items: readonly TestItem[]): Promise<void> {
  const [first] = items as [TestItem];
  wire.publish([
    { ...first, title: `WITHDRAWN: ${first.title}`, text: "The agency withdraws this story." },
    ...items.slice(1),
  ]);
  await wire.holds("/feeds/all.atom", "at:deleted-entry");
}

test(
  "a new store's ids are UUIDs that no change of address touches: items, documents, archives, tombstones, the API",
  async () => {
    const items = [testItem(1), testItem(2), testItem(3)];
    const pageless = { ...testItem(9), url: "" };
    wire.configure({ wire: wire.publish(items), pageless: wire.publish([pageless], "pageless") }, "1s");
    const service = await startAt(addresses[0]!, testItem(3).title, pageless.title);
    await withdraw(items);
    const before = await toldIds(documents);
    expect(Object.entries(before).filter(([, ids]) => ids.length === 0)).toEqual([]);
    expect(
      Object.values(before)
        .flat()
        .filter((id) => !uuid.test(id)),
    ).toEqual([]);
    // An item has the same id in every document, and the feed that its source names is the feed's own document.
    expect(new Set(before["/feeds/all.rss"])).toEqual(new Set(before["/feeds/all.json"]));
    const atom = await (await wire.ask("/feeds/all.atom")).text();
    expect(atom).toContain(`<link rel="self" href="${addresses[0]}/feeds/all.atom"`);
    expect(idsIn(atom)).toEqual(
      expect.arrayContaining([...before["/feeds/all.rss"]!, before["/feeds/feed/1.atom"]![0]]),
    );
    const firstPage = await pageOf(pageless.title);
    await service.stop();

    await startAt(addresses[1]!, "at:deleted-entry");
    expect(await toldIds(documents)).toEqual(before);
    const moved = await (await wire.ask("/feeds/all.atom")).text();
    expect(moved).toContain(`<link rel="self" href="${addresses[1]}/feeds/all.atom"`);
    expect(moved).not.toContain(addresses[0]);
    expect(await (await wire.ask("/feeds/all.rss")).text()).toMatch(/<guid isPermaLink="false">urn:uuid:/);
    const { items: listed } = (await (await wire.ask("/feeds/all.json")).json()) as { items: { url: string }[] };
    // An item without a page of its own links to ours, under the present address.
    const secondPage = await pageOf(pageless.title);
    expect(firstPage).toMatch(/^http:\/\/wire\.example\/copies\/\d+$/);
    expect(secondPage).toBe(firstPage?.replace(addresses[0]!, addresses[1]!));
    expect(listed.map(({ url }) => url).sort()).toEqual([...items.map(({ url }) => url), secondPage].sort());
  },
  startsMs,
);

test(
  "a hub delivers the ids that are served, and a backup keeps them",
  async () => {
    const subscriber = await startSubscriber();
    try {
      wire.configure({ wire: wire.publish([testItem(1)]) }, "1s", { hub: { allowPrivateAddresses: true } });
      const service = await wire.start();
      await wire.holds("/feeds/all.atom", testItem(1).title);
      const topic =
        /<([^>]*)>; rel="self"/.exec((await wire.ask("/feeds/all.atom")).headers.get("link") ?? "")?.[1] ?? "";
      subscriber.wishes = new Set([`subscribe ${topic}`]);
      const form = new URLSearchParams({
        "hub.mode": "subscribe",
        "hub.topic": topic,
        "hub.callback": subscriber.callback(),
      });
      expect((await wire.ask("/hub", { method: "POST", body: form })).status).toBe(202);
      await eventually(
        async () => subscriber.gets.length,
        (count) => count > 0,
      );
      wire.publish([testItem(1), testItem(2)]);
      await eventually(
        async () => subscriber.posts.length,
        (count) => count > 0,
      );
      const delivered = idsIn(subscriber.posts.at(-1)!.body.toString());
      const served = await toldIds(["/feeds/all.atom"]);
      expect(new Set(served["/feeds/all.atom"])).toEqual(new Set(delivered));
      await service.stop();
      expect((await runCli(wire.workspace, ["backup", wire.workspace.path("kept.db")])).code).toBe(0);
      await wire.start({ WIREDESK_STORE: `sqlite:${wire.workspace.path("kept.db")}` });
      expect(await toldIds(["/feeds/all.atom"])).toEqual(served);
    } finally {
      await subscriber.close();
    }
  },
  startsMs,
);

test(
  "a store that an earlier build served keeps its ids to the byte when it moves",
  async () => {
    const folder = fileURLToPath(new URL("../fixtures/stores", import.meta.url));
    const [file, old] = [wire.workspace.path("old.db"), "http://127.0.0.1:18730"];
    writeFileSync(file, gunzipSync(readFileSync(`${folder}/1b6d713.db.gz`)));
    wire.configure({}, undefined, { store: `sqlite:${file}` });
    const query = "?limit=500";
    const paths = [`/feeds/all.atom${query}`, `/feeds/all.rss${query}`, `/feeds/all.json${query}`];
    const served: Record<string, readonly string[]>[] = [];
    for (const address of [old, addresses[1]!]) {
      const service = await wire.start({ WIREDESK_BASE_URL: address });
      served.push(await toldIds(paths));
      await service.stop();
    }
    const db = new SqliteDatabase(file, { readonly: true });
    const copies = db.prepare<[], number>("SELECT id FROM copies WHERE merged_into IS NULL").pluck().all();
    db.close();
    const known = new Set(copies.map((id) => `${old}/copies/${id}`));
    const [first, ...moved] = served;
    expect(first![paths[0]!]![0]).toBe(`${old}/feeds/all.atom${query}`);
    expect(first![paths[1]!]!.length).toBeGreaterThan(10);
    expect(first![paths[1]!]!.filter((id) => !known.has(id))).toEqual([]);
    expect(moved).toEqual([first]);
  },
  startsMs,
);
