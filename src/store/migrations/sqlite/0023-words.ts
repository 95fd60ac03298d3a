/**
 * The words that have occurred in entries, for each inflected language. A query finds the other forms of its words in
 * this table. The service collects the words from the entries in small steps; `words_read` holds the id of the next
 * entry.
 */
export const words = `
CREATE TABLE words (
  word TEXT NOT NULL,
  language TEXT NOT NULL,
  PRIMARY KEY (word, language)
) STRICT, WITHOUT ROWID;
CREATE TABLE words_read (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  next_entry_id INTEGER NOT NULL
) STRICT;
INSERT INTO words_read (id, next_entry_id) VALUES (1, 1);
`;
