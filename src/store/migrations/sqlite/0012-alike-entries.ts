/**
 * Whether an incoming entry is a stored one is weighed by title and date, too, where its link and guid are new: both
 * are looked up within the feed.
 */
export const alikeEntries = `
CREATE INDEX entries_feed_title ON entries (feed_id, title);
CREATE INDEX entries_feed_published ON entries (feed_id, published_at);
`;
