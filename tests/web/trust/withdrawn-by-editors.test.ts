import { expect, test } from "vitest";
import { createEngine } from "../../../src/dedupe/engine.ts";
import { recluster } from "../../../src/ingest/desk/recluster.ts";
import { deskState, noon } from "../../support/store-fixtures.ts";
import { post } from "../desk-world.ts";
import { ferry, ferryText, reprint, secret } from "./texts.ts";
import { openWire, type ShownItem, token, type WireWorld } from "./wire-world.ts";

const sources = {
  "Northern Wire": { kind: "agency", rank: 1 },
  "Harbour Post": { kind: "outlet", rank: 50 },
  "Bay News": { kind: "outlet", rank: 50 },
} as const;

/** The agency's text and an outlet's reprint: one copy. */
async function carried(): Promise<{ wire: WireWorld; item: ShownItem; entries: readonly number[] }> {
  const wire = await openWire(sources);
  await wire.poll("Northern Wire", [ferry]);
  await wire.poll("Harbour Post", [reprint("harbour")]);
  const [item] = (await wire.items()) as [ShownItem];
  expect(item._wiredesk.carriers).toHaveLength(2);
  const { entries } = await wire.json(`/api/v1/stories/${item._wiredesk.story}`);
  return { wire, item, entries: entries.map(({ id }: { id: number }) => id) };
}

/** Every public address that tells of the story or its entries. */
async function publicWords(wire: WireWorld, story: number, entries: readonly number[]): Promise<string> {
  const feeds = ["all", "source/1", "source/2", "source/3"].flatMap((feed) =>
    ["rss", "atom", "json"].flatMap((format) =>
      ["", "?collapse=story", "?collapse=none", "?q=lifeboats"].map((query) => `/feeds/${feed}.${format}${query}`),
    ),
  );
  const pages = ["/", "/?q=lifeboats", "/?collapse=none", `/stories/${story}`, `/api/v1/stories/${story}`];
  const api = ["/api/v1/entries", "/api/v1/entries?collapse=none", "/api/v1/entries?q=lifeboats"];
  const own = entries.flatMap((id) => [`/api/v1/entries/${id}`, `/api/v1/entries/${id}/revisions`]);
  const told: string[] = [];
  for (const path of [...feeds, ...pages, ...api, ...own]) told.push((await wire.app.ask(path)).text);
  return told.join("\n");
}

test("what an editor withdraws is WITHDRAWN at its old id in every format, and told nowhere else", async () => {
  const { wire, item, entries } = await carried();
  const { story } = item._wiredesk;
  expect(await publicWords(wire, story, entries)).toContain(secret);
  expect(await wire.decide(story, { action: "withdraw", entries: [entries[1]] })).toBe(200);
  const [shown] = (await wire.items()) as [ShownItem];
  expect(shown).toMatchObject({ id: item.id, url: item.id, title: `WITHDRAWN: ${ferry.title}` });
  expect(shown._wiredesk).toMatchObject({ withdrawn: true, carriers: [{ url: null }, { url: null }] });
  expect(shown.content_html).toContain("An editor has withdrawn this item");
  const { text } = await wire.app.ask("/feeds/all.atom");
  expect(text).toContain(`<at:deleted-entry ref="${item.id}"`);
  expect(text).toContain("withdrawn by an editor");
  expect(await publicWords(wire, story, entries)).not.toContain(secret);
  expect(await wire.json(`/api/v1/entries/${entries[0]}`)).toMatchObject({ withdrawn: true, text: "" });
});

test("an editor's withdrawal holds for later carriers and versions, after a restart, for each part of a split, and ends", async () => {
  const { wire, item, entries } = await carried();
  const { story } = item._wiredesk;
  await wire.decide(story, { action: "withdraw", entries: [entries[0]] });
  await wire.restart();
  await wire.poll("Bay News", [reprint("bay")]);
  await wire.poll("Northern Wire", [{ ...ferry, text: `${ferryText} The master has been questioned.` }]);
  const words = async () => JSON.stringify(await wire.items("?collapse=none"));
  expect(await wire.items()).toMatchObject([{ id: item.id, _wiredesk: { withdrawn: true } }]);
  expect(await words()).not.toContain(secret);
  expect(await wire.decide(story, { action: "split", entries: [entries[1]] })).toBe(200);
  expect(await wire.items()).toMatchObject([{ _wiredesk: { withdrawn: true } }, { _wiredesk: { withdrawn: true } }]);
  expect(await wire.decide(story, { action: "restore", entries: [entries[0]] })).toBe(200);
  const restored = (await wire.items()).find(({ id }) => id === item.id);
  expect(restored).toMatchObject({ title: ferry.title, _wiredesk: { withdrawn: false, source: "Northern Wire" } });
  expect((await wire.items()).filter(({ _wiredesk }) => _wiredesk.withdrawn)).toHaveLength(1);
});

test("an editor's withdrawal is asked for once, holds through a recluster, and is told on the story's page", async () => {
  const { wire, item, entries } = await carried();
  const { story } = item._wiredesk;
  for (const _ of [1, 2]) expect(await wire.decide(story, { action: "withdraw", entries: [entries[0]] })).toBe(200);
  expect(await wire.store.readEditorRulings()).toHaveLength(2);
  const again = await recluster({ store: wire.store, createEngine: (state) => createEngine({ state }) }, noon - 1);
  await wire.store.saveRegroup(again.regroup, deskState());
  await wire.restart();
  expect(await wire.items()).toMatchObject([{ id: item.id, _wiredesk: { withdrawn: true } }]);
  const { text } = await wire.app.ask(`/stories/${story}`);
  expect(text).toContain("Withdrawn by an editor");
  const history = (await wire.app.ask(`/stories/${story}?tab=history`)).text;
  expect(history).toMatch(/Ada: withdrew the text of Northern Wire “/);
  expect(text + history).not.toContain(secret);
});

test("editors see the withdrawn text marked on its page, and restore it there", async () => {
  const { wire, item, entries } = await carried();
  const path = `/stories/${item._wiredesk.story}`;
  const login = await post(wire.app, "/login", { name: "Ada", token });
  const Cookie = String(login.headers["set-cookie"]).split(";")[0]!;
  const read = async () => (await wire.app.ask(path, { headers: { Cookie } })).text;
  const csrf = /name="csrf" value="([^"]+)"/.exec(await read())?.[1] ?? "";
  const press = (decision: string) =>
    post(wire.app, `${path}/rulings`, { decision, entry: String(entries[0]), csrf }, { Cookie });
  expect((await press("withdraw")).status).toBe(303);
  expect(await read()).toMatch(new RegExp(`<del class="body"[^>]*>.*${secret}`, "s"));
  expect((await wire.app.ask(path)).text).not.toContain(secret);
  expect(await read()).toContain("Restore this text");
  expect((await press("restore")).status).toBe(303);
  expect((await wire.app.ask(path)).text).toContain(secret);
  expect((await wire.app.ask(path)).text).not.toContain("Restore this text");
});

test("what its source withdraws is given to the public at no address, is marked for editors, and may be restored", async () => {
  const { wire, item, entries } = await carried();
  const { story } = item._wiredesk;
  await wire.poll("Northern Wire", [{ ...ferry, title: `WITHDRAWN: ${ferry.title}` }]);
  expect(await wire.items()).toMatchObject([{ id: item.id, _wiredesk: { withdrawn: true } }]);
  expect(await publicWords(wire, story, entries)).not.toContain(secret);
  expect((await wire.store.readEntry(entries[1]!))?.text).toContain(secret);
  expect(await wire.decide(story, { action: "restore", entries: [entries[1]] })).toBe(200);
  const [shown] = (await wire.items()) as [ShownItem];
  expect(shown).toMatchObject({ id: item.id, title: ferry.title });
  expect(shown._wiredesk).toMatchObject({ withdrawn: false, source: "Harbour Post" });
});

test("an editor's pin leads, through later news and a restart, until it is taken out", async () => {
  const { wire, item, entries } = await carried();
  const { story } = item._wiredesk;
  expect(await wire.decide(story, { action: "lead", entry: entries[1] })).toBe(200);
  const led = async () => (await wire.items())[0]?._wiredesk.source;
  expect(await led()).toBe("Harbour Post");
  await wire.restart();
  await wire.poll("Bay News", [reprint("bay")]);
  await wire.poll("Northern Wire", [{ ...ferry, text: `${ferryText} The master has been questioned.` }]);
  expect(await led()).toBe("Harbour Post");
  expect(await wire.items("?collapse=story")).toMatchObject([{ _wiredesk: { source: "Harbour Post" } }]);
  expect(await wire.decide(story, { action: "lead", entry: entries[1] })).toBe(200);
  expect(await wire.store.readEditorRulings()).toHaveLength(1);
  expect(await wire.decide(story, { action: "unlead", entry: entries[1] })).toBe(200);
  expect(await led()).toBe("Northern Wire");
});

test("an entry that its source withdrew cannot be pinned, and one that is pinned passes the lead when it withdraws", async () => {
  const { wire, item, entries } = await carried();
  const { story } = item._wiredesk;
  await wire.decide(story, { action: "lead", entry: entries[1] });
  await wire.poll("Harbour Post", [reprint("harbour", { title: `WITHDRAWN: ${ferry.title}` })]);
  const [shown] = (await wire.items()) as [ShownItem];
  expect(shown._wiredesk).toMatchObject({ source: "Northern Wire", withdrawn: false });
  await wire.decide(story, { action: "unlead", entry: entries[1] });
  expect(await wire.decide(story, { action: "lead", entry: entries[1] })).toBe(409);
  expect(await wire.decide(story, { action: "withdraw", entries: [999] })).toBe(404);
});

test("editors see the text that its source replaced by a notice, and not the notice, struck through", async () => {
  const wire = await openWire(sources);
  await wire.poll("Northern Wire", [ferry]);
  const [item] = (await wire.items()) as [ShownItem];
  const notice = "Northern Wire withdraws its report on the ferry. Please do not use it.";
  await wire.poll("Northern Wire", [{ ...ferry, title: `WITHDRAWN: ${ferry.title}`, text: notice }]);
  const path = `/stories/${item._wiredesk.story}`;
  const login = await post(wire.app, "/login", { name: "Ada", token });
  const Cookie = String(login.headers["set-cookie"]).split(";")[0]!;
  const { text } = await wire.app.ask(path, { headers: { Cookie } });
  const struck = /<del class="body"[^>]*>(.*?)<\/del>/s.exec(text)?.[1] ?? "";
  expect(struck).toContain(secret);
  expect(struck).not.toContain(notice);
  expect((await wire.app.ask(path)).text).not.toContain(secret);
});
