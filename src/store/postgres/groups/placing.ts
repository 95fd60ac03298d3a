import type { EntryFacts, Placement } from "../../rows/groups/placement.ts";
import type { Transaction } from "../connection.ts";

/** A placement with what was known of its entry before. */
export interface Placing {
  readonly placement: Placement;
  readonly facts: EntryFacts;
  /** True when the decision was about what the entry says now. An entry with a newer revision stays pending. */
  readonly isPresent: boolean;
}

/** What is known of entries before they are placed. Entries that were purged meanwhile are missing. */
export async function readFacts(
  tx: Transaction,
  entryIds: readonly number[],
): Promise<ReadonlyMap<number, EntryFacts>> {
  const rows = await tx.all<EntryFacts & { readonly id: number }>(factsSql, [entryIds]);
  return new Map(rows.map(({ id, ...facts }) => [id, facts]));
}

const factsSql = `SELECT e.id, e.feed_id, e.first_seen_at, e.published_at, e.significant_at, e.revision, m.copy_id, m.story_id,
  coalesce(p.significant, 0) AS news FROM entries e LEFT JOIN memberships m ON m.entry_id = e.id
  LEFT JOIN pending p ON p.first_seen_at = e.first_seen_at AND p.entry_id = e.id WHERE e.id = ANY($1::bigint[])`;
