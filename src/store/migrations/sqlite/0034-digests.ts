/**
 * The digests of sections, and the stories that they tell (domain/alerts/digests). A story leaves a digest when its
 * entry is purged.
 */
export const digests = `
CREATE TABLE digests (
  section TEXT NOT NULL,
  until_at INTEGER NOT NULL,
  from_at INTEGER NOT NULL,
  more INTEGER NOT NULL,
  time_zone TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  PRIMARY KEY (section, until_at)
) STRICT, WITHOUT ROWID;
CREATE TABLE digest_items (
  section TEXT NOT NULL,
  until_at INTEGER NOT NULL,
  place INTEGER NOT NULL,
  entry_id INTEGER NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
  story_id INTEGER NOT NULL,
  event TEXT NOT NULL,
  headline TEXT NOT NULL,
  summary TEXT NOT NULL,
  source TEXT NOT NULL,
  outlets INTEGER NOT NULL,
  url TEXT,
  at INTEGER NOT NULL,
  PRIMARY KEY (section, until_at, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX digest_items_entry ON digest_items (entry_id);
`;
