import { claimColumns } from "../../rows/group-leads.ts";
import {
  type StoryCopy,
  type StoryFacts,
  storyCopiesMax,
  storyUpdate,
  type Told,
} from "../../rows/groups/story-facts.ts";
import type { Connection } from "../connection.ts";

/** Updates a story from its copies (`storyUpdate`). Returns true when the story has no copies left. */
export function refreshStory(connection: Connection, id: number): boolean {
  const story = connection.sql<StoryFacts & Told>(storySql).get({ id });
  if (story === undefined) return false;
  const update = storyUpdate(id, story, connection.sql<StoryCopy>(copiesSql).all(id), story);
  if (update === null) return true;
  connection
    .sql(
      `UPDATE stories SET (lead_entry_id, arrived_at, published_at, significant_at, public_significant_at)
         = (:lead, :arrived, :published, :significant, :public)
       WHERE id = :id AND (lead_entry_id, arrived_at, published_at, significant_at, public_significant_at)
         IS NOT (:lead, :arrived, :published, :significant, :public)`,
    )
    .run(update);
  return false;
}

const storySql = `SELECT t.arrived_at, t.significant_at, t.public_significant_at, c.significant, c.public, c.apart
  FROM stories t CROSS JOIN (SELECT max(significant_at) AS significant,
      max(coalesce(public_significant_at, significant_at)) AS public, count(public_significant_at) AS apart
    FROM copies WHERE story_id = :id AND merged_into IS NULL) c
  WHERE t.id = :id AND t.merged_into IS NULL`;

const copiesSql = `SELECT c.lead_entry_id AS leadEntryId, c.arrived_at AS arrivedAt, c.published_at AS publishedAt,
  c.withdrawn_by AS withdrawnBy, m.editor_leads AS editorLeads, ${claimColumns}
  FROM copies c CROSS JOIN memberships m ON m.entry_id = c.lead_entry_id CROSS JOIN entries e ON e.id = m.entry_id
  CROSS JOIN feeds f ON f.id = m.feed_id CROSS JOIN sources s ON s.id = f.source_id
  WHERE c.story_id = ? AND c.merged_into IS NULL ORDER BY c.arrived_at, c.id LIMIT ${storyCopiesMax}`;
