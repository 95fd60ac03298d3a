/**
 * Indexes for finding stored entries by title and by date within a feed. The entries that are found are compared with
 * incoming entries whose link and guid are new.
 */
export const alikeEntries = `
CREATE INDEX entries_feed_title ON entries (feed_id, title);
CREATE INDEX entries_feed_published ON entries (feed_id, published_at);
`;
