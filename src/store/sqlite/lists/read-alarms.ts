import { type Alarm, urgentMax } from "../../../domain/copies/alarm.ts";
import type { StoredEntry } from "../../../domain/entry.ts";
import type { Collapse } from "../../../domain/section.ts";
import { type AlarmRow, alarmColumns, alarmRowsMax, alarmsOf, isAlarm } from "../../rows/alarm-rows.ts";
import type { SeenGroup } from "../../rows/groups/seen-group.ts";
import type { Connection } from "../connection.ts";
import { seesWithdrawal } from "./seen-group.ts";
import type { Visibility } from "./visibility.ts";

/** The withdrawals, corrections and flashes of a group that the audience may see, newest first. */
export function readAlarms(
  connection: Connection,
  sight: Visibility,
  group: { readonly collapse: Collapse; readonly id: number; readonly seen: SeenGroup },
): readonly Alarm[] {
  const { collapse, id, seen } = group;
  if (collapse === "none") return [];
  const rows = connection.sql<AlarmRow>(alarmsSql[collapse]).all(id);
  return alarmsOf(rows, seen.members, (withdrawnBy) => seesWithdrawal(connection, sight, withdrawnBy));
}

function alarmsIn(member: "copy_id" | "story_id"): string {
  return `SELECT ${alarmColumns}
    FROM memberships m CROSS JOIN entries e ON e.id = m.entry_id CROSS JOIN copies c ON c.id = m.copy_id
    CROSS JOIN feeds f ON f.id = m.feed_id CROSS JOIN sources s ON s.id = f.source_id
    WHERE m.${member} = ? AND ${isAlarm} ORDER BY m.first_seen_at DESC, m.entry_id DESC LIMIT ${alarmRowsMax}`;
}

const alarmsSql = { copy: alarmsIn("copy_id"), story: alarmsIn("story_id") } as const;

/**
 * The id of the entry with the newest text that the lead's source published in the story after an urgent lead. Urgent
 * texts are short, and a better text usually follows soon. null when there is no such text, or when the lead is not
 * urgent.
 */
export function readFollowUp(
  connection: Connection,
  { collapse, id, seen }: { readonly collapse: Collapse; readonly id: number; readonly seen: SeenGroup },
  lead: StoredEntry,
): number | null {
  if (collapse !== "story" || lead.urgency > urgentMax || seen.withdrawnBy !== null) return null;
  const rows = connection
    .sql<{ entryId: number }>(followUpSql)
    .all({ id, source: lead.source.id, after: lead.firstSeenAt })
    .map(({ entryId }) => entryId);
  return rows.find((entryId) => seen.members === null || seen.members.includes(entryId)) ?? null;
}

const followUpSql = `SELECT m.entry_id AS entryId FROM memberships m CROSS JOIN copies c ON c.id = m.copy_id
  CROSS JOIN feeds f ON f.id = m.feed_id
  WHERE m.story_id = :id AND f.source_id = :source AND m.first_seen_at > :after AND m.standing IS NULL
    AND c.withdrawn_by IS NULL ORDER BY m.first_seen_at DESC, m.entry_id DESC LIMIT 20`;
