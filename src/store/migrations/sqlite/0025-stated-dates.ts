/**
 * The newest date that a feed stated for an entry whose text it left as it was. That is no revision, but it tells the
 * entry from another event when the feed gives it a new guid.
 */
export const statedDates = `
CREATE TABLE stated_dates (
  entry_id INTEGER PRIMARY KEY REFERENCES entries (id),
  stated_at INTEGER NOT NULL
) STRICT;
`;
