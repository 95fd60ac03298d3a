/** Entries that an earlier build doubled are joined: the id of each that went answers with the one that stays. */
export const joinedEntries = `
CREATE TABLE joined_entries (
  id INTEGER PRIMARY KEY,
  into_id INTEGER NOT NULL
) STRICT;
CREATE INDEX joined_entries_into ON joined_entries (into_id);
`;
