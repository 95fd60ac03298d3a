import type { CarrierStanding } from "../../../domain/copies/carrier-standing.ts";
import type { CueKind } from "../../../domain/entry.ts";
import type { Collapse } from "../../../domain/section.ts";
import type { Instant } from "../../../domain/time.ts";
import { type Claimed, claimColumns } from "../../rows/group-leads.ts";
import { groupTables } from "../../rows/group-tables.ts";
import type { Connection } from "../connection.ts";
import { type Tested, testedColumns } from "../lists/entry-tester.ts";
import type { EntryTest } from "../lists/filter-match.ts";

/** An entry of a group, with the facts that decide who leads the group. */
export interface GroupMember extends Tested, Claimed {
  readonly copyId: number;
  readonly cueKind: CueKind | null;
  /** null: the entry carries the copy's text. */
  readonly standing: CarrierStanding | null;
  readonly publishedAt: Instant;
  readonly significantAt: Instant;
  /** When the entry announced a change (an update, correction or withdrawal); null when it announced none. */
  readonly changedAt: Instant | null;
}

/** The entries of a group in order of arrival, with the columns that `test` needs. */
export function groupMembers(
  connection: Connection,
  collapse: Collapse,
  groupId: number,
  test: EntryTest,
): readonly GroupMember[] {
  return connection
    .sql<GroupMember>(
      `SELECT ${testedColumns(test)}, m.copy_id AS copyId, m.standing, m.editor_leads AS editorLeads, m.published_at AS publishedAt, m.changed_at AS changedAt,
         e.significant_at AS significantAt, e.cue_kind AS cueKind, ${claimColumns}
       FROM memberships m CROSS JOIN entries e ON e.id = m.entry_id
       CROSS JOIN feeds f ON f.id = m.feed_id CROSS JOIN sources s ON s.id = f.source_id
       WHERE m.${groupTables[collapse].member} = ? ORDER BY m.first_seen_at, m.entry_id LIMIT ${membersMax}`,
    )
    .all(groupId);
}

/** In a larger group, only the earliest entries are read. */
const membersMax = 5000;
