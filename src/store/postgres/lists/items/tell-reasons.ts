import type { NamedEntry, Reason, ToldReason } from "../../../../domain/reason.ts";
import { tellReason } from "../../../../domain/reason-words.ts";
import type { Transaction } from "../../transaction.ts";
import { lookUpSeen, seesEntry, type Visibility } from "./visibility.ts";

/**
 * Returns a function that puts an entry's stored reasons (JSON; null: none) into words for the reader. `lists`: the
 * reasons of all entries for which it will be called. A reason is left out if it names an entry that the reader may not
 * see, because the words name sources and times.
 */
export async function reasonsTeller(
  tx: Transaction,
  sight: Visibility,
  lists: readonly (string | null)[],
): Promise<(list: string | null) => readonly ToldReason[]> {
  const ids = lists.flatMap((list) => reasonsOf(list).flatMap(({ entries }) => entries));
  await lookUpSeen(tx, sight, ids);
  await lookUpNames(tx, sight, ids);
  const nameOf = (id: number): NamedEntry | null => sight.names.get(id) ?? null;
  return (list) =>
    reasonsOf(list)
      .filter(({ entries }) => entries.every((id) => seesEntry(sight, id)))
      .map(({ text, ...reason }) => tellReason(sight.isPartial ? reason : { ...reason, text }, nameOf));
}

function reasonsOf(list: string | null): readonly Reason[] {
  return list === null ? [] : (JSON.parse(list) as readonly Reason[]);
}

async function lookUpNames(tx: Transaction, sight: Visibility, ids: readonly number[]): Promise<void> {
  const asked = [...new Set(ids)].filter((id) => !sight.names.has(id));
  if (asked.length === 0) return;
  const rows = await tx.all<NamedEntry & { readonly id: number }>(namesSql, [asked]);
  // Other lookups may run at the same time, so a name is noted only when it is known.
  const named = new Map<number, NamedEntry>();
  // If an id is found both as an entry and as a purged entry, the entry's name counts.
  for (const { id, ...one } of rows) if (named.get(id)?.at == null) named.set(id, one);
  for (const id of asked) sight.names.set(id, named.get(id) ?? null);
}

const namesSql = `SELECT m.entry_id AS id, s.name AS source, m.first_seen_at AS at FROM memberships m
  JOIN feeds f ON f.id = m.feed_id JOIN sources s ON s.id = f.source_id WHERE m.entry_id = ANY($1::bigint[])
  UNION ALL SELECT p.id, s.name, NULL FROM purged p
  JOIN feeds f ON f.id = p.feed_id JOIN sources s ON s.id = f.source_id WHERE p.id = ANY($1::bigint[])`;
