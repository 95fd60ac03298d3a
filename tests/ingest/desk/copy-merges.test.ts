import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createEngine } from "../../../src/dedupe/engine.ts";
import { emptyFilter } from "../../../src/domain/section.ts";
import type { Store } from "../../../src/domain/store.ts";
import { hourMs, minuteMs } from "../../../src/domain/time.ts";
import type { DeskState } from "../../../src/domain/verdict.ts";
import { createDesk } from "../../../src/ingest/desk/desk.ts";
import { recluster } from "../../../src/ingest/desk/recluster.ts";
import { openStore } from "../../../src/store/open-store.ts";
import { makeFolder, removeFolder } from "../../support/folders.ts";
import { silentLog } from "../../support/logs.ts";
import { makeEntry } from "../../support/make-entry.ts";

const start = Date.UTC(2026, 10, 22, 8);
const clock = { now: () => start, sleep: async () => undefined };
const engineOf = (state: DeskState) => createEngine({ state });

const headline = "Harbour tunnel at Valletta closes after water breaks through a seam";
const text =
  "Water broke through a seam of the harbour tunnel at Valletta before dawn on Sunday, and the ports authority closed both " +
  "tubes until divers have looked at the eastern wall.";
/** Reprints of one agency: a text; another headline, bare; and an entry with that headline and that text. */
const brief = ["Valletta: water in the tunnel under the harbour, both tubes shut", text] as const;
const bare = [headline, ""] as const;
const proof = [headline, text] as const;

let folder: string;
let store: Store;

beforeEach(async () => {
  folder = makeFolder();
  store = await openStore(`sqlite:${join(folder, "wire.db")}`, { now: start });
});

afterEach(async () => {
  await store.close();
  removeFolder(folder);
});

/** Saves an entry of a new outlet. It arrives this many minutes after the start. */
async function save(guid: string, [title, body]: readonly [string, string], minutes: number): Promise<void> {
  const source = { name: guid, kind: "outlet", rank: 50 } as const;
  const spec = { url: `https://${guid}.example/feed`, source, title: guid, siteUrl: null, intervalMs: null };
  const feed = await store.addFeed(spec, "added", start);
  const firstSeenAt = start + minutes * minuteMs;
  const given = { title, headline: title, text: body, url: `https://${guid}.example/1`, urlKey: `${guid}.example/1` };
  const entry = makeEntry({ guid, ...given, credit: "Reuters", textKey: null, firstSeenAt, publishedAt: firstSeenAt });
  const changes = [{ kind: "new" as const, entry }];
  await store.saveFetched({ feedId: feed.id, now: start, changes, poll: null, capture: null, capturesMax: 0 });
}

async function decideAll(owner: string): Promise<void> {
  const desk = createDesk({ store, createEngine: engineOf, clock, log: silentLog, owner, isAlive: () => false });
  await desk.run();
  await desk.close();
}

async function listed() {
  const page = { filter: emptyFilter, collapse: "copy", sort: "arrival", limit: 10, after: null } as const;
  return (await store.readPage(page)).items;
}

test("two items of the merged feed become the older one when an entry proves that they are one text; nothing is announced again", async () => {
  await save("brief", brief, 0);
  await save("bare", bare, 5);
  await decideAll("here:1:desk");
  const [newer, older] = await listed();
  expect([older?.lead.guid, newer?.lead.guid]).toEqual(["brief", "bare"]);
  await save("proof", proof, 10);
  await decideAll("here:1:desk");
  const [item, ...others] = await listed();
  expect(others).toEqual([]);
  expect(item).toMatchObject({ id: older?.id, lead: { guid: "brief" }, arrivedAt: start, significantAt: start });
  expect(item?.carriers.map((carrier) => carrier.source.name)).toEqual(["brief", "bare", "proof"]);
  expect(item?.carriers[1]?.reasons[0]?.code).toBe("copy-merge");
  expect(await store.readCopy(newer?.id ?? 0)).toMatchObject({ id: older?.id });
});

test("after copies have merged, a restart finds them merged, and deciding again changes nothing", async () => {
  for (const [at, [guid, told]] of [
    ["brief", brief] as const,
    ["bare", bare] as const,
    ["proof", proof] as const,
  ].entries())
    await save(guid, told, at);
  await decideAll("here:1:desk");
  expect(await listed()).toHaveLength(1);
  const again = await recluster({ store, createEngine: engineOf }, start - hourMs);
  expect(again).toMatchObject({ entries: 3, moves: [] });
  await save("later", bare, 60);
  await decideAll("here:2:desk");
  expect((await listed()).map((item) => item.carriers.length)).toEqual([4]);
});
