import type { Collapse, Cursor } from "../../../domain/section.ts";
import { groupTables } from "../../rows/group-tables.ts";
import type { Listed } from "../../searching/listed.ts";
import type { Connection } from "../connection.ts";
import { candidates, chunksOf } from "./candidates.ts";
import type { Candidate } from "./candidates-by-index.ts";
import { entryTester } from "./entry-tester.ts";
import type { FilterMatch } from "./filter-match.ts";
import { firstMatcher } from "./first-match.ts";
import type { Step } from "./search/row-list.ts";

/** What a walk looks for: at most `limit` groups that match and come after the place `after`. */
export interface Walk {
  readonly match: Extract<FilterMatch, { kind: "some" }>;
  readonly collapse: Collapse;
  /** The place to start from. It is not part of the result. */
  readonly after: Cursor;
  readonly limit: number;
}

/**
 * The newest groups that match a filter. The walk starts at the newest matching entry. A group is listed at its
 * earliest matching entry, so that a new carrier does not lift an old item to the top again. The walk reads only as far
 * as the page needs.
 */
export function walkArrival(connection: Connection, walk: Walk): readonly Listed[] {
  return walkFrom(connection, walk, -1);
}

/** Like `walkArrival`, but in the other direction: the matching groups directly after a place, oldest first. */
export function walkNewer(connection: Connection, walk: Walk): readonly Listed[] {
  return walkFrom(connection, walk, 1);
}

function walkFrom(connection: Connection, walk: Walk, step: Step): readonly Listed[] {
  const { match, collapse, after, limit } = walk;
  const found: Listed[] = [];
  const isEarliest = earliestTeller(connection, walk);
  const passes = entryTester(connection, match.rest);
  for (const chunk of chunksOf(candidates(connection, { match, collapse, from: after.at, step }), step)) {
    for (const candidate of chunk) {
      const { at, id } = candidate;
      const isBeyond = (at - after.at || id - after.id) * step > 0;
      if (!isBeyond || !passes(candidate) || !isEarliest(candidate)) continue;
      found.push({ at, id, arrivedAt: at });
      if (found.length >= limit) return found;
    }
  }
  return found;
}

/**
 * Returns a function that tells whether an entry is the earliest match of its group. Most entries have no earlier entry
 * in their group, which is quickly checked.
 */
function earliestTeller(connection: Connection, { collapse, match }: Walk): (candidate: Candidate) => boolean {
  const known = new Map<number, number | null>();
  const firstMatch = firstMatcher(connection, collapse, match.whole);
  const earlier = connection.sql(
    `SELECT 1 FROM memberships WHERE ${groupTables[collapse].member} = ? AND (first_seen_at, entry_id) < (?, ?) LIMIT 1`,
  );
  return ({ id, at, entryId }) => {
    const told = known.get(id);
    if (told !== undefined) return told === entryId;
    if (collapse === "none" || earlier.get(id, at, entryId) === undefined) return true;
    const earliest = firstMatch(id)?.entryId ?? null;
    known.set(id, earliest);
    return earliest === entryId;
  };
}
