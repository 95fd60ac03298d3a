/**
 * The times of significant changes, stored so that they never go back. Before, `stories.significant_at` was the latest
 * time of the story's present copies, so it went back when a copy was purged or split off.
 * - `pending.significant`: a revision that is significant for readers. It waits for the desk, which may find that the
 *   entry leaves its copy.
 * - `sources.is_private`: 1 for a source whose entries are shown only to editors and in sections with access keys.
 * - `public_significant_at`: for a group with entries of private sources, the time of the last change that the public
 *   may know. null when it equals `significant_at`; 0 while the public has not seen the group.
 */
export const significance = `
ALTER TABLE stories ADD COLUMN significant_at INTEGER NOT NULL DEFAULT 0;
UPDATE stories SET significant_at = coalesce(
  (SELECT max(c.significant_at) FROM copies c WHERE c.story_id = stories.id AND c.merged_into IS NULL), arrived_at);
ALTER TABLE pending ADD COLUMN significant INTEGER NOT NULL DEFAULT 0;

ALTER TABLE sources ADD COLUMN is_private INTEGER NOT NULL DEFAULT 0;
CREATE INDEX sources_private ON sources (id) WHERE is_private = 1;
ALTER TABLE copies ADD COLUMN public_significant_at INTEGER;
ALTER TABLE stories ADD COLUMN public_significant_at INTEGER;
`;
