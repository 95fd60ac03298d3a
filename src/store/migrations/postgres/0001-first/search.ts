/**
 * The words of entries, for searches. See first.ts. A row's `words` are lexemes: the words of title and text without a
 * mark, and after a mark the words of authors and of earlier states, tags, and the hour and day of arrival
 * (`lexemes.ts`). `tokens` is the number of tokens. A row is rough when its text is so long that PostgreSQL does not
 * keep the place of every word. Phrases are then looked up in the text itself.
 */
export const search = `
CREATE TABLE search (
  entry_id bigint PRIMARY KEY REFERENCES entries (id) ON DELETE CASCADE,
  at bigint NOT NULL,
  tokens integer NOT NULL,
  is_rough smallint NOT NULL,
  words tsvector NOT NULL
) WITH (fillfactor = 95);
CREATE INDEX search_words ON search USING gin (words) WITH (gin_pending_list_limit = 1024);
CREATE INDEX search_at ON search (at, entry_id) INCLUDE (tokens);
`;
