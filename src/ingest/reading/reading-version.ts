/**
 * Part of the hash of every document and item that was read. Raise it with each change of `parse/` or `normalise/` that
 * changes what is read: every feed is then read again, so that a corrected reader also corrects old entries. The golden
 * reading (tests/ingest/reading/reading-version.test.ts) fails if you forget.
 */
export const readingVersion = 2;
