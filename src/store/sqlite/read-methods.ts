import type { StoryDetail, WireItem } from "../../domain/section.ts";
import type { Arrival, ReadStore } from "../../domain/store.ts";
import type { Instant } from "../../domain/time.ts";
import type { StoredEntryRow } from "../rows/entry-rows.ts";
import { readDigests, readLastDigest } from "./alerts/digests.ts";
import { readNewsSince } from "./alerts/read-news.ts";
import { listAlertRules } from "./alerts/stored-rules.ts";
import { readChanges, readLogEnd, readPlaceKey } from "./changes/read-changes.ts";
import { readCommandMark } from "./commands/command-methods.ts";
import type { Connection } from "./connection.ts";
import { isSessionEnded } from "./ended-sessions.ts";
import { presentId } from "./entries/join-entries.ts";
import { readLanguages } from "./entries/read-languages.ts";
import { readRevisions } from "./entries/read-revisions.ts";
import { storedEntrySql } from "./entries/stored-entry.ts";
import { listFeeds } from "./feeds/feed-methods.ts";
import { readPolls } from "./feeds/poll-log.ts";
import { hiddenFeeds } from "./feeds/private-feeds.ts";
import { findSavedValidators } from "./feeds/saved-validators.ts";
import { readRulingsAbout, readRulingsNaming } from "./groups/editor-rulings.ts";
import { readEntries } from "./lists/read-entries.ts";
import { readHits } from "./lists/read-hits.ts";
import { readPage } from "./lists/read-page.ts";
import { readPlaces } from "./lists/read-places.ts";
import { countWaiting } from "./lists/search/take-over.ts";
import { readToldAgain } from "./lists/told-again.ts";
import { visibilityOf } from "./lists/visibility.ts";
import { entrySeen, readStoredEntry, readWireItem } from "./lists/wire-item.ts";
import { listOutbox, readOutboxFigures } from "./outbox/list-outbox.ts";
import { listProcesses } from "./processes.ts";
import { readDroppedDeliveries, readHubFigures } from "./subscriptions/hub-delivery-counts.ts";
import { readChangeMark, readCounts, readIdBase, readShownMark } from "./totals.ts";
import { readForms } from "./words/read-forms.ts";

/**
 * The reading methods of the store. `close` is missing, because the caller that opened the connection also closes it.
 */
export function readMethods(connection: Connection): Omit<ReadStore, "close"> {
  return {
    readChangeMark: () => connection.read(() => readChangeMark(connection)),
    readShownMark: () => connection.read(() => readShownMark(connection)),
    readIndexWaiting: () => connection.read(() => countWaiting(connection)),
    readPage: (query, isForFeed) => connection.read(() => readPage(connection, query, isForFeed)),
    readForms: (words) => connection.read(() => readForms(connection, words)),
    readHits: (query) => connection.read(() => readHits(connection, query)),
    readPlaces: (query) => connection.read(() => readPlaces(connection, query)),
    readToldAgain: (query) => connection.read(() => readToldAgain(connection, query)),
    readEntry: (id) =>
      connection.read(() => readStoredEntry(connection, visibilityOf(connection, null), presentId(connection, id))),
    readRevisions: (id) => connection.read(() => readRevisions(connection, presentId(connection, id))),
    readCopy: (id) => connection.read(() => readCopy(connection, id)),
    readStory: (id) => connection.read(() => readStory(connection, id)),
    readEntries: (query) => connection.read(() => readEntries(connection, query)),
    readRulingsNaming: (ids) => connection.read(() => readRulingsNaming(connection, ids)),
    readRulingsAbout: (storyId) => connection.read(() => readRulingsAbout(connection, storyId)),
    readCommandMark: (owner) => connection.read(() => readCommandMark(connection, owner)),
    readArrivals: (since, limit) => connection.read(() => readArrivals(connection, since, limit)),
    readPolls: (feedId) => connection.read(() => readPolls(connection, feedId)),
    readLanguages: (limit) => connection.read(() => readLanguages(connection, limit)),
    listFeeds: (page) => connection.read(() => listFeeds(connection, page ?? null)),
    readCounts: () => connection.read(() => readCounts(connection)),
    readSavedValidators: (feedKey) => connection.read(() => findSavedValidators(connection, feedKey)),
    readIdBase: () => connection.read(() => readIdBase(connection)),
    isSessionEnded: (id) => connection.read(() => isSessionEnded(connection, id)),
    readNewsSince: (after, limit) => connection.read(() => readNewsSince(connection, after, limit)),
    listAlertRules: () => connection.read(() => listAlertRules(connection)),
    readDigests: (section, filter) => connection.read(() => readDigests(connection, section, filter)),
    readLastDigest: (section) => connection.read(() => readLastDigest(connection, section)),
    listOutbox: (list) => connection.read(() => listOutbox(connection, list)),
    readOutboxFigures: (now) => connection.read(() => readOutboxFigures(connection, now)),
    readChanges: (query) => connection.read(() => readChanges(connection, query)),
    readLogEnd: () => connection.read(() => readLogEnd(connection)),
    readPlaceKey: () => connection.read(() => readPlaceKey(connection)),
    readHubFigures: () => connection.read(() => readHubFigures(connection)),
    listProcesses: (since, now) => connection.read(() => listProcesses(connection, since, now)),
    readDroppedDeliveries: (limit) => connection.read(() => readDroppedDeliveries(connection, limit)),
  };
}

function readArrivals(connection: Connection, since: Instant, limit: number): readonly Arrival[] {
  const hidden = hiddenFeeds(connection);
  const rows = connection
    .sql<Arrival>(
      `SELECT feed_id AS feedId, first_seen_at AS firstSeenAt, published_at AS publishedAt, decided_at AS decidedAt FROM memberships
       WHERE first_seen_at >= ? ORDER BY first_seen_at DESC, entry_id DESC`,
    )
    .iterate(since);
  const arrivals: Arrival[] = [];
  for (const row of rows) {
    if (arrivals.length >= limit) break;
    if (!hidden.has(row.feedId)) arrivals.push(row);
  }
  return arrivals;
}

function readCopy(connection: Connection, asked: number): WireItem | null {
  const id = survivorOf(connection, "copies", asked);
  return readWireItem(connection, visibilityOf(connection, null), { collapse: "copy", id, arrivedAt: null });
}

const storyCopiesMax = 1000;
const storyEntriesMax = 5000;

function readStory(connection: Connection, asked: number): StoryDetail | null {
  const id = survivorOf(connection, "stories", asked);
  const story = connection
    .sql<{ pinned: number }>("SELECT pinned FROM stories WHERE id = ? AND merged_into IS NULL")
    .get(id);
  if (story === undefined) return null;
  const copies = connection
    .sql<{ id: number }>(
      `SELECT id FROM copies WHERE story_id = ? AND merged_into IS NULL ORDER BY arrived_at, id LIMIT ${storyCopiesMax}`,
    )
    .all(id);
  const entries = connection
    .sql<StoredEntryRow>(
      `SELECT x.* FROM (SELECT entry_id FROM memberships WHERE story_id = ? ORDER BY first_seen_at, entry_id LIMIT ${storyEntriesMax}) o
       CROSS JOIN (${storedEntrySql}) x ON x.id = o.entry_id`,
    )
    .all(id);
  const sight = visibilityOf(connection, null);
  const seen = entries.map((row) => entrySeen(connection, sight, row)).filter((entry) => entry !== null);
  if (seen.length === 0) return null;
  const known = new Map(seen.map((entry) => [entry.id, entry]));
  const items = copies.map((copy) =>
    readWireItem(connection, sight, { collapse: "copy", id: copy.id, arrivedAt: null, known }),
  );
  return { id, pinned: story.pinned === 1, copies: items.filter((item) => item !== null), entries: seen };
}

/**
 * The most steps in a chain of redirects (`merged_into`). When a group is merged, the redirects that led to it are
 * rewritten to lead to the group that it was merged into. So a chain has several steps only after several merges in one
 * transaction.
 */
const redirectsMax = 100;

/** The group that an id was merged into, or the id itself. */
function survivorOf(connection: Connection, table: "copies" | "stories", id: number): number {
  const next = connection.sql<{ merged_into: number | null }>(`SELECT merged_into FROM ${table} WHERE id = ?`);
  let present = id;
  for (let step = 0; step < redirectsMax; step += 1) {
    const into = next.get(present)?.merged_into ?? null;
    if (into === null) break;
    present = into;
  }
  return present;
}
