import type { Instant } from "../../../domain/time.ts";
import type { Connection } from "../connection.ts";
import { type Claimed, claimColumns, leadsStory } from "./group-members.ts";

/**
 * Updates a story from its copies. Returns true when it has none left. The story's lead is that of a copy that is not
 * withdrawn: an editor's pin, or else the lead that outranks the others, the oldest among equals. So the title stays
 * while the story grows, and no outlet leads an agency's story because it was early. Every new text is news of the
 * story. Its times do not go back when a copy is purged or split off.
 */
export function refreshStory(connection: Connection, id: number): boolean {
  const story = connection.sql<StoryFacts>(storySql).get(id);
  if (story === undefined) return false;
  const copies = connection.sql<StoryCopy>(copiesSql).all(id);
  const standing = copies.filter(({ withdrawnBy }) => withdrawnBy === null);
  const [oldest, ...others] = standing.length > 0 ? standing : copies;
  if (oldest === undefined) return true;
  const telling = others.reduce((best, copy) => (leadsStory(copy, best) ? copy : best), oldest);
  const told = connection.sql<Told>(toldSql).get(id);
  const significant = Math.max(story.significant_at, told?.significant ?? 0);
  const isOwnWay = story.public_significant_at !== null || (told?.apart ?? 0) > 0;
  connection
    .sql(
      `UPDATE stories SET (lead_entry_id, arrived_at, published_at, significant_at, public_significant_at)
         = (:lead, :arrived, :published, :significant, :public)
       WHERE id = :id AND (lead_entry_id, arrived_at, published_at, significant_at, public_significant_at)
         IS NOT (:lead, :arrived, :published, :significant, :public)`,
    )
    .run({
      id,
      lead: telling.leadEntryId,
      arrived: Math.min(story.arrived_at, oldest.arrivedAt),
      published: telling.publishedAt,
      significant,
      public: isOwnWay ? Math.max(story.public_significant_at ?? story.significant_at, told?.public ?? 0) : null,
    });
  return false;
}

interface StoryFacts {
  readonly arrived_at: Instant;
  readonly significant_at: Instant;
  readonly public_significant_at: Instant | null;
}

const storySql = `SELECT arrived_at, significant_at, public_significant_at FROM stories WHERE id = ? AND merged_into IS NULL`;

/** A copy with what decides whether its lead leads the story. */
interface StoryCopy extends Claimed {
  readonly leadEntryId: number;
  readonly arrivedAt: Instant;
  readonly publishedAt: Instant;
  readonly withdrawnBy: number | null;
}

/** In a larger story, only the earliest are examined. */
const storyCopiesMax = 200;

const copiesSql = `SELECT c.lead_entry_id AS leadEntryId, c.arrived_at AS arrivedAt, c.published_at AS publishedAt,
  c.withdrawn_by AS withdrawnBy, m.editor_leads AS editorLeads, ${claimColumns}
  FROM copies c CROSS JOIN memberships m ON m.entry_id = c.lead_entry_id CROSS JOIN entries e ON e.id = m.entry_id
  CROSS JOIN feeds f ON f.id = m.feed_id CROSS JOIN sources s ON s.id = f.source_id
  WHERE c.story_id = ? AND c.merged_into IS NULL ORDER BY c.arrived_at, c.id LIMIT ${storyCopiesMax}`;

interface Told {
  readonly significant: Instant | null;
  readonly public: Instant | null;
  /** The number of copies whose public time differs. */
  readonly apart: number;
}

const toldSql = `SELECT max(significant_at) AS significant, max(coalesce(public_significant_at, significant_at)) AS public,
  count(public_significant_at) AS apart FROM copies WHERE story_id = ? AND merged_into IS NULL`;
