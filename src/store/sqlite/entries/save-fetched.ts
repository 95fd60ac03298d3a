import type { Entry } from "../../../domain/entry.ts";
import type { EntryChange, FetchedEntries, SavedEntries } from "../../../domain/feeds/feed-store.ts";
import type { Instant } from "../../../domain/time.ts";
import { arrivesNow, nextPlaceSql, placed } from "../../rows/arrive-now.ts";
import { noFeed } from "../../rows/feed-faults.ts";
import type { Connection } from "../connection.ts";
import { saveCapture } from "../feeds/captures.ts";
import { requireLease } from "../feeds/leases.ts";
import { privateFeeds } from "../feeds/private-feeds.ts";
import { forgetBody, saveReading } from "../feeds/readings.ts";
import { writePoll } from "../feeds/save-poll.ts";
import { refreshRevised } from "../groups/refresh-groups.ts";
import { indexEntry } from "../lists/search/search-index.ts";
import { bumpChangeMark } from "../totals.ts";
import { healEntry, insertEntry, reviseEntry } from "./write-entry.ts";

/** `FeedStore.saveFetched`, inside a transaction. */
export function saveFetched(connection: Connection, given: FetchedEntries): SavedEntries {
  const { feedId } = given;
  requireLease(connection, feedId, given.poll?.fence);
  const known = connection.sql("SELECT 1 FROM feeds WHERE id = ?").get(feedId);
  if (known === undefined) throw noFeed(feedId);
  const fetched = { ...given, changes: placeNew(connection, given) };
  const idByChange = insertNew(connection, fetched);
  const newIds = [...idByChange.values()];
  const { revisedIds, revisionsAdded } = saveKnown(connection, fetched);
  keepReading(connection, fetched, idByChange);
  if (fetched.capture !== null) saveCapture(connection, feedId, fetched.capture, fetched.capturesMax);
  if (fetched.poll !== null) writePoll(connection, feedId, fetched.poll, newIds.length);
  if (newIds.length + revisedIds.length > 0) {
    connection
      .sql("UPDATE feeds SET entry_count = entry_count + ?, revision_count = revision_count + ? WHERE id = ?")
      .run(newIds.length, newIds.length + revisionsAdded, feedId);
    bumpChangeMark(connection, !privateFeeds(connection).has(feedId));
  }
  return { newIds, revisedIds };
}

/** Gives the new entries their places in the order of arrival. */
function placeNew(connection: Connection, { changes, now }: FetchedEntries): readonly EntryChange[] {
  if (!changes.some((change) => arrivesNow(change, now))) return changes;
  const row = connection.sql<{ place: Instant }>(nextPlaceSql).get({ now });
  return placed(changes, now, row?.place ?? now);
}

/**
 * Stores which items the next poll need not read again. If entries were changed by a document other than the feed's own
 * (`reading` is null), the hash of the feed's last document is forgotten instead, so that the next poll reads
 * everything.
 */
function keepReading(
  connection: Connection,
  { feedId, changes, reading = null }: FetchedEntries,
  idByChange: ReadonlyMap<EntryChange, number>,
): void {
  const idOf = (change: EntryChange) => (change.kind === "new" ? (idByChange.get(change) ?? null) : change.id);
  if (reading !== null) saveReading(connection, feedId, reading, changes, idOf);
  else if (changes.some((change) => change.kind !== "unchanged" || change.healed !== null)) {
    forgetBody(connection, feedId);
  }
}

/** Writes corrected identities (`healed`), newly stated dates, and revisions. */
function saveKnown(
  connection: Connection,
  fetched: FetchedEntries,
): { readonly revisedIds: readonly number[]; readonly revisionsAdded: number } {
  const { feedId, now, storedAt = now, changes } = fetched;
  const revisedIds: number[] = [];
  const healedIds: number[] = [];
  let revisionsAdded = 0;
  for (const change of changes) {
    if (change.kind === "unchanged" && change.healed !== null && healEntry(connection, change.id, change.healed))
      healedIds.push(change.id);
    if (change.kind !== "new" && change.restatedAt !== undefined) restate(connection, change.id, change.restatedAt);
    if (change.kind !== "revised") continue;
    const written = reviseEntry(connection, { feedId, now, storedAt, change });
    if (written === null) continue;
    revisedIds.push(change.id);
    revisionsAdded += written;
  }
  refreshRevised(connection, { revisedIds, healedIds }, now);
  return { revisedIds, revisionsAdded };
}

/**
 * Keeps the newest date that a feed stated for an entry. Does nothing if another process has purged the entry in the
 * meantime.
 */
function restate(connection: Connection, entryId: number, statedAt: Instant): void {
  connection
    .sql(
      `INSERT INTO stated_dates (entry_id, stated_at) SELECT id, :statedAt FROM entries WHERE id = :entryId
       ON CONFLICT (entry_id) DO UPDATE SET stated_at = excluded.stated_at`,
    )
    .run({ entryId, statedAt });
}

/**
 * Inserts new entries. Returns the id of each inserted entry by its change, in the order of the changes. The full-text
 * index is written in order of arrival, because ascending row numbers are fastest.
 */
function insertNew(
  connection: Connection,
  { feedId, changes, now, storedAt }: FetchedEntries,
): ReadonlyMap<EntryChange, number> {
  const inserted: { readonly id: number; readonly entry: Entry }[] = [];
  const idByChange = new Map<EntryChange, number>();
  for (const change of changes) {
    if (change.kind !== "new") continue;
    const id = insertEntry(connection, { feedId, storedAt: storedAt ?? now }, change.entry);
    if (id === null) continue;
    inserted.push({ id, entry: change.entry });
    idByChange.set(change, id);
  }
  const byArrival = inserted.toSorted((a, b) => a.entry.firstSeenAt - b.entry.firstSeenAt || a.id - b.id);
  for (const { id, entry } of byArrival) {
    indexEntry(connection, { id, feedId, firstSeenAt: entry.firstSeenAt, known: false }, entry);
  }
  return idByChange;
}
