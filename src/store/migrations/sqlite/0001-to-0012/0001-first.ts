/**
 * The first schema. Times are milliseconds since 1970. The reasons for its design:
 * - `entries` holds the present states of entries, `revisions` their earlier states. Large columns come last, so that
 *   lists do not read them.
 * - `memberships` holds the desk's decisions in narrow rows, so that a decision never rewrites a text. An entry without
 *   a row is not decided yet.
 * - `copies` and `stories` keep the times by which lists are ordered. An empty group names the group into which it was
 *   merged (`merged_into`).
 * - `search` keeps no text of its own (contentless). Its row numbers grow with arrival: see
 *   sqlite/lists/search/search-row.ts.
 * - `purged` keeps hashes of the identities of deleted entries, so that they never return as news. An entry id is never
 *   used twice.
 */
export const first = `
CREATE TABLE migrations (
  version INTEGER PRIMARY KEY,
  ran_at INTEGER NOT NULL
) STRICT;

CREATE TABLE sources (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('agency', 'outlet')),
  rank REAL NOT NULL
) STRICT;

CREATE TABLE feeds (
  id INTEGER PRIMARY KEY,
  url TEXT NOT NULL UNIQUE,
  spec_url TEXT NOT NULL UNIQUE,
  source_id INTEGER NOT NULL REFERENCES sources (id),
  origin TEXT NOT NULL CHECK (origin IN ('config', 'added', 'ingested')),
  state TEXT NOT NULL CHECK (state IN ('active', 'paused', 'removed', 'gone')),
  removed_by TEXT CHECK (removed_by IN ('config', 'person')),
  title TEXT,
  site_url TEXT,
  language TEXT,
  interval_ms INTEGER,
  entry_count INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX feeds_source ON feeds (source_id);

CREATE TABLE polls (
  feed_id INTEGER PRIMARY KEY REFERENCES feeds (id),
  next_poll_at INTEGER NOT NULL,
  next_poll_reason TEXT NOT NULL,
  etag TEXT,
  last_modified TEXT,
  last_poll_at INTEGER,
  last_success_at INTEGER,
  last_new_entry_at INTEGER,
  last_status INTEGER,
  failure TEXT,
  memory TEXT NOT NULL DEFAULT '{}',
  lease_owner TEXT,
  lease_until INTEGER
) STRICT;
CREATE INDEX polls_next ON polls (next_poll_at, feed_id);
CREATE INDEX polls_lease ON polls (lease_owner) WHERE lease_owner IS NOT NULL;

CREATE TABLE entries (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  feed_id INTEGER NOT NULL REFERENCES feeds (id),
  revision INTEGER NOT NULL,
  first_seen_at INTEGER NOT NULL,
  published_at INTEGER NOT NULL,
  updated_at INTEGER,
  revised_at INTEGER NOT NULL,
  stored_at INTEGER NOT NULL,
  significant_at INTEGER NOT NULL,
  significant INTEGER NOT NULL,
  date_class TEXT NOT NULL,
  urgency INTEGER NOT NULL,
  cue_kind TEXT,
  cue_number INTEGER,
  cue_raw TEXT,
  language TEXT,
  credit TEXT,
  title TEXT NOT NULL,
  url TEXT,
  guid_origin TEXT NOT NULL,
  guid TEXT NOT NULL,
  guid_key TEXT NOT NULL,
  url_key TEXT,
  text_key TEXT,
  content_hash TEXT NOT NULL,
  headline TEXT NOT NULL,
  summary TEXT NOT NULL,
  details TEXT NOT NULL,
  text TEXT NOT NULL,
  html TEXT NOT NULL,
  UNIQUE (feed_id, guid)
) STRICT;
CREATE INDEX entries_guid_key ON entries (feed_id, guid_key);
CREATE INDEX entries_url_key ON entries (url_key, first_seen_at) WHERE url_key IS NOT NULL;
CREATE INDEX entries_text_key ON entries (text_key, first_seen_at) WHERE text_key IS NOT NULL;
CREATE INDEX entries_stored ON entries (stored_at);

CREATE TABLE revisions (
  entry_id INTEGER NOT NULL REFERENCES entries (id),
  number INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  significant INTEGER NOT NULL,
  content_hash TEXT NOT NULL,
  title TEXT NOT NULL,
  url TEXT,
  text TEXT NOT NULL,
  html TEXT NOT NULL,
  UNIQUE (entry_id, number)
) STRICT;

CREATE TABLE purged (
  id INTEGER PRIMARY KEY,
  feed_id INTEGER NOT NULL REFERENCES feeds (id),
  first_seen_at INTEGER NOT NULL,
  guid_hash BLOB NOT NULL,
  guid_key_hash BLOB NOT NULL,
  url_key_hash BLOB
) STRICT;
CREATE INDEX purged_guid ON purged (feed_id, guid_hash);
CREATE INDEX purged_guid_key ON purged (feed_id, guid_key_hash);
CREATE INDEX purged_url_key ON purged (feed_id, url_key_hash) WHERE url_key_hash IS NOT NULL;

CREATE TABLE captures (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  feed_id INTEGER NOT NULL REFERENCES feeds (id),
  fetched_at INTEGER NOT NULL,
  url TEXT NOT NULL,
  content_type TEXT,
  gzip BLOB NOT NULL
) STRICT;
CREATE INDEX captures_feed ON captures (feed_id, id);

CREATE TABLE stories (
  id INTEGER PRIMARY KEY,
  lead_entry_id INTEGER NOT NULL,
  arrived_at INTEGER NOT NULL,
  published_at INTEGER NOT NULL,
  pinned INTEGER NOT NULL DEFAULT 0,
  merged_into INTEGER
) STRICT;
CREATE INDEX stories_arrived ON stories (arrived_at, id) WHERE merged_into IS NULL;
CREATE INDEX stories_published ON stories (published_at, id) WHERE merged_into IS NULL;
CREATE INDEX stories_merged ON stories (merged_into) WHERE merged_into IS NOT NULL;

CREATE TABLE copies (
  id INTEGER PRIMARY KEY,
  story_id INTEGER NOT NULL,
  lead_entry_id INTEGER NOT NULL,
  arrived_at INTEGER NOT NULL,
  published_at INTEGER NOT NULL,
  significant_at INTEGER NOT NULL,
  merged_into INTEGER
) STRICT;
CREATE INDEX copies_arrived ON copies (arrived_at, id) WHERE merged_into IS NULL;
CREATE INDEX copies_published ON copies (published_at, id) WHERE merged_into IS NULL;
CREATE INDEX copies_story ON copies (story_id, arrived_at, id) WHERE merged_into IS NULL;
CREATE INDEX copies_merged ON copies (merged_into) WHERE merged_into IS NOT NULL;

CREATE TABLE memberships (
  entry_id INTEGER PRIMARY KEY REFERENCES entries (id),
  feed_id INTEGER NOT NULL,
  copy_id INTEGER NOT NULL,
  story_id INTEGER NOT NULL,
  first_seen_at INTEGER NOT NULL,
  published_at INTEGER NOT NULL,
  changed_at INTEGER
) STRICT;
CREATE INDEX memberships_arrived ON memberships (first_seen_at, entry_id);
CREATE INDEX memberships_published ON memberships (published_at, entry_id);
CREATE INDEX memberships_copy ON memberships (copy_id, first_seen_at, entry_id);
CREATE INDEX memberships_story ON memberships (story_id, first_seen_at, entry_id);

CREATE TABLE reasons (
  entry_id INTEGER PRIMARY KEY REFERENCES entries (id),
  list TEXT NOT NULL
) STRICT;

CREATE TABLE pending (
  first_seen_at INTEGER NOT NULL,
  entry_id INTEGER NOT NULL REFERENCES entries (id),
  PRIMARY KEY (first_seen_at, entry_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX pending_entry ON pending (entry_id);

CREATE TABLE editor_words (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  word TEXT NOT NULL,
  said_by TEXT NOT NULL,
  said_at INTEGER NOT NULL,
  carried_out INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE desk (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  owner TEXT,
  lease_until INTEGER,
  next_copy_id INTEGER NOT NULL,
  next_story_id INTEGER NOT NULL,
  statistics BLOB
) STRICT;
INSERT INTO desk (id, next_copy_id, next_story_id) VALUES (1, 1, 1);

CREATE TABLE totals (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  change_mark INTEGER NOT NULL,
  revisions INTEGER NOT NULL,
  copies INTEGER NOT NULL,
  stories INTEGER NOT NULL
) STRICT;
INSERT INTO totals (id, change_mark, revisions, copies, stories) VALUES (1, 0, 0, 0, 0);

CREATE VIRTUAL TABLE search USING fts5 (
  title, body, tags,
  content = '', contentless_delete = 1,
  tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
);
`;
