/**
 * The full-text index of tokens that `domain/analyse/` makes: FTS5 only splits them at spaces. Besides title and text,
 * it covers authors and the words of earlier states (`past`). Entries of the earlier index stay in `search_before`
 * until the service takes them over, the newest first; then that table is dropped (sqlite/lists/search/take-over.ts).
 */
export const analysedIndex = `
ALTER TABLE search RENAME TO search_before;
CREATE VIRTUAL TABLE search USING fts5 (
  title, body, author, past, tags,
  content = '', contentless_delete = 1,
  tokenize = "ascii tokenchars '!#$%&()*+,-./:;<=>?@[]^_\`{|}~'"
);
`;
