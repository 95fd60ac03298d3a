import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Entry } from "../../src/domain/entry.ts";
import type { ParsedItem } from "../../src/domain/parsed-feed.ts";
import type { Store } from "../../src/domain/store.ts";
import { hourMs } from "../../src/domain/time.ts";
import { planHeal } from "../../src/ingest/heal/plan-heal.ts";
import { normaliseFeed } from "../../src/normalise/normalise-feed.ts";
import { openStore } from "../../src/store/open-store.ts";
import { dateAt, feedContext, noon, parsedFeed, parsedItem } from "../normalise/parsed-item.ts";
import { createWorkspace, runCli, type Workspace } from "../support/cli.ts";
import { deskState, fetchedOf, saveRulings, specOf, verdictOf } from "../support/store-fixtures.ts";

let workspace: Workspace;
let store: Store;
let feedId: number;

beforeEach(async () => {
  workspace = createWorkspace();
  store = await openStore(`sqlite:${workspace.path("wire.db")}`, { now: noon });
  feedId = (await store.addFeed(specOf("https://wire.example/rss"), "added", noon)).id;
});
afterEach(async () => {
  await store.close();
  workspace.remove();
});

/** Stores each document's items as an earlier build did that knew entries by their guids alone. */
async function storeDoubled(documents: readonly (readonly ParsedItem[])[]): Promise<readonly number[]> {
  const known = new Set<string>();
  const ids: number[] = [];
  for (const [at, items] of documents.entries()) {
    const now = noon + at * hourMs;
    const entries: readonly Entry[] = normaliseFeed(parsedFeed(items), feedContext, () => now, now).entries;
    const changes = entries
      .filter(({ guid }) => !known.has(guid))
      .map((entry) => {
        known.add(entry.guid);
        return { kind: "new", entry } as const;
      });
    ids.push(...(await store.saveFetched(fetchedOf(feedId, changes, { now }))).newIds);
  }
  await store.saveVerdicts(
    ids.map((id) => verdictOf(id, id, id)),
    deskState({ nextCopyId: 100, nextStoryId: 100 }),
  );
  return ids;
}

const text = "Crews will replace two cracked bearings before the ferry season, the port authority said on Sunday.";
const rewritten = "Traffic is being sent through the northern tunnel while divers look at the last pillar again.";
const article = "https://wire.example/news/ab12cd34";

function bridge(given: Partial<ParsedItem> = {}): ParsedItem {
  return parsedItem({
    title: "Harbour bridge closes for storm repairs",
    summaryHtml: `<p>${text}</p>`,
    url: article,
    published: dateAt(noon - 9 * hourMs),
    ...given,
  });
}

const edited = {
  title: "Drivers face a week of queues",
  summaryHtml: `<p>${rewritten}</p>`,
  published: dateAt(noon - 2 * hourMs),
};
const tram = parsedItem({
  guid: "tram-2026-77",
  title: "Council votes on the tram",
  summaryHtml: "<p>Nine to four.</p>",
});

const plan = async (listed: readonly ReadonlySet<string>[] = []) =>
  (await planHeal({ store }, feedId, listed)).map(({ keepId, joinId }) => [keepId, joinId]);

describe("planHeal() joins", () => {
  test.each<[string, readonly Partial<ParsedItem>[]]>([
    [
      "the versions that a guid counts, however much was rewritten",
      [{ guid: `${article}#0` }, { guid: `${article}#1`, ...edited }, { guid: `${article}#2`, ...edited }],
    ],
    [
      "what came under another link at each poll",
      [1, 2, 3].map((visit) => ({ url: `https://wire.example/a?x=1760000000${visit}` })),
    ],
    [
      "what came under another guid and link at each poll",
      [1, 2, 3].map((visit) => ({ guid: `u-10023${visit}-a`, url: `https://wire.example/a?x=1760000000${visit}` })),
    ],
    ["an entry whose relative address nobody resolved", [{ url: null }, { url: article }]],
    [
      "a guid that changed its scheme",
      [{ guid: "http://wire.example/?p=812" }, { guid: "https://wire.example/?p=812" }],
    ],
  ])("%s", async (_name, states) => {
    const [first, ...others] = await storeDoubled(states.map((state) => [bridge(state), tram]));
    expect(others).toHaveLength(states.length);
    const doubled = others.filter((id) => id !== (first ?? 0) + 1);
    expect(await plan()).toEqual(doubled.map((id) => [first, id]));
  });
});

describe("planHeal() leaves apart", () => {
  test.each<[string, Partial<ParsedItem>, Partial<ParsedItem>]>([
    [
      "a second warning",
      { guid: "w-1001", url: "https://wire.example/warnings" },
      { guid: "w-1002", url: "https://wire.example/warnings", published: dateAt(noon - 2 * hourMs) },
    ],
    ["another text under another guid at one address", { guid: "s-100812" }, { guid: "s-100977", ...edited }],
    ["a repost", { guid: "s-100812" }, { guid: "s-100977", url: "https://wire.example/news/ff99ee11", ...edited }],
  ])("%s", async (_name, before, after) => {
    await storeDoubled([[bridge(before)], [bridge(after)]]);
    expect(await plan()).toEqual([]);
  });

  const post = (n: number) =>
    bridge({ guid: `${article}#${n}`, title: `Post ${n} of the day`, summaryHtml: `<p>${n} ${text}</p>` });

  test("posts of a live page that came in one document", async () => {
    await storeDoubled([[post(1), post(2)], [post(3)]]);
    expect(await plan()).toEqual([]);
  });

  test("entries that a kept document lists side by side", async () => {
    await storeDoubled([[post(1)], [post(2)]]);
    expect(await plan([new Set([`${article}#1`, `${article}#2`])])).toEqual([]);
    expect(await plan()).toHaveLength(1);
  });
});

describe("joinEntries()", () => {
  const versions = () =>
    storeDoubled([0, 1, 2].map((n) => [bridge({ guid: `${article}#${n}`, ...(n > 0 ? edited : {}) })]));

  test("keeps every state under the entry that was first, with the newest one's identity, and tells of it", async () => {
    const [first = 0, second = 0, third = 0] = await versions();
    await saveRulings(store, [{ kind: "apart", level: "story", entryA: second, entryB: 999 }]);
    const mark = await store.readChangeMark();
    expect(await store.joinEntries(await planHeal({ store }, feedId, []))).toBe(2);
    expect(await store.readEntry(first)).toMatchObject({ title: edited.title, guid: `${article}#2`, revision: 2 });
    expect((await store.readRevisions(first)).map(({ number, title }) => [number, title])).toEqual([
      [1, bridge().title],
      [2, edited.title],
    ]);
    expect(await store.readCounts()).toMatchObject({ entries: 1, revisions: 2, copies: 1, stories: 1, pending: 1 });
    expect(await store.readChangeMark()).toBeGreaterThan(mark);
    for (const gone of [second, third]) {
      expect((await store.readEntry(gone))?.id).toBe(first);
      expect(await store.readRevisions(gone)).toHaveLength(2);
      expect((await store.readCopy(gone))?.copyId).toBe(first);
      expect((await store.readStory(gone))?.id).toBe(first);
    }
    expect((await store.readEditorRulings())[0]?.ruling).toMatchObject({ entryA: first, entryB: 999 });
    expect(await plan()).toEqual([]);
  });

  test("passes over pairs that are no longer two entries of one feed", async () => {
    const [first = 0, second = 0] = await versions();
    const other = (await store.addFeed(specOf("https://other.example/rss"), "added", noon)).id;
    const entry = normaliseFeed(parsedFeed([tram]), feedContext, () => noon, noon).entries.slice(0, 1);
    const changes = entry.map((one) => ({ kind: "new", entry: one }) as const);
    const [foreign = 0] = (await store.saveFetched(fetchedOf(other, changes))).newIds;
    const pairs = [first, foreign, 12_345].map((keepId) => ({ keepId, joinId: first }));
    expect(await store.joinEntries([...pairs, { keepId: 12_345, joinId: second }])).toBe(0);
  });

  test("a joined entry that is purged takes the ids with it", async () => {
    const [first = 0, second = 0] = await versions();
    await store.joinEntries([{ keepId: first, joinId: second }]);
    await store.saveVerdicts([verdictOf(first, first, first)], deskState());
    await store.purge(noon * 2, 10);
    expect(await store.readEntry(second)).toBeNull();
  });
});

describe("wiredesk feeds heal", () => {
  test("shows what it would join, joins with --apply, and finds nothing a second time", async () => {
    const [first, , third] = await storeDoubled([0, 1].map((n) => [bridge({ guid: `${article}#${n}` }), tram]));
    const shown = await runCli(workspace, ["feeds", "heal", "--json"]);
    expect(JSON.parse(shown.stdout)).toMatchObject({ feedId, keepId: first, joinId: third, title: bridge().title });
    expect(shown.stderr).toContain("1 entry would be joined with earlier ones; nothing is written without --apply");
    expect((await store.readCounts()).entries).toBe(3);
    const applied = await runCli(workspace, ["feeds", "heal", String(feedId), "--apply"]);
    expect([applied.code, applied.stdout]).toEqual([0, expect.stringContaining(`entry ${first} takes ${third}`)]);
    expect(await store.readCounts()).toMatchObject({ entries: 2, pending: 0 });
    expect((await runCli(workspace, ["feeds", "heal", "--json"])).stdout).toBe("");
  });

  test("asks for the service to be stopped before it writes", async () => {
    await store.takeDesk("another", Date.now(), Date.now() + hourMs);
    const refused = await runCli(workspace, ["feeds", "heal", "--apply"]);
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining("stop it before --apply")]);
  });
});
