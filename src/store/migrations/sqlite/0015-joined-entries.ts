/**
 * Earlier builds stored some entries twice. Such entries are joined, and `joined_entries` leads from the id of the
 * removed entry to the id of the entry that remains.
 */
export const joinedEntries = `
CREATE TABLE joined_entries (
  id INTEGER PRIMARY KEY,
  into_id INTEGER NOT NULL
) STRICT;
CREATE INDEX joined_entries_into ON joined_entries (into_id);
`;
