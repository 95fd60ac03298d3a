/**
 * What a feed's last poll left for the next: the hash of its document, and hashes of the items with the entries that
 * they are, as `[hash, entry, revision]`. All of it may be lost at any time: documents are then read again.
 */
export const readings = `
CREATE TABLE readings (
  feed_id INTEGER PRIMARY KEY REFERENCES feeds (id),
  body_hash TEXT,
  items TEXT NOT NULL
) STRICT;
`;
