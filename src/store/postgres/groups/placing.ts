import type { EntryFacts, Placement } from "../../rows/groups/placement.ts";
import type { Transaction } from "../transaction.ts";

/** A placement with the facts about its entry before it was placed. */
export interface Placing {
  readonly placement: Placement;
  readonly facts: EntryFacts;
  /** True when the decision was about the entry's present revision. An entry with a newer revision stays pending. */
  readonly isPresent: boolean;
}

/** Of the groups into which entries are placed, those that exist and were not merged into others. */
export interface PresentGroups {
  /** The story of each copy. */
  readonly storyOf: ReadonlyMap<number, number>;
  readonly stories: ReadonlySet<number>;
}

/** The facts about entries before they are placed. Entries that were purged in the meantime are missing. */
export async function readFacts(
  tx: Transaction,
  entryIds: readonly number[],
): Promise<ReadonlyMap<number, EntryFacts>> {
  const rows = await tx.all<EntryFacts & { readonly id: number }>(factsSql, [entryIds]);
  return new Map(rows.map(({ id, ...facts }) => [id, facts]));
}

const factsSql = `SELECT e.id, e.feed_id, e.first_seen_at, e.published_at, e.significant_at, e.revision, m.copy_id, m.story_id,
  m.standing, r.list AS reasons, coalesce(p.significant, 0) AS news
  FROM entries e LEFT JOIN memberships m ON m.entry_id = e.id LEFT JOIN reasons r ON r.entry_id = m.entry_id
  LEFT JOIN pending p ON p.first_seen_at = e.first_seen_at AND p.entry_id = e.id WHERE e.id = ANY($1::bigint[])`;
