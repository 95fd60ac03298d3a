import type { Alarm } from "../../domain/copies/alarm.ts";
import type { CarrierStanding } from "../../domain/copies/carrier-standing.ts";
import type { CueKind } from "../../domain/entry.ts";
import type { Instant } from "../../domain/time.ts";

/** At most this many alarms of a group are shown: the newest ones. */
const alarmsMax = 40;
/** At most this many entries of a group are read for its alarms. */
export const alarmRowsMax = 5 * alarmsMax;

/** An entry with the columns of `alarmColumns`. */
export interface AlarmRow {
  readonly entryId: number;
  readonly copyId: number;
  readonly standing: CarrierStanding | null;
  readonly cueKind: CueKind | null;
  readonly title: string;
  readonly at: Instant;
  readonly source: string;
  readonly withdrawnBy: number | null;
  readonly isLead: 0 | 1;
  readonly isFollowed: 0 | 1;
}

function alarmOf(row: AlarmRow, withdrawn: "source" | "editors" | null): Alarm | null {
  const { entryId, source, title, at } = row;
  const told = { entryId, source, title, at };
  if (withdrawn === "editors") return row.isLead === 1 ? { ...told, kind: "withdrawn", source: null } : null;
  // When an editor restores a text, the notice that withdrew it stops leading and is no alarm any more. A notice that
  // leads a copy without a text withdraws nothing, but readers of its story must not miss it.
  if (row.standing === "notice") return withdrawn === null && row.isLead === 0 ? null : { ...told, kind: "withdrawn" };
  if (row.standing === "struck" || row.cueKind === "withdrawn") return { ...told, kind: "withdrawn" };
  if (withdrawn !== null) return null;
  if (row.cueKind === "correction") return { ...told, kind: "corrected" };
  return row.isFollowed === 1 ? null : { ...told, kind: "flash" };
}

/** Aliases: `memberships` is m, `entries` e, `copies` c, `sources` s. */
export const alarmColumns = `m.entry_id AS "entryId", m.copy_id AS "copyId", m.standing, e.cue_kind AS "cueKind", e.title,
  e.significant_at AS at, s.name AS source, c.withdrawn_by AS "withdrawnBy",
  CASE WHEN c.lead_entry_id = m.entry_id THEN 1 ELSE 0 END AS "isLead",
  CASE WHEN EXISTS (${followedSql()}) THEN 1 ELSE 0 END AS "isFollowed"`;

/** SQL that selects the story's later entries of the same source that are not flashes. */
function followedSql(): string {
  return `SELECT 1 FROM memberships n CROSS JOIN entries x CROSS JOIN feeds g
    WHERE x.id = n.entry_id AND g.id = n.feed_id AND n.story_id = m.story_id AND n.first_seen_at > m.first_seen_at AND x.urgency > 1 AND g.source_id = s.id`;
}

/** The SQL condition for entries that may be alarms. */
export const isAlarm = `(e.cue_kind IN ('correction', 'withdrawn') OR e.urgency = 1 OR m.standing = 'struck'
  OR m.standing = 'notice' OR c.withdrawn_by = 0)`;

/**
 * The alarms of a group, newest first. `members`: its visible entries; null when all are visible. `withdrawalSeen`:
 * tells who withdrew a copy, as far as the audience may know it.
 */
export function alarmsOf(
  rows: readonly AlarmRow[],
  members: readonly number[] | null,
  withdrawalSeen: (withdrawnBy: number | null) => "source" | "editors" | null,
): readonly Alarm[] {
  const visible = members === null ? null : new Set(members);
  const told = new Map<string, Alarm>();
  for (const row of rows) {
    if (visible !== null && !visible.has(row.entryId)) continue;
    const alarm = alarmOf(row, withdrawalSeen(row.withdrawnBy));
    // A source that withdraws its text gives one alarm, however many of its entries say so.
    if (alarm !== null) told.set(`${alarm.kind} ${row.copyId} ${alarm.source}`, alarm);
  }
  return [...told.values()].sort((a, b) => b.at - a.at).slice(0, alarmsMax);
}
