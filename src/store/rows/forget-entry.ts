/** Deletes an entry that was joined with another: `:joinId`. Rows that name it are changed by other statements. */
export const forgetSql: readonly string[] = [
  // The saved readings of the feed may name entries that no longer exist.
  "DELETE FROM readings WHERE feed_id = (SELECT feed_id FROM entries WHERE id = :joinId)",
  "DELETE FROM pending WHERE entry_id = :joinId",
  "DELETE FROM stated_dates WHERE entry_id = :joinId",
  "DELETE FROM memberships WHERE entry_id = :joinId",
  "DELETE FROM reasons WHERE entry_id = :joinId",
  "DELETE FROM entries WHERE id = :joinId",
];
