/**
 * Long HTML and long earlier states are kept compressed (sqlite/entries/pack-text.ts), in columns of their own, because
 * a strict text column holds no bytes. The service packs what earlier builds wrote in small steps, entry by entry;
 * `packing` holds the id of the next one, and no row when all is done.
 */
export const packedTexts = `
ALTER TABLE entries ADD COLUMN packed BLOB;
ALTER TABLE revisions ADD COLUMN packed BLOB;
CREATE TABLE packing (next_entry_id INTEGER PRIMARY KEY) STRICT;
INSERT INTO packing (next_entry_id) SELECT 1 WHERE EXISTS (SELECT 1 FROM entries);
`;
