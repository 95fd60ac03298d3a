/** SQL that reads `StoreCounts` of the whole store, including private sources. */
export const wholeCounts = `SELECT
  (SELECT count(*) FROM sources) AS sources,
  (SELECT count(*) FROM feeds WHERE state <> 'removed') AS feeds,
  (SELECT coalesce(sum(entry_count), 0) FROM feeds) AS entries,
  (SELECT coalesce(sum(revision_count), 0) FROM feeds) AS revisions,
  copies, stories,
  (SELECT count(*) FROM pending) AS pending
  FROM totals WHERE id = 1`;
