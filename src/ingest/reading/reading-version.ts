/**
 * Stands in every hash of a document or an item that was read. Raise it with each change of `parse/` or `normalise/`
 * that reads anything differently: every feed is then read anew, so that a mended reader mends old entries too. The
 * golden reading (tests/ingest/reading/reading-version.test.ts) fails where that was forgotten.
 */
export const readingVersion = 1;
