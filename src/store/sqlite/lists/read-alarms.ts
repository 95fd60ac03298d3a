import type { Alarm } from "../../../domain/copies/alarm.ts";
import type { CarrierStanding } from "../../../domain/copies/carrier-standing.ts";
import type { CueKind, StoredEntry } from "../../../domain/entry.ts";
import type { Collapse } from "../../../domain/section.ts";
import type { Instant } from "../../../domain/time.ts";
import type { Connection } from "../connection.ts";
import { type SeenGroup, seesWithdrawal } from "./seen-group.ts";
import type { Visibility } from "./visibility.ts";

/** At most this many alarms of a group are shown, the newest. */
const alarmsMax = 40;

/** The withdrawals, corrections and flashes of a group that the audience may see, newest first. */
export function readAlarms(
  connection: Connection,
  sight: Visibility,
  group: { readonly collapse: Collapse; readonly id: number; readonly seen: SeenGroup },
): readonly Alarm[] {
  const { collapse, id, seen } = group;
  if (collapse === "none") return [];
  const rows = connection.sql<AlarmRow>(alarmsSql[collapse]).all(id);
  const members = seen.members === null ? null : new Set(seen.members);
  const told = new Map<string, Alarm>();
  for (const row of rows) {
    if (members !== null && !members.has(row.entryId)) continue;
    const alarm = alarmOf(row, seesWithdrawal(connection, sight, row.withdrawnBy));
    // A source that withdraws its text gives one alarm, however many of its entries say so.
    if (alarm !== null) told.set(`${alarm.kind} ${row.copyId} ${alarm.source}`, alarm);
  }
  return [...told.values()].sort((a, b) => b.at - a.at).slice(0, alarmsMax);
}

interface AlarmRow {
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
  // An editor may have restored a text that its source withdrew.
  if (row.standing === "notice") return withdrawn === null ? null : { ...told, kind: "withdrawn" };
  if (row.standing === "struck" || row.cueKind === "withdrawn") return { ...told, kind: "withdrawn" };
  if (withdrawn !== null) return null;
  if (row.cueKind === "correction") return { ...told, kind: "corrected" };
  return row.isFollowed === 1 ? null : { ...told, kind: "flash" };
}

function alarmsOf(member: "copy_id" | "story_id"): string {
  return `SELECT m.entry_id AS entryId, m.copy_id AS copyId, m.standing, e.cue_kind AS cueKind, e.title,
      e.significant_at AS at, s.name AS source, c.withdrawn_by AS withdrawnBy, c.lead_entry_id = m.entry_id AS isLead,
      EXISTS (${followedSql}) AS isFollowed
    FROM memberships m CROSS JOIN entries e ON e.id = m.entry_id CROSS JOIN copies c ON c.id = m.copy_id
    CROSS JOIN feeds f ON f.id = m.feed_id CROSS JOIN sources s ON s.id = f.source_id
    WHERE m.${member} = ? AND (e.cue_kind IN ('correction', 'withdrawn') OR e.urgency = 1 OR m.standing = 'struck'
      OR m.standing = 'notice' OR c.withdrawn_by = 0)
    ORDER BY m.first_seen_at DESC, m.entry_id DESC LIMIT ${5 * alarmsMax}`;
}

/** Whether a member is a later text of the same source and not a flash. */
const followedSql = `SELECT 1 FROM memberships n CROSS JOIN entries x ON x.id = n.entry_id
  CROSS JOIN feeds g ON g.id = n.feed_id
  WHERE n.story_id = m.story_id AND n.first_seen_at > m.first_seen_at AND x.urgency > 1 AND g.source_id = s.id`;

const alarmsSql = { copy: alarmsOf("copy_id"), story: alarmsOf("story_id") } as const;

/**
 * The newest text that the lead's source published in the story after an urgent lead. Urgent texts are short, and soon
 * a better text follows. null when there is no such text, or the lead is not urgent.
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

const urgentMax = 3;

const followUpSql = `SELECT m.entry_id AS entryId FROM memberships m CROSS JOIN copies c ON c.id = m.copy_id
  CROSS JOIN feeds f ON f.id = m.feed_id
  WHERE m.story_id = :id AND f.source_id = :source AND m.first_seen_at > :after AND m.standing IS NULL
    AND c.withdrawn_by IS NULL ORDER BY m.first_seen_at DESC, m.entry_id DESC LIMIT 20`;
