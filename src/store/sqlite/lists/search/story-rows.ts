import type { Instant } from "../../../../domain/time.ts";
import type { Connection } from "../../connection.ts";
import { hiddenFeeds } from "../../feeds/private-feeds.ts";
import { houseColumn } from "../../publisher-column.ts";
import type { IndexRows } from "./row-list.ts";
import { searchIdsMax, searchRow } from "./search-row.ts";

/** The story of an entry must contain an entry of `rows`; with `negated`, an entry that is not in `rows`. */
export interface StoryPart {
  readonly rows: IndexRows;
  readonly negated: boolean;
}

/**
 * The rows of entries whose story fulfils `wanted`: the story contains an entry as `StoryPart` describes it, or at
 * least `sourcesMin` outlets. Entries that the audience must not see do not count. Use it only together with other
 * lists, because it tests each row.
 */
export function storyRows(connection: Connection, wanted: StoryPart | { readonly sourcesMin: number }): IndexRows {
  const storyOf = connection.sql<number>("SELECT story_id FROM memberships WHERE entry_id = ?").pluck();
  const members = connection.sql<Member>(membersSql);
  const hidden = hiddenFeeds(connection);
  const known = new Map<number, boolean>();

  function holds(storyId: number): boolean {
    const told = known.get(storyId);
    if (told !== undefined) return told;
    const seen = members.all(storyId).filter(({ feedId }) => !hidden.has(feedId));
    connection.limits.check(seen.length);
    const answer =
      "sourcesMin" in wanted
        ? new Set(seen.map(({ house }) => house)).size >= wanted.sourcesMin
        : seen.some(({ entryId, at }) => wanted.rows.has(searchRow(at, entryId)) !== wanted.negated);
    known.set(storyId, answer);
    return answer;
  }

  const has = (row: number) => {
    const storyId = storyOf.get(row % searchIdsMax);
    return storyId !== undefined && holds(storyId);
  };
  return { next: (row) => row, has, role: "test" };
}

interface Member {
  readonly entryId: number;
  readonly at: Instant;
  readonly feedId: number;
  /** See `countOutlets`. */
  readonly house: string;
}

/** In a larger story, only the earliest entries are tested. */
const membersMax = 5000;

const membersSql = `SELECT m.entry_id AS entryId, m.first_seen_at AS at, m.feed_id AS feedId, ${houseColumn} AS house
  FROM memberships m CROSS JOIN feeds f ON f.id = m.feed_id CROSS JOIN sources s ON s.id = f.source_id
  WHERE m.story_id = ? ORDER BY m.first_seen_at, m.entry_id LIMIT ${membersMax}`;
