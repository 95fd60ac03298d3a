import type { Collapse } from "../../../domain/section.ts";
import type { Instant } from "../../../domain/time.ts";
import { groupTables } from "../../rows/group-tables.ts";
import { testedMembersMax } from "../../searching/tested-members.ts";
import type { Connection } from "../connection.ts";
import { entryTester, type Tested, testedColumns, testedJoin } from "./entry-tester.ts";
import type { EntryTest } from "./filter-match.ts";

/** Returns a function that finds the earliest entry of a group that passes the test; null when none does. */
export function firstMatcher(
  connection: Connection,
  collapse: Collapse,
  test: EntryTest,
): (groupId: number) => { readonly entryId: number; readonly at: Instant } | null {
  const { member } = groupTables[collapse];
  const passes = entryTester(connection, test);
  const members = connection.sql<Tested>(
    `SELECT ${testedColumns(test)} FROM memberships m ${testedJoin(test)}
     WHERE m.${member} = ? ORDER BY m.first_seen_at, m.entry_id LIMIT ${testedMembersMax}`,
  );
  return (groupId) => {
    for (const entry of members.all(groupId)) if (passes(entry)) return entry;
    return null;
  };
}
