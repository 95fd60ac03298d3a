import type { SearchQuery } from "../../../domain/query/search-query.ts";
import type { Collapse } from "../../../domain/section.ts";
import type { Instant } from "../../../domain/time.ts";
import { groupTables } from "../../rows/group-tables.ts";
import { isAfter, type Listed } from "../../searching/listed.ts";
import { testedMembersMax } from "../../searching/tested-members.ts";
import type { Connection } from "../connection.ts";
import { candidates, chunksOf } from "./candidates.ts";
import type { Candidate } from "./candidates-by-index.ts";
import { entryTester, type Tested, testedColumns, testedJoin } from "./entry-tester.ts";
import { matchTimes } from "./first-matched-at.ts";
import type { Walk } from "./walk-arrival.ts";

/**
 * The groups that match a query, by the time at which they began to match, latest first. A group that began to match
 * with a revision is listed at the time of that revision, so that readers of the newest items see it. Two ordered walks
 * are merged: entries that matched on arrival, and entries that began to match with a revision.
 */
export function walkMatched(connection: Connection, walk: Walk, query: SearchQuery): readonly Listed[] {
  const timeOf = matchTimes(connection, query);
  const placeOf = firstPlaces(connection, walk, timeOf);
  const found: Listed[] = [];
  for (const { id, entryId, at } of merged(arrived(connection, walk, timeOf), revised(connection, walk, timeOf))) {
    if (!isAfter({ at, id }, walk.after)) continue;
    const place = placeOf(id);
    if (place?.entryId !== entryId) continue;
    found.push({ at, id, arrivedAt: at });
    if (found.length >= walk.limit) break;
  }
  return found;
}

/** An entry, its group, and when it began to match. */
interface Match {
  readonly id: number;
  readonly entryId: number;
  readonly at: Instant;
}

type TimeOf = ReturnType<typeof matchTimes>;

/** Entries that matched when they arrived, in the order of the list. */
function* arrived(connection: Connection, { match, collapse, after }: Walk, timeOf: TimeOf): Generator<Match> {
  const passes = entryTester(connection, match.rest);
  for (const chunk of chunksOf(candidates(connection, { match, collapse, from: after.at, step: -1 }), -1))
    for (const entry of chunk) if (passes(entry) && timeOf(entry) === entry.at) yield entry;
}

/**
 * Entries that began to match with a revision, in the order of the list. They are read by the time of their last
 * revision, which is never before the match. So a match can be returned once all entries revised after it were read.
 */
function* revised(connection: Connection, { match, collapse }: Walk, timeOf: TimeOf): Generator<Match> {
  const passes = entryTester(connection, match.whole);
  const waiting: Match[] = [];
  const rows = connection
    .sql<Candidate & { revisedAt: Instant }>(
      `SELECT ${testedColumns(match.whole)}, m.${groupTables[collapse].member} AS id, r.revised_at AS revisedAt
       FROM entries r INDEXED BY entries_revised CROSS JOIN memberships m ON m.entry_id = r.id ${testedJoin(match.whole)}
       WHERE r.revision > 1 ORDER BY r.revised_at DESC, r.id DESC`,
    )
    .iterate();
  for (const row of rows) {
    while (waiting[0] !== undefined && waiting[0].at > row.revisedAt) yield waiting.shift() as Match;
    if (!passes(row)) continue;
    const at = timeOf(row);
    if (at === row.at) continue;
    waiting.push({ id: row.id, entryId: row.entryId, at });
    waiting.sort(latestFirst);
  }
  yield* waiting;
}

function latestFirst(a: Match, b: Match): number {
  return b.at - a.at || b.id - a.id || a.entryId - b.entryId;
}

/** Merges two lists that have the same order. */
function* merged(one: Iterator<Match>, other: Iterator<Match>): Generator<Match> {
  try {
    let [left, right] = [one.next(), other.next()];
    while (left.done !== true || right.done !== true) {
      if (right.done === true || (left.done !== true && latestFirst(left.value, right.value) <= 0)) {
        yield left.value as Match;
        left = one.next();
      } else {
        yield right.value;
        right = other.next();
      }
    }
  } finally {
    // A walk that is not closed leaves its statement open.
    one.return?.();
    other.return?.();
  }
}

/** Finds where a group is listed: at its entry that matched first. */
function firstPlaces(connection: Connection, { match, collapse }: Walk, timeOf: TimeOf): (id: number) => Match | null {
  const known = new Map<number, Match | null>();
  const passes = entryTester(connection, match.whole);
  const members = connection.sql<Tested>(membersSql(collapse, match.whole));
  return (id) => {
    const told = known.get(id);
    if (told !== undefined) return told;
    const matches = members
      .all(id)
      .filter(passes)
      .map((entry) => ({ id, entryId: entry.entryId, at: timeOf(entry) }));
    const earliest = matches.reduce<Match | null>(
      (best, one) => (best === null || one.at < best.at ? one : best),
      null,
    );
    known.set(id, earliest);
    return earliest;
  };
}

function membersSql(collapse: Collapse, test: Parameters<typeof testedColumns>[0]): string {
  return `SELECT ${testedColumns(test)} FROM memberships m ${testedJoin(test)}
    WHERE m.${groupTables[collapse].member} = ? ORDER BY m.first_seen_at, m.entry_id LIMIT ${testedMembersMax}`;
}
