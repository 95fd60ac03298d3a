import type { Collapse } from "../../domain/section.ts";

/**
 * The table that holds the items of a list, and its columns. All values are names and SQL from this file, never a
 * user's text, so statements may contain them.
 */
export interface GroupTable {
  readonly table: "copies" | "stories" | "memberships";
  readonly id: "id" | "entry_id";
  readonly arrived: "arrived_at" | "first_seen_at";
  /** The condition for rows that are listed. */
  readonly listed: string;
  /** The column of `memberships` that names the group. */
  readonly member: "copy_id" | "story_id" | "entry_id";
}

/** The table of the items for each collapse of a list. */
export const groupTables: Readonly<Record<Collapse, GroupTable>> = {
  copy: { table: "copies", id: "id", arrived: "arrived_at", listed: "g.merged_into IS NULL", member: "copy_id" },
  story: { table: "stories", id: "id", arrived: "arrived_at", listed: "g.merged_into IS NULL", member: "story_id" },
  none: { table: "memberships", id: "entry_id", arrived: "first_seen_at", listed: "TRUE", member: "entry_id" },
};
