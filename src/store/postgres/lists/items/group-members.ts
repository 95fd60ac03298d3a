import type { CarrierStanding } from "../../../../domain/copies/carrier-standing.ts";
import type { CueKind } from "../../../../domain/entry.ts";
import type { Collapse } from "../../../../domain/section.ts";
import type { Instant } from "../../../../domain/time.ts";
import { type Claimed, claimColumns } from "../../../rows/group-leads.ts";
import { groupTables } from "../../../rows/group-tables.ts";
import type { Transaction } from "../../transaction.ts";

/** An entry of a group, with the facts that decide who leads the group. */
export interface GroupMember extends Claimed {
  readonly groupId: number;
  readonly entryId: number;
  readonly at: Instant;
  readonly feedId: number;
  readonly copyId: number;
  readonly cueKind: CueKind | null;
  /** null: the entry carries the copy's text. */
  readonly standing: CarrierStanding | null;
  /** When the entry announced a change (an update, correction or withdrawal); null when it announced none. */
  readonly changedAt: Instant | null;
  readonly significantAt: Instant;
}

/** In a larger group, only the earliest entries are read. */
const membersMax = 5000;

/** The entries of each group in order of arrival. */
export async function groupMembers(
  tx: Transaction,
  collapse: Collapse,
  ids: readonly number[],
): Promise<ReadonlyMap<number, readonly GroupMember[]>> {
  const rows = await tx.all<GroupMember>(
    `SELECT g.id AS "groupId", x.* FROM unnest($1::bigint[]) g (id) CROSS JOIN LATERAL (
       SELECT m.entry_id AS "entryId", m.first_seen_at AS at, m.feed_id AS "feedId", m.copy_id AS "copyId", m.standing,
         m.editor_leads AS "editorLeads", m.changed_at AS "changedAt", e.cue_kind AS "cueKind",
         e.significant_at AS "significantAt", ${claimColumns}
       FROM memberships m JOIN entries e ON e.id = m.entry_id JOIN feeds f ON f.id = m.feed_id
       JOIN sources s ON s.id = f.source_id
       WHERE m.${groupTables[collapse].member} = g.id ORDER BY m.first_seen_at, m.entry_id LIMIT ${membersMax}) x`,
    [ids],
  );
  const groups = new Map<number, GroupMember[]>(ids.map((id) => [id, []]));
  for (const row of rows) groups.get(row.groupId)?.push(row);
  return groups;
}
