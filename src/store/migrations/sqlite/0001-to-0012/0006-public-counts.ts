/**
 * The public counts leave out private sources. Revisions are counted for each feed, like entries. An index finds the
 * copies and stories of which the public has seen nothing (`public_significant_at`, migration 4).
 */
export const publicCounts = `
ALTER TABLE feeds ADD COLUMN revision_count INTEGER NOT NULL DEFAULT 0;
UPDATE feeds SET revision_count = entry_count;
UPDATE feeds SET revision_count = revision_count + filed.count FROM
  (SELECT e.feed_id, count(*) AS count FROM revisions r CROSS JOIN entries e ON e.id = r.entry_id GROUP BY e.feed_id) AS filed
  WHERE feeds.id = filed.feed_id;
ALTER TABLE totals DROP COLUMN revisions;
CREATE INDEX copies_unseen ON copies (public_significant_at) WHERE public_significant_at = 0 AND merged_into IS NULL;
CREATE INDEX stories_unseen ON stories (public_significant_at) WHERE public_significant_at = 0 AND merged_into IS NULL;
`;
