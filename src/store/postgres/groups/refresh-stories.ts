import { groupedBy } from "../../../domain/grouped-by.ts";
import { claimColumns } from "../../rows/group-leads.ts";
import {
  type StoryCopy,
  type StoryFacts,
  storyCopiesMax,
  storyUpdate,
  type Told,
} from "../../rows/groups/story-facts.ts";
import { columnsOf } from "../columns.ts";
import { nextMark } from "../totals.ts";
import type { Transaction } from "../transaction.ts";

/**
 * Updates stories from their copies (`storyUpdate`), and gives them the next change mark. Returns the stories that have
 * no copies left.
 */
export async function refreshStories(tx: Transaction, touchedIds: readonly number[]): Promise<readonly number[]> {
  const [rowsThere, copyRows] = await Promise.all([
    tx.all<StoryRow>(storiesSql, [touchedIds]),
    tx.all<StoryCopy & Keyed>(copiesSql, [touchedIds]),
  ]);
  const stories = rowsThere.filter(({ merged_into }) => merged_into === null);
  const ids = stories.map(({ id }) => id);
  const copies = groupedBy(copyRows, ({ storyId }) => storyId);
  const updates = stories.map((story) => storyUpdate(story.id, story, copies.get(story.id) ?? [], story));
  const rows = updates.filter((update) => update !== null);
  if (rows.length > 0) tx.send(writeSql, columnsOf(rows));
  const kept = new Set(rows.map(({ id }) => id));
  return ids.filter((id) => !kept.has(id));
}

interface Keyed {
  readonly storyId: number;
}

/** A story with the times of its copies. */
interface StoryRow extends StoryFacts, Told {
  readonly id: number;
  readonly merged_into: number | null;
}

/** The caller leaves out merged stories, for the same reason as merged copies in `refreshCopies`. */
const storiesSql = `SELECT s.id, s.arrived_at, s.significant_at, s.public_significant_at, s.merged_into, t.*
  FROM stories s CROSS JOIN LATERAL (
    SELECT max(significant_at) AS significant, max(coalesce(public_significant_at, significant_at)) AS public,
      count(public_significant_at) AS apart
    FROM copies WHERE story_id = s.id AND merged_into IS NULL) t WHERE s.id = ANY($1::bigint[])`;

const copiesSql = `SELECT k.id AS "storyId", c.lead_entry_id AS "leadEntryId", c.arrived_at AS "arrivedAt", c.published_at AS "publishedAt",
  c.withdrawn_by AS "withdrawnBy", m.editor_leads AS "editorLeads", ${claimColumns}
  FROM unnest($1::bigint[]) k (id) CROSS JOIN LATERAL (
    SELECT * FROM copies WHERE story_id = k.id AND merged_into IS NULL ORDER BY arrived_at, id LIMIT ${storyCopiesMax}) c
  JOIN memberships m ON m.entry_id = c.lead_entry_id JOIN entries e ON e.id = m.entry_id
  JOIN feeds f ON f.id = m.feed_id JOIN sources s ON s.id = f.source_id ORDER BY k.id, c.arrived_at, c.id`;

const writeSql = `UPDATE stories s SET lead_entry_id = n.lead, arrived_at = n.arrived, published_at = n.published,
    significant_at = n.significant, public_significant_at = n.public, changed_mark = ${nextMark}
  FROM unnest(:id::bigint[], :lead::bigint[], :arrived::bigint[], :published::bigint[], :significant::bigint[], :public::bigint[])
    n (id, lead, arrived, published, significant, public)
  WHERE s.id = n.id`;
