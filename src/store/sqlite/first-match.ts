import type { Collapse } from "../../domain/section.ts";
import type { Instant } from "../../domain/time.ts";
import type { Connection } from "./connection.ts";
import type { FilterMatch } from "./filter-match.ts";
import { groupTables } from "./groups.ts";
import { searchRowSql } from "./search-row.ts";

/** An entry that matches a filter, with the group it stands for (`id`) and its arrival. */
export interface Match {
  readonly entryId: number;
  readonly id: number;
  readonly at: Instant;
}

/** The earliest entry of a group that matches the filter; null when none does. */
export function firstMatchOf(
  connection: Connection,
  filter: { readonly match: Extract<FilterMatch, { kind: "some" }>; readonly collapse: Collapse },
  groupId: number,
): Match | null {
  const { member } = groupTables[filter.collapse];
  const { match, refused } = filter.match;
  const row = connection
    .sql<Match>(
      `SELECT m.entry_id AS entryId, m.${member} AS id, m.first_seen_at AS at FROM memberships m
       WHERE m.${member} = ? AND ${match === null ? "NOT " : ""}EXISTS (
         SELECT 1 FROM search WHERE search MATCH ? AND rowid = ${searchRowSql("m")})
       ORDER BY m.first_seen_at, m.entry_id LIMIT 1`,
    )
    .get(groupId, match ?? refused);
  return row ?? null;
}
