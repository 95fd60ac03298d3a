/**
 * Long HTML and long earlier states are kept compressed (store/rows/pack-text.ts), in separate columns, because a text
 * column of a strict table cannot hold bytes. In small steps, entry by entry, the service packs the texts that earlier
 * builds wrote. `packing` holds the id of the next entry, and has no row once all are packed.
 */
export const packedTexts = `
ALTER TABLE entries ADD COLUMN packed BLOB;
ALTER TABLE revisions ADD COLUMN packed BLOB;
CREATE TABLE packing (next_entry_id INTEGER PRIMARY KEY) STRICT;
INSERT INTO packing (next_entry_id) SELECT 1 WHERE EXISTS (SELECT 1 FROM entries);
`;
