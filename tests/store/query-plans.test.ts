import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseQuery } from "../../src/domain/query/parse-query.ts";
import { unknownEntry } from "../../src/domain/reason.ts";
import { type Collapse, type PageQuery, sorts } from "../../src/domain/section.ts";
import type { Store } from "../../src/domain/store.ts";
import { migrate } from "../../src/store/migrate.ts";
import { type Connection, makeConnection } from "../../src/store/sqlite/connection.ts";
import { openForWriting } from "../../src/store/sqlite/open-database.ts";
import { sqliteStore } from "../../src/store/sqlite/sqlite-store.ts";
import { makeFolder, removeFolder } from "../support/folders.ts";
import { makeEntry } from "../support/make-entry.ts";
import {
  askRulings,
  deskState,
  fetchedOf,
  noon,
  outcomeOf,
  pageOf,
  saveRulings,
  specOf,
  verdictOf,
} from "../support/store-fixtures.ts";

/**
 * Tables that grow with the news. There are few feeds, sources and polls, and the hub's tables are limited, so a scan
 * of those is allowed.
 */
const bigTables = [
  "entries",
  "memberships",
  "revisions",
  "copies",
  "stories",
  "reasons",
  "purged",
  "captures",
  "search",
  "pending",
];

const folder = makeFolder();
const texts = new Set<string>();
let connection: Connection;
let plans: ReadonlyMap<string, readonly string[]>;

beforeAll(async () => {
  const { db } = openForWriting(join(folder, "plans.db"));
  migrate(db, noon);
  connection = makeConnection(db);
  const recording: Connection = {
    ...connection,
    sql: (text) => {
      texts.add(text);
      return connection.sql(text);
    },
  };
  await useEveryMethod(sqliteStore(recording));
  plans = new Map([...texts].map((text) => [text, planOf(text)]));
});
afterAll(() => {
  connection.db.close();
  removeFolder(folder);
});

function planOf(text: string): string[] {
  const bound = Object.fromEntries([...text.matchAll(/:(\w+)/g)].map(([, name]) => [name, null]));
  const unnamed = [...text.matchAll(/\?/g)].map(() => null);
  const statement = connection.db.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${text}`);
  const values = Object.keys(bound).length > 0 ? [...unnamed, bound] : unnamed;
  return statement.all(...values).map(({ detail }) => detail);
}

async function useEveryMethod(store: Store): Promise<void> {
  await store.syncFeeds([specOf("https://a.example/")], noon);
  const feed = await store.addFeed(specOf("https://b.example/"), "added", noon);
  const entries = [1, 2, 3, 4].map((at) => makeEntry({ guid: `g${at}`, firstSeenAt: noon + at }));
  const capture = { fetchedAt: noon, url: "https://b.example/", contentType: null, gzip: new Uint8Array(1) };
  const outcome = outcomeOf({}, { url: feed.url, title: "B", siteUrl: null, language: null, state: "active" });
  const changes = entries.map((entry) => ({ kind: "new", entry }) as const);
  const { newIds } = await store.saveFetched(fetchedOf(feed.id, changes, { capture, poll: outcome }));
  const [one = 0, two = 0, three = 0, four = 0] = newIds;
  await store.readPending(10);
  await store.saveVerdicts(
    [one, two, three, four].map((id) => verdictOf(id, id, id)),
    deskState(),
  );
  const reasons = [{ code: "r", score: null, entries: [one, unknownEntry] }];
  await store.saveVerdicts([verdictOf(two, one, one, { reasons, leadEntryId: one })], deskState());
  await store.saveVerdicts(
    [
      verdictOf(four, four, four, {
        storyMerges: [{ from: three, into: four, reasons }],
        copyMerges: [{ from: three, into: four, reasons }],
      }),
    ],
    deskState(),
  );
  const revised = {
    kind: "revised",
    id: one,
    entry: makeEntry({ guid: "g1", title: "x" }),
    significant: true,
  } as const;
  const healed = { kind: "unchanged", id: two, healed: { guid: "g22", guidKey: "g22", urlKey: null } } as const;
  await store.saveFetched(fetchedOf(feed.id, [revised, healed]));
  await store.saveVerdicts([verdictOf(one, four, four)], deskState());
  await store.saveRegroup(
    { entries: [], leads: [{ copyId: two, leadEntryId: two }], pins: [{ storyId: four, pinned: false }] },
    deskState(),
  );
  await store.readWindow({ from: 0, to: noon * 2, after: null, limit: 9 });
  await store.readWindowFacts({ from: 0, to: noon * 2, after: null, limit: 9 });
  await store.readExact({ urlKeys: ["u"], textKeys: ["t"] });
  await useCommands(store, feed.id);
  await readEverything(store, feed.id);
  const secret = await store.addFeed(specOf("https://c.example/", { isPrivate: true }), "added", noon);
  await readEverything({ ...store, ...store.forPublic() }, feed.id);
  await store.setFeedState(secret.id, "removed");
  await store.savePoll(feed.id, outcome);
  await store.claimFeeds({ owner: "a", now: noon * 2, leaseUntil: noon, limit: 9, dueOnly: true, exceptFeedIds: [] });
  await store.listLeaseOwners();
  await store.listLeases(noon);
  await store.renewLeases({ owner: "a", now: noon, renewBy: noon, until: noon });
  await store.releaseLeases("a");
  await store.endSession("a", noon + 1, noon);
  await store.isSessionEnded("a");
  await store.setFeedState(feed.id, "paused");
  await store.takeDesk("a", noon, noon);
  await store.readDeskOwner(noon);
  await store.releaseDesk("a");
  await useHub(store);
  await store.purge(noon * 2, 3);
  await store.readKept(await store.listEntryIds(feed.id));
  await store.joinEntries([{ keepId: one, joinId: four }]);
  const keys = { guid: "g", guidKey: "g", urlKey: "u" };
  await store.readKnown(feed.id, [keys]);
  await store.readAlike(feed.id, [{ title: "t", publishedAt: noon, guidStem: "g#" }]);
  await store.saveFetched(fetchedOf(feed.id, [{ kind: "unchanged", id: three, healed: keys }]));
}

async function useCommands(store: Store, feedId: number): Promise<void> {
  await saveRulings(store, [{ kind: "apart", level: "story", entryA: 1, entryB: 2 }]);
  const id = await askRulings(store, [{ kind: "pin", storyId: 1, pinned: true }]);
  await store.readEditorRulings();
  await store.readPlaced([1, 2]);
  await store.readRulingsAbout(1);
  await store.readRulingsNaming([1, 2]);
  await store.readToldAgain({ page: pageOf(), newestAt: noon, last: { at: noon, id: 1 } });
  await store.readNewestWaiting(noon);
  await store.readWaitingRulings(noon, 9);
  await store.readCommandMark("desk");
  await store.readCommandAnswer(id);
  await store.refuseCommand(id, { kind: "refused", code: null, message: "" }, noon);
  const command = { kind: "pollSoon", feedId } as const;
  await store.askCommand({ command, key: "k", seen: 0, now: noon, expiresAt: noon + 1 });
  await store.carryOutFeedCommands(noon, 9);
  await store.expireCommands(noon);
}

async function useHub(store: Store): Promise<void> {
  const [topic, callback] = ["https://w.example/feeds/all.rss", "https://s.example/"];
  const version = { etag: '"1"', newest: { at: noon, id: 1 } };
  const request = { mode: "subscribe", topic, callback, secret: null, leaseSeconds: 9 } as const;
  const except = { exceptIds: [], exceptHosts: [], exceptDestinations: [], firstTriesOnly: false };
  await store.saveSubscription(request, version, noon);
  await store.oweTopic(topic, { ...version, etag: '"2"' }, noon);
  const [delivery] = await store.readDueDeliveries({ ...except, now: noon, limit: 9 });
  await store.readNextDelivery(except);
  await store.saveReached(delivery!, version.newest);
  await store.saveDeliveryFailure(delivery!, { at: noon, nextTryAt: noon, error: "e" });
  await store.saveDelivered(delivery!, version, noon);
  await store.dropDelivery(delivery!, version, { at: noon, error: "e" });
  for (const collapse of ["copy", "story", "none"] satisfies Collapse[])
    await store.readPageFingerprint(pageOf({ collapse }));
  await store.readDroppedDeliveries(9);
  await store.readHubFigures();
  await store.listTopics();
  await store.listSubscriptions(topic);
  await store.removeSubscription(topic, callback);
  await store.expireSubscriptions(noon);
  await store.saveValidators([{ feedKey: "k", etag: '"1"', lastModified: noon }], noon);
  await store.readSavedValidators("k");
}

async function readEverything(store: Store, feedId: number): Promise<void> {
  const filters: Partial<PageQuery["filter"]>[] = [
    {},
    { feedId },
    { kinds: ["outlet"] },
    { query: parseQuery("NOT nothing") },
    { hours: [{ ranges: [{ from: 360, to: 600 }], timeZone: "Europe/Berlin" }] },
  ];
  for (const filter of filters) {
    for (const sort of sorts) {
      for (const collapse of ["copy", "story", "none"] satisfies Collapse[]) {
        await store.readPage(pageOf({ sort, collapse, filter }));
      }
    }
    for (const direction of ["older", "newer"] as const) {
      const from = { at: noon, id: 1 };
      for (const collapse of ["copy", "story", "none"] satisfies Collapse[])
        await store.readPlaces({ filter: pageOf({ filter }).filter, collapse, from, direction, limit: 9 });
    }
    await store.readEntries({ filter: pageOf({ filter }).filter, since: noon, afterId: 0, limit: 9 });
  }
  await store.readEntry(1);
  await store.readRevisions(1);
  await store.readCopy(1);
  await store.readStory(1);
  await store.listFeeds();
  await store.listFeeds({ afterId: 0, limit: 9 });
  await store.readRulingsAbout(1);
  await store.readRulingsNaming([1, 2]);
  await store.readToldAgain({ page: pageOf(), newestAt: noon, last: { at: noon, id: 1 } });
  await store.readArrivals(noon, 10);
  await store.readCounts();
  await store.readChangeMark();
  await store.readShownMark();
  await store.readCaptures(feedId);
}

test("every method of the store was used, so that every statement is seen", () => {
  const tables = bigTables.filter((table) => [...texts].some((text) => text.includes(table)));
  expect(tables).toEqual(bigTables);
  expect(texts.size).toBeGreaterThan(70);
});

/** Reads that go through a table in its own order and stop early. The plan's words, with the start of the statement. */
const walks: readonly [RegExp, RegExp][] = [
  [/^SCAN p$/, /^SELECT e\.id.*FROM pending p CROSS JOIN/s],
  [/^SCAN (pending|p)( USING COVERING INDEX pending_entry)?$/, /SELECT count\(\*\) FROM pending/],
  [/^SCAN search VIRTUAL TABLE INDEX \d+:.*M/, /search MATCH/],
  [/^SCAN search EXISTS VIRTUAL TABLE INDEX \d+:=M/, /search MATCH/],
  [/^SCAN search VIRTUAL TABLE INDEX \d+:=/, /^DELETE FROM search/],
  [/^SCAN r USING INDEX entries_revised$/, /WHERE r\.revision > 1 ORDER BY r\.revised_at DESC/],
  // Subqueries that have their own LIMIT.
  [/^SCAN \(subquery-\d+\)$/, /FROM purged WHERE id IN/],
  [/^SCAN o$/, /^SELECT x\.\* FROM \(/s],
];

test("no statement scans a table that grows with the news", () => {
  const scans = [...plans].flatMap(([text, plan]) =>
    plan
      .filter((line) => /^SCAN /.test(line) && !isSmall(line, text))
      .filter((line) => !walks.some(([words, statement]) => words.test(line) && statement.test(text)))
      .map((line) => `${line}: ${text}`),
  );
  expect(scans).toEqual([]);
});

function isSmall(line: string, text: string): boolean {
  const name = /^SCAN (\w+)/.exec(line)?.[1] ?? "";
  if (bigTables.includes(name)) return false;
  const table = new RegExp(`(?:FROM|JOIN)\\s+(\\w+)\\s+${name}\\b`, "i").exec(text)?.[1] ?? name;
  return !bigTables.includes(table) && !line.includes("SUBQUERY");
}

test("no list is sorted when an index could give the order", () => {
  const allowed = [
    /FROM feeds f JOIN sources s/, // feeds are few
    /FROM purged WHERE id IN/, // a handful of hits of one identity
    /e\.url_key = \?|e\.text_key = \?/, // ties of one arrival
    /UNION SELECT owner FROM desk/,
  ];
  const sorted = [...plans]
    .filter(([text, plan]) => plan.some((line) => /TEMP B-TREE/.test(line)) && !allowed.some((one) => one.test(text)))
    .map(([text, plan]) => [text, ...plan]);
  expect(sorted).toEqual([]);
});
