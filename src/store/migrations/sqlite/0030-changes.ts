/**
 * The log of changes: one row for each change of an entry that readers could see, in the order of the transactions.
 * `kind`: see rows/changes/change-rows.ts. `is_private`: 1 when the public must not learn of the change. `revision`,
 * `copy_id` and `story_id`: the values of the entry just after the change; null when the entry was removed.
 * `totals.log_seq`: the number (`seq`) of the last change; `logged_at`: the time of that change. `place_key`: a secret
 * with which places in the log are encrypted.
 */
export const changes = `
CREATE TABLE changes (
  seq INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  entry_id INTEGER NOT NULL,
  feed_id INTEGER NOT NULL,
  is_private INTEGER NOT NULL,
  revision INTEGER,
  copy_id INTEGER,
  story_id INTEGER
) STRICT;
ALTER TABLE totals ADD COLUMN log_seq INTEGER NOT NULL DEFAULT 0;
ALTER TABLE totals ADD COLUMN logged_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE totals ADD COLUMN place_key BLOB;
UPDATE totals SET place_key = randomblob(32);
`;
