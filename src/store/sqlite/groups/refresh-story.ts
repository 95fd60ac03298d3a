import type { Instant } from "../../../domain/time.ts";
import type { Connection } from "../connection.ts";

/**
 * Updates a story from its copies. Returns true when it has none left. The story is told by its oldest copy that is not
 * withdrawn, so that its title stays while it grows. Every new text is news of the story. Its times do not go back when
 * a copy is purged or split off.
 */
export function refreshStory(connection: Connection, id: number): boolean {
  const story = connection.sql<StoryFacts>(storySql).get(id);
  if (story === undefined) return false;
  const oldest = connection.sql<Oldest>(standingSql).get(id) ?? connection.sql<Oldest>(oldestSql).get(id);
  if (oldest === undefined) return true;
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
      lead: oldest.lead_entry_id,
      arrived: Math.min(story.arrived_at, oldest.arrived_at),
      published: oldest.published_at,
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

interface Oldest {
  readonly lead_entry_id: number;
  readonly arrived_at: Instant;
  readonly published_at: Instant;
}

const standingSql = `SELECT lead_entry_id, arrived_at, published_at FROM copies WHERE story_id = ? AND merged_into IS NULL
  AND withdrawn_by IS NULL ORDER BY arrived_at, id LIMIT 1`;

const oldestSql = `SELECT lead_entry_id, arrived_at, published_at FROM copies WHERE story_id = ? AND merged_into IS NULL
  ORDER BY arrived_at, id LIMIT 1`;

interface Told {
  readonly significant: Instant | null;
  readonly public: Instant | null;
  /** The number of copies whose public time differs. */
  readonly apart: number;
}

const toldSql = `SELECT max(significant_at) AS significant, max(coalesce(public_significant_at, significant_at)) AS public,
  count(public_significant_at) AS apart FROM copies WHERE story_id = ? AND merged_into IS NULL`;
