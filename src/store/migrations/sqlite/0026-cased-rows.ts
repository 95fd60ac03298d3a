/**
 * The full-text index has marked tokens for words in capitals (domain/analyse/cased.ts) from the row `from_row` on. The
 * service indexes the rows of earlier builds again, the newest first, until `from_row` is 0.
 */
export const casedRows = `
CREATE TABLE cased_rows (from_row INTEGER NOT NULL);
INSERT INTO cased_rows SELECT coalesce(max(id) + 1, 0) FROM search_docsize;
`;
