/**
 * What each poll of a feed leaves for the next one: the hash of the document and, for each item, its hash with the id
 * and revision of its entry, as `[hash, entry, revision]`. The table may be emptied at any time; documents are then
 * read again.
 */
export const readings = `
CREATE TABLE readings (
  feed_id INTEGER PRIMARY KEY REFERENCES feeds (id),
  body_hash TEXT,
  items TEXT NOT NULL
) STRICT;
`;
