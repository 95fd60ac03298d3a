import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createEngine } from "../../../src/dedupe/engine.ts";
import { createEntryPacker } from "../../../src/dedupe/make-item.ts";
import type { EntryChange } from "../../../src/domain/feeds/feed-store.ts";
import type { Store } from "../../../src/domain/store.ts";
import { hourMs, minuteMs, secondMs } from "../../../src/domain/time.ts";
import { createDesk } from "../../../src/ingest/desk/desk.ts";
import { openStore } from "../../../src/store/open-store.ts";
import { makeFolder, removeFolder } from "../../support/folders.ts";
import { silentLog } from "../../support/logs.ts";
import { makeEntry } from "../../support/make-entry.ts";

const start = Date.UTC(2026, 10, 22, 8);
const hours = 12;

let folder: string;
beforeEach(() => {
  folder = makeFolder();
});
afterEach(() => removeFolder(folder));

describe("a desk that stands by", () => {
  test("decides after the takeover as a desk that reads the whole window, and reads hardly any text then", async () => {
    const cold = await takeOver("cold", { followsBefore: 0 });
    const warm = await takeOver("warm", { followsBefore: hours });
    expect(warm.decided).toEqual(cold.decided);
    expect(warm.decided.length).toBe(3 * (hours + 1));
    // The news of every hour has reprints, so the new entries met old ones.
    expect(new Set(warm.decided.map(({ membership }) => membership.copyId)).size).toBeLessThan(2 * (hours + 1));
    expect(cold.textsRead).toBe(3 * hours);
    // Bodies that a source prints under every headline are left out, and then the titles are packed anew.
    expect(warm.textsRead).toBeLessThan(4);
  });

  test("reads the texts that were revised or that it never saw", async () => {
    const cold = await takeOver("cold", { followsBefore: 0 });
    const late = await takeOver("late", { followsBefore: hours - 2 });
    expect(late.decided).toEqual(cold.decided);
    expect(late.textsRead).toBeGreaterThan(0);
    expect(late.textsRead).toBeLessThan(cold.textsRead / 2);
  });
});

/**
 * One desk decides the news of some hours and dies; then another one decides on the news of the next hour. It stood by
 * in the first `followsBefore` hours.
 */
async function takeOver(name: string, { followsBefore }: { readonly followsBefore: number }) {
  let now = start;
  let textsRead = 0;
  const store = await openStore(`sqlite:${join(folder, `${name}.db`)}`, { now });
  const deps = {
    createEngine: (state: Parameters<typeof createEngine>[0]["state"]) => createEngine({ state }),
    createPacker: async () => createEntryPacker(),
    clock: { now: () => now, sleep: async () => undefined },
    log: silentLog,
    isAlive: () => true,
  };
  const counted: Store = {
    ...store,
    async readWindow(window) {
      const rows = await store.readWindow(window);
      textsRead += rows.length;
      return rows;
    },
    async readDecided(ids) {
      textsRead += ids.length;
      return store.readDecided(ids);
    },
  };
  const first = createDesk({ ...deps, store, owner: "first" });
  const second = createDesk({ ...deps, store: counted, owner: "second" });
  const feeds = await Promise.all(["agency", "paper", "radio"].map((one) => addFeed(store, one)));
  for (let hour = 0; hour < hours; hour += 1) {
    now = start + hour * hourMs;
    await publish(store, feeds, hour, now);
    expect(await first.run()).toMatchObject({ kind: "decided" });
    if (hour < followsBefore) {
      now += secondMs;
      expect(await second.run()).toEqual({ kind: "elsewhere", owner: "first" });
    }
  }
  now = start + (hours - 1) * hourMs + 2 * minuteMs;
  await publish(store, feeds, hours, now);
  textsRead = 0;
  expect(await second.run()).toMatchObject({ kind: "decided" });
  const window = { from: 0, to: now + hourMs, after: null, limit: 1000 };
  const decided = await store.readWindow(window);
  await second.close();
  await store.close();
  return { decided, textsRead };
}

async function addFeed(store: Store, name: string): Promise<number> {
  const source = { name, kind: name === "agency" ? "agency" : "outlet", rank: 50 } as const;
  const spec = { url: `https://${name}.example/feed`, source, title: name, siteUrl: null, intervalMs: null };
  return (await store.addFeed(spec, "added", start)).id;
}

/**
 * Each hour the agency has a story, the paper reprints the one of two hours before, and the radio has its own text on
 * the story, with a body that it prints under every headline in some hours. The agency revises its last story.
 */
async function publish(store: Store, feeds: readonly number[], hour: number, now: number): Promise<void> {
  const [agency = 0, paper = 0, radio = 0] = feeds;
  await save(store, agency, now, [added(`agency-${hour}`, titleOf(hour), textOf(hour), now), ...revised(hour, now)]);
  const reprinted = Math.max(0, hour - 2);
  await save(store, paper, now, [added(`paper-${hour}`, titleOf(reprinted), textOf(reprinted), now)]);
  const body =
    hour % 3 === 0 ? "Listen to our live programme with the latest from all our reporters." : textOf(hour, 7);
  await save(store, radio, now, [added(`radio-${hour}`, `Radio: ${titleOf(hour)}`, body, now)]);
}

function revised(hour: number, now: number): readonly EntryChange[] {
  if (hour % 4 !== 3) return [];
  // The agency's entries have the ids 1, 4, 7, …: three entries are saved each hour.
  const id = 1 + 3 * (hour - 1);
  const entry = added(`agency-${hour - 1}`, titleOf(hour - 1), `${textOf(hour - 1)} ${textOf(hour + 50)}`, now).entry;
  return [{ kind: "revised", id, entry, significant: true }];
}

function added(guid: string, title: string, text: string, now: number) {
  const url = `https://${guid}.example/page`;
  return { kind: "new", entry: makeEntry({ guid, url, title, text, firstSeenAt: now, publishedAt: now }) } as const;
}

async function save(store: Store, feedId: number, now: number, changes: readonly EntryChange[]): Promise<void> {
  await store.saveFetched({ feedId, now, changes, poll: null, capture: null, capturesMax: 0 });
}

const nouns =
  "harbour council ferry bridge minister storm strike ballot court river mine fleet budget union rail".split(" ");
const wordAt = (seed: number, at: number) => `${nouns[(seed * 7 + at * 5) % nouns.length]}${(seed * 31 + at) % 97}`;

function titleOf(hour: number): string {
  return Array.from({ length: 7 }, (_, at) => wordAt(hour, at)).join(" ");
}

function textOf(hour: number, from = 0): string {
  return `${Array.from({ length: 60 }, (_, at) => wordAt(hour, at + from)).join(" ")}.`;
}
