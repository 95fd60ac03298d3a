import type { EntryChange } from "../../../domain/feeds/feed-store.ts";
import type { Instant } from "../../../domain/time.ts";
import type { FiledState } from "../../rows/filed-states.ts";
import { lastRevisionsMax } from "../../rows/joined-states.ts";
import { pastOf } from "../../rows/past-text.ts";
import { columnsOf } from "../columns.ts";
import { indexEntries } from "../lists/search/search-index.ts";
import type { Transaction } from "../transaction.ts";
import { fileStates, readFiledStates, readPresentStates, type ToFile } from "./filed-states.ts";
import { type PreparedChanges, preparedOf } from "./prepare-changes.ts";
import { isTaken, type Rewrite, rewriteEntries } from "./write-entry.ts";

type Revised = Extract<EntryChange, { kind: "revised" }>;

interface Revising {
  readonly feedId: number;
  readonly now: Instant;
  readonly storedAt: Instant;
  readonly prepared: PreparedChanges;
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
  revising: Revising,
  changes: readonly Revised[],
): Promise<{ readonly ids: readonly number[]; readonly added: number }> {
  const present = await readPresent(tx, revising.feedId, changes);
  if (present.length === 0) return { ids: [], added: 0 };
  const ids = present.map(({ row }) => row.id);
  await fileStates(tx, present.map(toFile));
  tx.send(thinSql, { ids, until: present.map(thinnedUntil) });
  await rewrite(tx, revising, present);
  const pending = present.map((one) => ({ at: one.row.firstSeenAt, id: one.row.id, significant: newsOf(one) }));
  tx.send(pendSql, columnsOf(pending));
  const toIndex = present.map((one) => {
    const { entry } = one.change;
    const { id, firstSeenAt } = one.row;
    const own = preparedOf(revising.prepared, one.change).words;
    return {
      id,
      feedId: revising.feedId,
      firstSeenAt,
      entry,
      past: pastOf(one.states.filter(isKept(one)), entry),
      own,
    };
  });
  indexEntries(tx, toIndex);
  const thinned = present.flatMap((one) => one.states.filter((state) => !isKept(one)(state)));
  return { ids, added: ids.length - thinned.length };
}

/**
 * A revision of an entry that was not purged. `states`: the states that become earlier states of the entry, oldest
 * first.
 */
interface Present {
  readonly change: Revised;
  readonly row: PresentRow;
  readonly states: readonly FiledState[];
}

/** Leaves out entries that were purged in the meantime. */
async function readPresent(tx: Transaction, feedId: number, changes: readonly Revised[]): Promise<readonly Present[]> {
  const ids = changes.map(({ id }) => id);
  const [rows, states, earlier] = await Promise.all([
    tx.all<PresentRow>(presentSql, { feedId, ids }),
    readPresentStates(tx, ids),
    readFiledStates(tx, ids),
  ]);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return changes.flatMap((change) => {
    const [row, state] = [byId.get(change.id), states.get(change.id)];
    if (row === undefined || state === undefined) return [];
    return [{ change, row, states: [...(earlier.get(change.id) ?? []), state] }];
  });
}

const presentSql = `SELECT id, first_seen_at AS "firstSeenAt", guid, revision FROM entries
  WHERE feed_id = :feedId AND id = ANY(:ids::bigint[])`;

function toFile({ row, states }: Present): ToFile {
  return { entryId: row.id, states: states.slice(-1), first: states.find(({ number }) => number === 1)?.text };
}

/** A significant revision is news, unless the entry had the same state before. */
function newsOf({ change, states }: Present): 0 | 1 {
  const isSeen = states.slice(0, -1).some(({ contentHash }) => contentHash === change.entry.contentHash);
  return change.significant && !isSeen ? 1 : 0;
}

/** Earlier states up to this number are deleted, except the first state. */
function thinnedUntil({ row }: Present): number {
  return row.revision + 1 - lastRevisionsMax;
}

function isKept(present: Present): (state: FiledState) => boolean {
  return ({ number }) => number === 1 || number > thinnedUntil(present);
}

const thinSql = `DELETE FROM revisions r USING unnest(:ids::bigint[], :until::int[]) k (id, until)
  WHERE r.entry_id = k.id AND r.number > 1 AND r.number <= k.until`;

/**
 * Writes the entries that keep their guid with one statement. Writes the others one by one, because one entry may take
 * over the guid of another.
 */
async function rewrite(
  tx: Transaction,
  { feedId, now, storedAt, prepared }: Revising,
  present: readonly Present[],
): Promise<void> {
  const times = { now, storedAt };
  const rewrites = present.map((one) => {
    const { values } = preparedOf(prepared, one.change);
    return { id: one.row.id, guid: one.row.guid, wanted: one.change.entry.guid, values, significant: newsOf(one) };
  });
  const stay = rewrites.filter(({ guid, wanted }) => guid === wanted);
  if (stay.length > 0) rewriteEntries(tx, stay.map(asRewrite), times);
  for (const one of rewrites) {
    if (one.guid === one.wanted) continue;
    const guid = (await isTaken(tx, feedId, one.wanted, one.id)) ? one.guid : one.wanted;
    rewriteEntries(tx, [asRewrite({ ...one, values: { ...one.values, guid } })], times);
  }
}

function asRewrite({ id, values, significant }: Rewrite): Rewrite {
  return { id, values, significant };
}

const pendSql = `INSERT INTO pending (first_seen_at, entry_id, significant)
  SELECT * FROM unnest(:at::bigint[], :id::bigint[], :significant::smallint[])
  ON CONFLICT (first_seen_at, entry_id) DO UPDATE SET significant = greatest(pending.significant, excluded.significant)`;
