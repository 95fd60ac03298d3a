import type { EntryChange } from "../../../domain/feeds/feed-store.ts";
import type { Instant } from "../../../domain/time.ts";
import { lastRevisionsMax } from "../../rows/joined-states.ts";
import { pastOf } from "../../rows/past-text.ts";
import { columnsOf } from "../columns.ts";
import type { Transaction } from "../connection.ts";
import { indexEntries } from "../lists/search/search-index.ts";
import { fileStates, readFiledStates, readPresentStates } from "./filed-states.ts";
import { isTaken, type Rewrite, rewriteEntries } from "./write-entry.ts";

type Revised = Extract<EntryChange, { kind: "revised" }>;

interface Revising {
  readonly feedId: number;
  readonly now: Instant;
  readonly storedAt: Instant;
}

/**
 * Saves the present states of entries as earlier revisions and writes the new ones. A state that an entry had before is
 * not news, so an entry that changes back and forth is not announced again. Returns the ids of the entries that were
 * not purged in the meantime, and the change in the number of kept states.
 */
export async function reviseEntries(
  tx: Transaction,
  revising: Revising,
  changes: readonly Revised[],
): Promise<{ readonly revisedIds: readonly number[]; readonly revisionsAdded: number }> {
  const revisedIds: number[] = [];
  let revisionsAdded = 0;
  for (const batch of batchesOf(changes)) {
    const revised = await reviseBatch(tx, revising, batch);
    revisedIds.push(...revised.ids);
    revisionsAdded += revised.added;
  }
  return { revisedIds, revisionsAdded };
}

/** Splits the changes into batches in which each entry occurs once, because one statement writes a whole batch. */
function batchesOf(changes: readonly Revised[]): readonly (readonly Revised[])[] {
  const batches: Revised[][] = [];
  const seen = new Set<number>();
  for (const change of changes) {
    if (seen.has(change.id) || batches.length === 0) {
      batches.push([]);
      seen.clear();
    }
    seen.add(change.id);
    batches.at(-1)?.push(change);
  }
  return batches;
}

interface PresentRow {
  readonly id: number;
  readonly firstSeenAt: Instant;
  readonly guid: string;
  readonly revision: number;
}

async function reviseBatch(
  tx: Transaction,
  { feedId, now, storedAt }: Revising,
  changes: readonly Revised[],
): Promise<{ readonly ids: readonly number[]; readonly added: number }> {
  const rows = await tx.all<PresentRow>(presentSql, { feedId, ids: changes.map(({ id }) => id) });
  const byId = new Map(rows.map((row) => [row.id, row]));
  const present = changes.flatMap((change) => {
    const row = byId.get(change.id);
    return row === undefined ? [] : [{ change, row }];
  });
  if (present.length === 0) return { ids: [], added: 0 };
  const ids = present.map(({ row }) => row.id);
  const seen = await seenBefore(tx, present);
  const states = await readPresentStates(tx, ids);
  await fileStates(
    tx,
    [...states].map(([entryId, state]) => ({ entryId, states: [state] })),
  );
  const thinned = await tx.run(thinSql, { ids, until: rowsUntil(present) });
  const news = (change: Revised): 0 | 1 => (change.significant && !seen.has(change.id) ? 1 : 0);
  await rewrite(
    tx,
    { feedId, now, storedAt },
    present.map(({ change, row }) => ({ id: row.id, guid: row.guid, entry: change.entry, significant: news(change) })),
  );
  const pending = present.map(({ change, row }) => ({ at: row.firstSeenAt, id: row.id, significant: news(change) }));
  tx.send(pendSql, columnsOf(pending));
  await indexRevised(tx, feedId, present);
  return { ids, added: ids.length - thinned };
}

function rowsUntil(present: readonly { readonly row: PresentRow }[]): readonly number[] {
  return present.map(({ row }) => row.revision + 1 - lastRevisionsMax);
}

const presentSql = `SELECT id, first_seen_at AS "firstSeenAt", guid, revision FROM entries
  WHERE feed_id = :feedId AND id = ANY(:ids::bigint[])`;

/** The entries whose new state is one that they had before. */
async function seenBefore(
  tx: Transaction,
  present: readonly { readonly change: Revised }[],
): Promise<ReadonlySet<number>> {
  const wanted = present.map(({ change }) => ({ id: change.id, hash: change.entry.contentHash }));
  const rows = await tx.all<{ id: number }>(
    `SELECT DISTINCT k.id FROM unnest(:id::bigint[], :hash::text[]) k (id, hash)
     JOIN revisions r ON r.entry_id = k.id AND r.content_hash = k.hash`,
    columnsOf(wanted),
  );
  return new Set(rows.map(({ id }) => id));
}

const thinSql = `DELETE FROM revisions r USING unnest(:ids::bigint[], :until::int[]) k (id, until)
  WHERE r.entry_id = k.id AND r.number > 1 AND r.number <= k.until`;

/**
 * Entries that keep their guid are written together; the others one by one, because one entry may take over the guid of
 * another.
 */
async function rewrite(
  tx: Transaction,
  { feedId, ...times }: Revising,
  rewrites: readonly (Rewrite & { readonly guid: string })[],
): Promise<void> {
  const stay = rewrites.filter(({ guid, entry }) => guid === entry.guid);
  if (stay.length > 0) await rewriteEntries(tx, stay, times);
  for (const one of rewrites) {
    if (one.guid === one.entry.guid) continue;
    const guid = (await isTaken(tx, feedId, one.entry.guid, one.id)) ? one.guid : one.entry.guid;
    await rewriteEntries(tx, [{ ...one, entry: { ...one.entry, guid } }], times);
  }
}

const pendSql = `INSERT INTO pending (first_seen_at, entry_id, significant)
  SELECT * FROM unnest(:at::bigint[], :id::bigint[], :significant::smallint[])
  ON CONFLICT (first_seen_at, entry_id) DO UPDATE SET significant = greatest(pending.significant, excluded.significant)`;

async function indexRevised(
  tx: Transaction,
  feedId: number,
  present: readonly { readonly change: Revised; readonly row: PresentRow }[],
): Promise<void> {
  const states = await readFiledStates(
    tx,
    present.map(({ row }) => row.id),
  );
  const toIndex = present.map(({ change: { entry }, row: { id, firstSeenAt } }) => {
    return { id, feedId, firstSeenAt, entry, past: pastOf(states.get(id) ?? [], entry) };
  });
  await indexEntries(tx, toIndex);
}
