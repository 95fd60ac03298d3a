import type { SourceKind } from "../../../domain/feed.ts";
import type { Collapse } from "../../../domain/section.ts";
import type { Instant } from "../../../domain/time.ts";
import type { Connection } from "../connection.ts";
import { type Tested, testedColumns } from "../lists/entry-tester.ts";
import type { EntryTest } from "../lists/filter-match.ts";
import { groupTables } from "./groups.ts";

/** An entry of a group with what decides who leads it. */
export interface GroupMember extends Tested {
  readonly copyId: number;
  readonly publishedAt: Instant;
  readonly significantAt: Instant;
  /** When it said that it changes something; null where it does not. */
  readonly changedAt: Instant | null;
  readonly credit: string | null;
  readonly sourceName: string;
  readonly sourceRank: number;
  readonly sourceKind: SourceKind;
}

/** The entries of a group by arrival, with the columns that `test` needs. */
export function groupMembers(
  connection: Connection,
  collapse: Collapse,
  groupId: number,
  test: EntryTest,
): readonly GroupMember[] {
  return connection
    .sql<GroupMember>(
      `SELECT ${testedColumns(test)}, m.copy_id AS copyId, m.published_at AS publishedAt, m.changed_at AS changedAt,
         e.significant_at AS significantAt, e.credit, s.name AS sourceName, s.rank AS sourceRank, s.kind AS sourceKind
       FROM memberships m CROSS JOIN entries e ON e.id = m.entry_id
       CROSS JOIN feeds f ON f.id = m.feed_id CROSS JOIN sources s ON s.id = f.source_id
       WHERE m.${groupTables[collapse].member} = ? ORDER BY m.first_seen_at, m.entry_id LIMIT ${membersMax}`,
    )
    .all(groupId);
}

/** A group larger than this is known by its earliest entries alone. */
const membersMax = 5000;

/**
 * Who leads those members (by arrival) of a copy that somebody sees: its lead where they see it; else as the desk
 * chooses a lead anew, an original before a reprint, then the better rank, then an agency, then the earliest.
 */
export function leadAmong(members: readonly GroupMember[], leadEntryId: number): GroupMember | null {
  const lead = members.find(({ entryId }) => entryId === leadEntryId);
  if (lead !== undefined) return lead;
  return members.reduce<GroupMember | null>(
    (best, member) => (best === null || leads(member, best) ? member : best),
    null,
  );
}

function leads(a: GroupMember, b: GroupMember): boolean {
  const [first, second] = [rankOf(a), rankOf(b)];
  const at = first.findIndex((value, index) => value !== second[index]);
  return at !== -1 && (first[at] ?? 0) < (second[at] ?? 0);
}

function rankOf({ credit, sourceName, sourceRank, sourceKind }: GroupMember): readonly number[] {
  const isReprint = credit !== null && credit !== sourceName;
  return [isReprint ? 1 : 0, sourceRank, sourceKind === "agency" ? 0 : 1];
}
