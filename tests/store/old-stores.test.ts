import { copyFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import SqliteDatabase from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { loadConfig } from "../../src/config/load-config.ts";
import { createEngine } from "../../src/dedupe/engine.ts";
import type { StoredEntry } from "../../src/domain/entry.ts";
import { hourMs } from "../../src/domain/time.ts";
import { createDesk } from "../../src/ingest/desk/desk.ts";
import { openStore } from "../../src/store/open-store.ts";
import { createWorkspace, runCli, type Workspace } from "../support/cli.ts";
import { rssDocument } from "../support/feed-documents.ts";
import { silentLog } from "../support/logs.ts";
import { readSchema } from "../support/read-schema.ts";
import { serveDesk } from "../web/served-desk.ts";

/** Stores that older builds made; tests/fixtures/stores/README.md says how. All contain the same invented week. */
const folder = fileURLToPath(new URL("../fixtures/stores", import.meta.url));
const commits = readdirSync(folder).flatMap((name) =>
  name.endsWith(".db.gz") ? [name.slice(0, -".db.gz".length)] : [],
);

/** An hour after the store was last written. */
const now = Date.UTC(2026, 2, 9, 16);
const clock = { now: () => now, elapsed: () => 0, sleep: async () => undefined };
/** The same as in tests/store/old-stores/make-store.mjs. */
const sectionKey = "a-key-to-licensed-copy";

test("there is a store of an older build", () => {
  expect(commits).toContain("1b6d713");
});

describe.each(commits)("the store that commit %s made", (commit) => {
  let workspace: Workspace;
  let file: string;
  let env: Record<string, string>;
  const read = (suffix: string) => readFileSync(`${folder}/${commit}${suffix}`);

  beforeEach(() => {
    workspace = createWorkspace();
    file = workspace.path("old.db");
    env = { WIREDESK_STORE: `sqlite:${file}` };
    writeFileSync(file, gunzipSync(read(".db.gz")));
    copyFileSync(`${folder}/${commit}.yaml`, workspace.configFile);
  });
  afterEach(() => workspace.remove());

  const open = () => openStore(`sqlite:${file}`, { now });

  test("has rows in every table", () => {
    const db = new SqliteDatabase(file, { readonly: true });
    const tables = tablesOf(db);
    const filled = tables.filter((table) => db.prepare(`SELECT count(*) FROM "${table}"`).pluck().get() !== 0);
    db.close();
    expect(tables.length).toBeGreaterThan(20);
    expect(filled).toEqual(tables);
  });

  test("is exported as its own build exported it, except for the wording of reasons", async () => {
    const { code, stdout } = await runCli(workspace, ["export"], env);
    expect(code).toBe(0);
    const [present = [], before = []] = [stdout, read(".export.jsonl").toString()].map(linesOf);
    expect(before.length).toBeGreaterThan(15);
    expect(present.map(withoutWording)).toEqual(before.map(withoutWording));
    expect(present.flatMap(reasonsOf).map(({ text }) => text)).not.toContain("");
  });

  test("migrates to the present schema completely", async () => {
    await (await open()).close();
    const db = new SqliteDatabase(file);
    expect(readSchema(db)).toBe(readFileSync(new URL("../golden/schema.sql", import.meta.url), "utf8"));
    expect(db.pragma("integrity_check", { simple: true })).toBe("ok");
    expect(db.pragma("foreign_key_check")).toEqual([]);
    expect(() => db.exec("INSERT INTO search (search) VALUES ('integrity-check')")).not.toThrow();
    db.close();
  });

  test("keeps feeds, polls, documents and the subscriptions at hubs, ours and those of publishers", async () => {
    const store = await open();
    const feeds = await store.listFeeds();
    expect([...new Set(feeds.map(({ feed }) => `${feed.origin} ${feed.state}`))].sort()).toEqual([
      "added active",
      "added paused",
      "added removed",
      "config active",
      "config gone",
      "config removed",
      "ingested paused",
    ]);
    expect(feeds.filter(({ feed }) => feed.source.isPrivate).map(({ feed }) => feed.source.name)).toEqual([
      "Closed Circuit",
    ]);
    const learnt = (key: string) => feeds.filter(({ poll }) => (poll.memory[key] ?? null) !== null).length;
    expect({ rhythm: learnt("rhythm"), moved: learnt("moved"), gap: learnt("gap") }).toEqual({
      rhythm: 11,
      moved: 1,
      gap: 1,
    });
    const captures = await Promise.all(feeds.map(({ feed }) => store.readCaptures(feed.id)));
    expect(captures.flat().map(({ gzip }) => gunzipSync(gzip).length > 0)).toContain(true);

    const topics = await store.listTopics();
    expect(topics.map((topic) => topic.replace(/^.*\/feeds\//, ""))).toEqual(["all.atom", "all.json?collapse=story"]);
    const subscribers = (await Promise.all(topics.map((topic) => store.listSubscriptions(topic)))).flat();
    expect(subscribers.map(({ secret }) => secret)).toEqual(["a secret of the subscriber", null]);
    expect(subscribers.every(({ leaseUntil }) => leaseUntil > now)).toBe(true);
    const due = {
      now: now + 24 * hourMs,
      limit: 10,
      exceptIds: [],
      exceptHosts: [],
      exceptDestinations: [],
      firstTriesOnly: false,
    };
    expect((await store.readDueDeliveries(due)).map(({ attempts }) => attempts)).toEqual([2]);
    expect((await store.readDroppedDeliveries(10)).map(({ attempts }) => attempts)).toEqual([3, 4]);

    const upstream = (await store.listUpstreamHubs()).map((hub) => `${hub.protocol} ${hub.state}`);
    expect(upstream.sort()).toEqual(["rsscloud on", "websub dropped", "websub dropped", "websub on"]);
    await store.close();
  });

  test("keeps revisions, rulings and the ids of merged groups", async () => {
    const store = await open();
    const withdrawn = await entryTitled(store, "WITHDRAWN-");
    const revisions = await store.readRevisions(withdrawn.id);
    expect(revisions.map(({ title }) => title.startsWith("WITHDRAWN-"))).toEqual([false, true]);

    const waiting = await store.readWaitingRulings(now, 10);
    const said = waiting.flatMap(({ command }) => command.rulings.map((ruling) => ({ ruling, by: command.by })));
    const rulings = [...(await store.readEditorRulings()), ...said];
    const kinds = new Set(
      rulings.map(({ ruling }) => ("level" in ruling ? `${ruling.kind} ${ruling.level}` : ruling.kind)),
    );
    expect([...kinds].sort()).toEqual(["apart copy", "apart story", "pin", "together copy", "together story"]);
    expect(new Set(rulings.map(({ by }) => by))).toEqual(new Set(["command line", "Ines Valdor"]));
    expect(said).toHaveLength(1);

    for (const table of ["copies", "stories"] as const) {
      const [from, into] = mergedPair(file, table);
      const item = table === "copies" ? await store.readCopy(from) : await store.readStory(from);
      const id = item === null ? null : "copyId" in item ? item.copyId : item.id;
      expect({ table, id }).toEqual({ table, id: into });
    }
    await store.close();
  });

  test("is served: public documents contain no licensed copy, and holders of the key get it", async () => {
    const { sections } = loadConfig(workspace.configFile, {});
    await (await open()).close();
    const app = await serveDesk({ url: `sqlite:${file}`, clock, sections });
    for (const format of ["rss", "atom", "json"]) {
      const { status, text } = await app.ask(`/feeds/all.${format}?limit=500`);
      expect({ format, status }).toEqual({ format, status: 200 });
      expect(text).toContain("カロー岬の灯台が崩壊");
      expect(text).toContain("إعادة فتح جسر مارلو");
      expect(text).not.toMatch(/CORRECTED-Harding|licensed\.example/);
    }
    const licensed = await app.ask(`/feeds/licensed.json?key=${sectionKey}`);
    expect(licensed.status).toBe(200);
    expect(licensed.text).toContain("CORRECTED-Harding");
    expect((await app.ask("/feeds/licensed.json")).status).toBe(404);
    expect((await app.ask("/")).status).toBe(200);
  });

  test("continues: entries that waited for the desk are decided, and purged ones do not return", async () => {
    const store = await open();
    expect((await store.readCounts()).pending).toBe(2);
    const engine = (state: Parameters<typeof createEngine>[0]["state"]) => createEngine({ state });
    const desk = createDesk({ store, createEngine: engine, clock, log: silentLog, owner: "test", isAlive: () => true });
    expect(await desk.run()).toMatchObject({ kind: "decided", verdicts: 2 });
    await desk.close();
    expect((await store.readCounts()).pending).toBe(0);
    expect(await store.readWaitingRulings(now, 10)).toEqual([]);
    await store.close();

    const link = "https://almanac.example/";
    const purged = { guid: "al-1", title: "Ferry timetable", url: `${link}al-1`, text: "Boats leave.", date: null };
    const fresh = { guid: "al-9", title: "Lobster season", url: `${link}al-9`, text: "Pots are set.", date: null };
    writeFileSync(workspace.path("again.xml"), rssDocument({ title: "Skail Almanac", link }, [purged, fresh]));
    const { stdout } = await runCli(workspace, ["ingest", "--json", workspace.path("again.xml")], env);
    expect(JSON.parse(stdout)).toMatchObject({ entries: 2, newCount: 1, revisedCount: 0 });
  });
});

/** The tables of the schema, without those that FTS5 and SQLite make for themselves. */
function tablesOf(db: SqliteDatabase.Database): readonly string[] {
  const names = db
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    .pluck()
    .all();
  return names.filter((name) => !/^(search_|sqlite_)/.test(name));
}

function linesOf(text: string): readonly string[] {
  return text.split("\n").slice(0, -1);
}

interface Reason {
  readonly text: string;
}

function reasonsOf(line: string): readonly Reason[] {
  return (JSON.parse(line) as { reasons: readonly Reason[] }).reasons;
}

/** A line of an export without the sentences of its reasons. A reason keeps its code, score and entry. */
function withoutWording(line: string): string {
  const reasons = reasonsOf(line).map((reason) => ({ ...reason, text: "" }));
  return JSON.stringify({ ...(JSON.parse(line) as object), reasons });
}

async function entryTitled(store: Awaited<ReturnType<typeof openStore>>, start: string): Promise<StoredEntry> {
  const ids = Array.from({ length: 50 }, (_, at) => at + 1);
  const entries = await Promise.all(ids.map((id) => store.readEntry(id)));
  const found = entries.find((entry) => entry?.title.startsWith(start));
  if (found === undefined || found === null) throw new Error(`there is no entry "${start}…"`);
  return found;
}

/** A group that was merged, and the group that it became part of. */
function mergedPair(file: string, table: "copies" | "stories"): readonly [number, number] {
  const db = new SqliteDatabase(file, { readonly: true });
  const row = db
    .prepare<[], { id: number; merged_into: number }>(
      `SELECT id, merged_into FROM ${table} WHERE merged_into IS NOT NULL
       AND merged_into IN (SELECT id FROM ${table} WHERE merged_into IS NULL)`,
    )
    .get();
  db.close();
  if (row === undefined) throw new Error(`no row of ${table} was merged away`);
  return [row.id, row.merged_into];
}
