/**
 * What readers are told of changes, kept so that it never goes back.
 * - `stories.significant_at` was the latest of the copies that happened to be there: it went back when one was purged
 * or split off.
 * - `pending.significant`: a revision that readers should be told of waits for the desk, which may find that the entry
 * leaves its copy.
 * - `sources.is_private`: licensed copy. `public_significant_at` is what the public is told of a group with such
 * entries, where that is not
 *   what everybody is told: null while it is the same, 0 while the public has not seen the group.
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
