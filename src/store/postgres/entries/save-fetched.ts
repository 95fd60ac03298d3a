import type { EntryChange, FetchedEntries, SavedEntries } from "../../../domain/feeds/feed-store.ts";
import type { Instant } from "../../../domain/time.ts";
import { arrivesNow, nextPlaceSql, placed } from "../../rows/arrive-now.ts";
import { noFeed } from "../../rows/feed-faults.ts";
import { columnsOf } from "../columns.ts";
import type { Connection } from "../connection.ts";
import { saveCapture } from "../feeds/captures.ts";
import { requireLease } from "../feeds/leases.ts";
import { privateFeeds } from "../feeds/private-feeds.ts";
import { forgetBody, saveReading } from "../feeds/readings.ts";
import { writePoll } from "../feeds/save-poll.ts";
import { refreshRevised } from "../groups/refresh-groups.ts";
import { indexEntries } from "../lists/search/search-index.ts";
import { bumpChangeMark } from "../totals.ts";
import type { Transaction } from "../transaction.ts";
import { type Prepared, type PreparedChanges, prepareChanges, preparedOf } from "./prepare-changes.ts";
import { reviseEntries } from "./revise-entries.ts";
import { healEntry, insertEntries } from "./write-entry.ts";

/** `FeedStore.saveFetched`. */
export function saveFetched({ write }: Connection, given: FetchedEntries): Promise<SavedEntries> {
  const prepared = prepareChanges(given.feedId, given.changes);
  return write((tx) => savePrepared(tx, given, prepared));
}

/** Saves a document whose changes are prepared (`prepareChanges`), inside a transaction. */
export async function savePrepared(
  tx: Transaction,
  given: FetchedEntries,
  preparedInOrder: readonly (Prepared | null)[],
): Promise<SavedEntries> {
  const { feedId } = given;
  const [, feed, hidden, changes] = await Promise.all([
    requireLease(tx, feedId, given.poll?.fence),
    tx.get("SELECT 1 FROM feeds WHERE id = $1", [feedId]),
    privateFeeds(tx),
    placeNew(tx, given),
  ]);
  if (feed === undefined) throw noFeed(feedId);
  const prepared = new Map(changes.map((change, at) => [change, preparedInOrder[at] ?? null]));
  const fetched: Fetched = { ...given, changes, prepared };
  const idByChange = await insertNew(tx, fetched);
  const newIds = [...idByChange.values()];
  const { revisedIds, revisionsAdded } = await saveKnown(tx, fetched, hidden);
  await keepReading(tx, fetched, idByChange);
  if (fetched.capture !== null) await saveCapture(tx, feedId, fetched.capture, fetched.capturesMax);
  if (fetched.poll !== null) await writePoll(tx, feedId, fetched.poll, newIds.length);
  if (newIds.length + revisedIds.length > 0) {
    tx.send(
      `UPDATE feeds SET entry_count = entry_count + :entries::bigint, revision_count = revision_count + :revisions::bigint
       WHERE id = :feedId`,
      { feedId, entries: newIds.length, revisions: newIds.length + revisionsAdded },
    );
    await bumpChangeMark(tx, !hidden.has(feedId));
  }
  return { newIds, revisedIds };
}

type Fetched = FetchedEntries & { readonly prepared: PreparedChanges };

/** Gives the new entries their places in the order of arrival. */
async function placeNew(tx: Transaction, { changes, now }: FetchedEntries): Promise<readonly EntryChange[]> {
  if (!changes.some((change) => arrivesNow(change, now))) return changes;
  const row = await tx.get<{ place: Instant }>(nextPlaceSql, { now });
  return placed(changes, now, row?.place ?? now);
}

/**
 * Stores which items the next poll need not read again. If entries were changed by a document other than the feed's own
 * (`reading` is null), the hash of the feed's last document is forgotten instead, so that the next poll reads
 * everything.
 */
async function keepReading(
  tx: Transaction,
  { feedId, changes, reading = null }: FetchedEntries,
  idByChange: ReadonlyMap<EntryChange, number>,
): Promise<void> {
  const idOf = (change: EntryChange) => (change.kind === "new" ? (idByChange.get(change) ?? null) : change.id);
  if (reading !== null) await saveReading(tx, feedId, reading, changes, idOf);
  else if (changes.some((change) => change.kind !== "unchanged" || change.healed !== null)) {
    await forgetBody(tx, feedId);
  }
}

/** Writes corrected identities (`healed`), newly stated dates, and revisions. */
async function saveKnown(
  tx: Transaction,
  { feedId, now, storedAt = now, changes, prepared }: Fetched,
  hidden: ReadonlySet<number>,
): ReturnType<typeof reviseEntries> {
  const healedIds: number[] = [];
  for (const change of changes) {
    if (change.kind === "unchanged" && change.healed !== null && (await healEntry(tx, change.id, change.healed)))
      healedIds.push(change.id);
  }
  await restate(tx, changes);
  const revised = changes.filter((change) => change.kind === "revised");
  const saved = await reviseEntries(tx, { feedId, now, storedAt, prepared }, revised);
  await refreshRevised(tx, { revisedIds: saved.revisedIds, healedIds }, { now, hidden });
  return saved;
}

/**
 * Keeps the newest dates that a feed stated for entries. Skips entries that another process has purged in the meantime.
 */
async function restate(tx: Transaction, changes: readonly EntryChange[]): Promise<void> {
  const stated = new Map<number, number>();
  for (const change of changes) {
    if (change.kind !== "new" && change.restatedAt !== undefined) stated.set(change.id, change.restatedAt);
  }
  if (stated.size === 0) return;
  tx.send(
    `INSERT INTO stated_dates (entry_id, stated_at) SELECT e.id, n.at FROM unnest(:id::bigint[], :at::bigint[]) n (id, at)
     JOIN entries e ON e.id = n.id ON CONFLICT (entry_id) DO UPDATE SET stated_at = excluded.stated_at`,
    columnsOf([...stated].map(([id, at]) => ({ id, at }))),
  );
}

/** Inserts new entries. Returns the id of each inserted entry by its change, in the order of the changes. */
async function insertNew(
  tx: Transaction,
  { feedId, changes, now, storedAt, prepared }: Fetched,
): Promise<ReadonlyMap<EntryChange, number>> {
  const fresh = changes.filter((change) => change.kind === "new");
  const idByChange = await insertEntries(tx, { feedId, storedAt: storedAt ?? now }, fresh, prepared);
  const toIndex = fresh.flatMap((change) => {
    const id = idByChange.get(change);
    if (id === undefined) return [];
    const { entry } = change;
    const own = preparedOf(prepared, change).words;
    return [{ id, feedId, firstSeenAt: entry.firstSeenAt, entry, past: "", own }];
  });
  indexEntries(tx, toIndex);
  return idByChange;
}
