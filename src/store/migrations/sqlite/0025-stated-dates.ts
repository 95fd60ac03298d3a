/**
 * The newest date that a feed stated for an entry without changing its text. Such a date is no revision. But if the
 * feed later gives the entry a new guid, this date helps to tell the entry from an entry about another event.
 */
export const statedDates = `
CREATE TABLE stated_dates (
  entry_id INTEGER PRIMARY KEY REFERENCES entries (id),
  stated_at INTEGER NOT NULL
) STRICT;
`;
