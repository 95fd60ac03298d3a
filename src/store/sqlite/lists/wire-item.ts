import type { StoredEntry } from "../../../domain/entry.ts";
import type { Carrier, Collapse, WireItem } from "../../../domain/section.ts";
import type { Instant } from "../../../domain/time.ts";
import {
  type CarrierRow,
  carrierColumns,
  carrierFrom,
  carrierOf,
  carriersMax,
  withoutText,
} from "../../rows/carrier-rows.ts";
import { type StoredEntryRow, storedEntryOf } from "../../rows/entry-rows.ts";
import type { SeenGroup } from "../../rows/groups/seen-group.ts";
import type { Connection } from "../connection.ts";
import { storedEntrySql } from "../entries/stored-entry.ts";
import { publisherColumn } from "../publisher-column.ts";
import { readAlarms, readFollowUp } from "./read-alarms.ts";
import { seenGroup, seesWithdrawal } from "./seen-group.ts";
import { tellReasons } from "./tell-reasons.ts";
import type { Visibility } from "./visibility.ts";

/**
 * A group in a list as one audience sees it. `arrivedAt` null means the group's first arrival. Returns null when the
 * group does not exist for this audience.
 */
export function readWireItem(
  connection: Connection,
  sight: Visibility,
  group: {
    readonly collapse: Collapse;
    readonly id: number;
    readonly arrivedAt: Instant | null;
    /** See `ReadStore.readPage`. */
    readonly isForFeed?: boolean;
    /** Entries that have been read already, as this audience sees them. */
    readonly known?: ReadonlyMap<number, StoredEntry>;
  },
): WireItem | null {
  const { collapse, id, arrivedAt, isForFeed = false, known } = group;
  const seen = seenGroup(connection, sight, collapse, id);
  const lead =
    seen === null ? null : (known?.get(seen.leadEntryId) ?? readStoredEntry(connection, sight, seen.leadEntryId));
  if (seen === null || lead === null || lead.copyId === null || lead.storyId === null) return null;
  const others = collapse === "none" ? [] : readOthers(connection, sight, { collapse, id, group: seen });
  return {
    collapse,
    id,
    copyId: lead.copyId,
    storyId: lead.storyId,
    lead,
    carriers: [carrierFrom(lead), ...others],
    arrivedAt: arrivedAt ?? seen.arrivedAt,
    significantAt: seen.significantAt || lead.significantAt,
    copyCount: seen.copyCount,
    withdrawnBy: seen.withdrawnBy,
    ...(isForFeed ? {} : readLater(connection, sight, { collapse, id, seen }, lead)),
  };
}

/** The alarms and the follow-up of a group, which lists and pages show with the lead. */
function readLater(
  connection: Connection,
  sight: Visibility,
  group: { readonly collapse: Collapse; readonly id: number; readonly seen: SeenGroup },
  lead: StoredEntry,
): Pick<WireItem, "alarms" | "followUp"> {
  const alarms = readAlarms(connection, sight, group);
  const followUpId = readFollowUp(connection, group, lead);
  const followUp = followUpId === null ? null : readStoredEntry(connection, sight, followUpId);
  return { ...(alarms.length === 0 ? {} : { alarms }), ...(followUp === null ? {} : { followUp }) };
}

/** A stored entry as the audience sees it; null when the entry does not exist or is not visible. */
export function readStoredEntry(connection: Connection, sight: Visibility, id: number): StoredEntry | null {
  const row = connection.sql<StoredEntryRow>(`${storedEntrySql} WHERE e.id = ?`).get(id);
  return row === undefined ? null : entrySeen(connection, sight, row);
}

/** An entry as the audience sees it; null when it may not see it. */
export function entrySeen(connection: Connection, sight: Visibility, row: StoredEntryRow): StoredEntry | null {
  const isWithdrawn = row.standing === "struck" || seesWithdrawal(connection, sight, row.withdrawn_by) !== null;
  const whole = storedEntryOf(row, tellReasons(connection, sight, row.reasons), isWithdrawn);
  const entry = isWithdrawn && connection.audience === "public" ? withoutText(whole) : whole;
  if (!sight.isPartial) return entry;
  const { id, firstSeenAt: at, categories } = entry;
  return sight.sees({ ...entry, entryId: id, at, categories: JSON.stringify(categories) }) ? entry : null;
}

/** The carriers except the lead, in order of arrival. */
function readOthers(
  connection: Connection,
  sight: Visibility,
  {
    collapse,
    id,
    group: { leadEntryId, members },
  }: { readonly collapse: "copy" | "story"; readonly id: number; readonly group: SeenGroup },
): readonly Carrier[] {
  const carrier = (row: CarrierRow): Carrier => carrierOf(row, tellReasons(connection, sight, row.reasons));
  if (members === null) {
    return connection.sql<CarrierRow>(carriersSql[collapse]).all(id, leadEntryId).map(carrier);
  }
  const others = members.filter((member) => member !== leadEntryId).slice(0, carriersMax - 1);
  const read = connection.sql<CarrierRow>(`${carrierRows} WHERE m.entry_id = ?`);
  return others
    .flatMap((member) => read.all(member))
    .filter(({ standing }) => standing !== "notice")
    .map(carrier);
}

const carrierRows = `SELECT ${carrierColumns}, ${publisherColumn} AS publisher
  FROM memberships m CROSS JOIN entries e ON e.id = m.entry_id
  CROSS JOIN feeds f ON f.id = e.feed_id CROSS JOIN sources s ON s.id = f.source_id
  LEFT JOIN reasons r ON r.entry_id = e.id`;

function carriersOf(member: "copy_id" | "story_id"): string {
  return `${carrierRows}
    WHERE m.${member} = ? AND m.entry_id <> ? AND m.standing IS NOT 'notice'
    ORDER BY m.first_seen_at, m.entry_id LIMIT ${carriersMax - 1}`;
}

const carriersSql = { copy: carriersOf("copy_id"), story: carriersOf("story_id") } as const;
