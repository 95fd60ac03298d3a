import { type Alarm, urgentMax } from "../../../../domain/copies/alarm.ts";
import { type AlarmRow, alarmColumns, alarmRowsMax, alarmsOf, isAlarm } from "../../../rows/alarm-rows.ts";
import { groupTables } from "../../../rows/group-tables.ts";
import type { Transaction } from "../../transaction.ts";
import type { LedGroup } from "./seen-groups.ts";
import { lookUpSeen, seesWithdrawal, type Visibility } from "./visibility.ts";

/** The withdrawals, corrections and flashes of each group that the audience may see, newest first. */
export async function readAlarms(
  tx: Transaction,
  sight: Visibility,
  collapse: "copy" | "story",
  groups: readonly LedGroup[],
): Promise<ReadonlyMap<number, readonly Alarm[]>> {
  const ids = groups.map(({ seen }) => seen.id);
  const rows = await tx.all<AlarmRow & { readonly groupId: number }>(alarmsSql[collapse], [ids]);
  await lookUpSeen(
    tx,
    sight,
    rows.map(({ withdrawnBy }) => withdrawnBy ?? 0),
  );
  const byGroup = new Map<number, AlarmRow[]>();
  for (const row of rows) byGroup.set(row.groupId, [...(byGroup.get(row.groupId) ?? []), row]);
  return new Map(
    groups.map(({ seen }) => [
      seen.id,
      alarmsOf(byGroup.get(seen.id) ?? [], seen.members, (by) => seesWithdrawal(sight, by)),
    ]),
  );
}

function alarmsIn(collapse: "copy" | "story"): string {
  return `SELECT g.id AS "groupId", x.* FROM unnest($1::bigint[]) g (id) CROSS JOIN LATERAL (
      SELECT ${alarmColumns}, m.first_seen_at FROM memberships m JOIN entries e ON e.id = m.entry_id
      JOIN copies c ON c.id = m.copy_id JOIN feeds f ON f.id = m.feed_id JOIN sources s ON s.id = f.source_id
      WHERE m.${groupTables[collapse].member} = g.id AND ${isAlarm}
      ORDER BY m.first_seen_at DESC, m.entry_id DESC LIMIT ${alarmRowsMax}) x
    ORDER BY g.id, x.first_seen_at DESC, x."entryId" DESC`;
}

const alarmsSql = { copy: alarmsIn("copy"), story: alarmsIn("story") } as const;

/**
 * For each story with an urgent lead, the id of the entry with the newest text that the lead's source published after
 * the lead. Urgent texts are short, and a better text usually follows soon.
 */
export async function readFollowUps(
  tx: Transaction,
  groups: readonly LedGroup[],
): Promise<ReadonlyMap<number, number>> {
  const urgent = groups.filter(({ lead, seen }) => lead.urgency <= urgentMax && seen.withdrawnBy === null);
  if (urgent.length === 0) return new Map();
  const rows = await tx.all<{ id: number; entryId: number }>(followUpSql, [
    urgent.map(({ seen }) => seen.id),
    urgent.map(({ lead }) => lead.source.id),
    urgent.map(({ lead }) => lead.firstSeenAt),
  ]);
  const members = new Map(urgent.map(({ seen }) => [seen.id, seen.members]));
  const newest = new Map<number, number>();
  for (const { id, entryId } of rows)
    if (!newest.has(id) && members.get(id)?.includes(entryId) !== false) newest.set(id, entryId);
  return newest;
}

const followUpSql = `SELECT g.id, x.entry_id AS "entryId"
  FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) g (id, source, after) CROSS JOIN LATERAL (
    SELECT m.entry_id, m.first_seen_at FROM memberships m JOIN copies c ON c.id = m.copy_id JOIN feeds f ON f.id = m.feed_id
    WHERE m.story_id = g.id AND f.source_id = g.source AND m.first_seen_at > g.after AND m.standing IS NULL
      AND c.withdrawn_by IS NULL ORDER BY m.first_seen_at DESC, m.entry_id DESC LIMIT 20) x
  ORDER BY g.id, x.first_seen_at DESC, x.entry_id DESC`;
