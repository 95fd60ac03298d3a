/**
 * What the alert rules have reported. `alert_threads`: one row for each rule and story, with the changes that were
 * reported and the first message (its columns are null while that message is held back). `alert_held`: events that are
 * reported later. `alert_moments`: the keys of messages such as digests, so that each message is made only once.
 * `alert_rules`: the rules that editors made.
 */
export const alertThreads = `
CREATE TABLE alert_threads (
  story_id INTEGER NOT NULL,
  rule TEXT NOT NULL,
  source_id INTEGER NOT NULL,
  began_at INTEGER NOT NULL,
  told TEXT NOT NULL,
  messages INTEGER NOT NULL,
  first_serial TEXT,
  first_title TEXT,
  first_url TEXT,
  PRIMARY KEY (story_id, rule)
) STRICT, WITHOUT ROWID;
CREATE INDEX alert_threads_began ON alert_threads (began_at, rule);
CREATE TABLE alert_held (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  rule TEXT NOT NULL,
  story_id INTEGER NOT NULL,
  begins INTEGER NOT NULL,
  item TEXT NOT NULL,
  reason TEXT NOT NULL,
  due_at INTEGER NOT NULL
) STRICT;
CREATE INDEX alert_held_due ON alert_held (due_at, rule, id);
CREATE TABLE alert_moments (
  key TEXT PRIMARY KEY,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX alert_moments_at ON alert_moments (at);
CREATE TABLE alert_rules (
  name TEXT PRIMARY KEY,
  definition TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`;
