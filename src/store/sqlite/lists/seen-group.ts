import type { Collapse } from "../../../domain/section.ts";
import type { Instant } from "../../../domain/time.ts";
import type { Connection } from "../connection.ts";
import { groupMembers, leadAmong } from "../groups/group-members.ts";
import type { Visibility } from "./visibility.ts";

/** What a group is to somebody. */
export interface SeenGroup {
  readonly leadEntryId: number;
  readonly arrivedAt: Instant;
  /** 0 where nothing was told yet, null where the lead's own time counts. */
  readonly significantAt: Instant | null;
  readonly copyCount: number;
  /** The entries that are seen, by arrival, where others are not; null: all are. */
  readonly members: readonly number[] | null;
}

/** null where there is no such group, or nothing of it is seen. */
export function seenGroup(connection: Connection, sight: Visibility, collapse: Collapse, id: number): SeenGroup | null {
  const facts = connection.sql<Facts>(factsSql[collapse]).get(id);
  if (facts === undefined) return null;
  const { publicSignificantAt, ...kept } = facts;
  const whole = { ...kept, members: null, significantAt: sight.isPublic ? publicSignificantAt : kept.significantAt };
  if (!sight.isPartial) return whole;
  const members = groupMembers(connection, collapse, id, sight.test);
  const seen = members.filter(sight.sees);
  const [first] = seen;
  if (seen.length === members.length || first === undefined) return first === undefined ? null : whole;
  const told = collapse === "story" ? seen.filter(({ copyId }) => copyId === first.copyId) : seen;
  const lead = leadAmong(told, collapse === "story" ? leadOf(connection, first.copyId) : whole.leadEntryId);
  return {
    leadEntryId: lead?.entryId ?? first.entryId,
    arrivedAt: first.at,
    significantAt: whole.significantAt,
    copyCount: collapse === "story" ? new Set(seen.map(({ copyId }) => copyId)).size : 1,
    members: seen.map(({ entryId }) => entryId),
  };
}

type Facts = Omit<SeenGroup, "members"> & { readonly publicSignificantAt: Instant | null };

const factsSql: Readonly<Record<Collapse, string>> = {
  copy: `SELECT lead_entry_id AS leadEntryId, arrived_at AS arrivedAt, significant_at AS significantAt,
    coalesce(public_significant_at, significant_at) AS publicSignificantAt, 1 AS copyCount
    FROM copies WHERE id = ? AND merged_into IS NULL`,
  story: `SELECT s.lead_entry_id AS leadEntryId, s.arrived_at AS arrivedAt, s.significant_at AS significantAt,
    coalesce(s.public_significant_at, s.significant_at) AS publicSignificantAt,
    (SELECT count(*) FROM copies c WHERE c.story_id = s.id AND c.merged_into IS NULL) AS copyCount
    FROM stories s WHERE s.id = ? AND s.merged_into IS NULL`,
  none: `SELECT entry_id AS leadEntryId, first_seen_at AS arrivedAt, NULL AS significantAt, NULL AS publicSignificantAt,
    1 AS copyCount FROM memberships WHERE entry_id = ?`,
};

function leadOf(connection: Connection, copyId: number): number {
  const copy = connection.sql<{ lead_entry_id: number }>("SELECT lead_entry_id FROM copies WHERE id = ?").get(copyId);
  return copy?.lead_entry_id ?? 0;
}
