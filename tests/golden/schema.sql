CREATE TABLE alert_held (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  rule TEXT NOT NULL,
  story_id INTEGER NOT NULL,
  begins INTEGER NOT NULL,
  item TEXT NOT NULL,
  reason TEXT NOT NULL,
  due_at INTEGER NOT NULL
) STRICT;

CREATE TABLE alert_moments (
  key TEXT PRIMARY KEY,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE alert_outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  channel TEXT NOT NULL,
  message_id TEXT NOT NULL,
  message TEXT NOT NULL,
  thread_key TEXT,
  state TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  next_try_at INTEGER NOT NULL,
  give_up_at INTEGER,
  attempts INTEGER NOT NULL DEFAULT 0,
  first_failed_at INTEGER,
  last_error TEXT,
  ended_at INTEGER,
  receipt TEXT,
  UNIQUE (channel, message_id)
) STRICT;

CREATE TABLE alert_rules (
  name TEXT PRIMARY KEY,
  definition TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

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

CREATE TABLE captures (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  feed_id INTEGER NOT NULL REFERENCES feeds (id),
  fetched_at INTEGER NOT NULL,
  url TEXT NOT NULL,
  content_type TEXT,
  gzip BLOB NOT NULL
) STRICT;

CREATE TABLE cased_rows (from_row INTEGER NOT NULL);

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

CREATE TABLE commands (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  owner TEXT NOT NULL,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  payload TEXT NOT NULL,
  asked_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  answered_at INTEGER,
  answer TEXT
) STRICT;

CREATE TABLE copies (
  id INTEGER PRIMARY KEY,
  story_id INTEGER NOT NULL,
  lead_entry_id INTEGER NOT NULL,
  arrived_at INTEGER NOT NULL,
  published_at INTEGER NOT NULL,
  significant_at INTEGER NOT NULL,
  merged_into INTEGER
, public_significant_at INTEGER, withdrawn_by INTEGER, public_lead_id INTEGER, told_at INTEGER, changed_mark INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE TABLE deliveries (
  subscription_id INTEGER PRIMARY KEY REFERENCES subscriptions (id) ON DELETE CASCADE,
  etag TEXT NOT NULL,
  owed_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  next_try_at INTEGER NOT NULL,
  first_failed_at INTEGER,
  last_error TEXT
) STRICT;

CREATE TABLE desk (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  owner TEXT,
  lease_until INTEGER,
  next_copy_id INTEGER NOT NULL,
  next_story_id INTEGER NOT NULL,
  statistics BLOB
, fence INTEGER NOT NULL DEFAULT 0) STRICT;

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

CREATE TABLE digests (
  section TEXT NOT NULL,
  until_at INTEGER NOT NULL,
  from_at INTEGER NOT NULL,
  more INTEGER NOT NULL,
  time_zone TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  PRIMARY KEY (section, until_at)
) STRICT, WITHOUT ROWID;

CREATE TABLE dropped_deliveries (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  topic TEXT NOT NULL,
  callback TEXT NOT NULL,
  owed_at INTEGER NOT NULL,
  dropped_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  last_error TEXT NOT NULL
) STRICT;

CREATE TABLE editor_words (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  word TEXT NOT NULL,
  said_by TEXT NOT NULL,
  said_at INTEGER NOT NULL,
  carried_out INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE ended_sessions (
  id TEXT PRIMARY KEY,
  until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

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
  html TEXT NOT NULL, packed BLOB,
  UNIQUE (feed_id, guid)
) STRICT;

CREATE TABLE feed_stamps (
  feed_key TEXT PRIMARY KEY,
  etag TEXT NOT NULL,
  last_modified INTEGER NOT NULL,
  saved_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

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
, revision_count INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE TABLE joined_entries (
  id INTEGER PRIMARY KEY,
  into_id INTEGER NOT NULL
) STRICT;

CREATE TABLE memberships (
  entry_id INTEGER PRIMARY KEY REFERENCES entries (id),
  feed_id INTEGER NOT NULL,
  copy_id INTEGER NOT NULL,
  story_id INTEGER NOT NULL,
  first_seen_at INTEGER NOT NULL,
  published_at INTEGER NOT NULL,
  changed_at INTEGER
, decided_at INTEGER, standing TEXT CHECK (standing IN ('listed', 'struck', 'notice')), editor_withdrew INTEGER, editor_leads INTEGER) STRICT;

CREATE TABLE migrations (
  version INTEGER PRIMARY KEY,
  ran_at INTEGER NOT NULL
) STRICT;

CREATE TABLE packing (next_entry_id INTEGER PRIMARY KEY) STRICT;

CREATE TABLE pending (
  first_seen_at INTEGER NOT NULL,
  entry_id INTEGER NOT NULL REFERENCES entries (id), significant INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (first_seen_at, entry_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE poll_clock (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  seen_at INTEGER NOT NULL
) STRICT;

CREATE TABLE poll_log (
  feed_id INTEGER NOT NULL REFERENCES feeds (id),
  at INTEGER NOT NULL,
  status INTEGER,
  code TEXT,
  message TEXT,
  new_count INTEGER NOT NULL,
  PRIMARY KEY (feed_id, at)
) STRICT, WITHOUT ROWID;

CREATE TABLE pollers (
  owner TEXT PRIMARY KEY,
  until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

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
, host_key TEXT NOT NULL DEFAULT '', shard INTEGER NOT NULL DEFAULT -1, fence INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE TABLE processes (
  owner TEXT PRIMARY KEY,
  roles TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  settings TEXT NOT NULL
) WITHOUT ROWID, STRICT;

CREATE TABLE purged (
  id INTEGER PRIMARY KEY,
  feed_id INTEGER NOT NULL REFERENCES feeds (id),
  first_seen_at INTEGER NOT NULL,
  guid_hash BLOB NOT NULL,
  guid_key_hash BLOB NOT NULL,
  url_key_hash BLOB
) STRICT;

CREATE TABLE quarantine (
  feed_id INTEGER PRIMARY KEY REFERENCES feeds (id),
  hash TEXT NOT NULL,
  count INTEGER NOT NULL,
  until INTEGER NOT NULL
) STRICT;

CREATE TABLE readings (
  feed_id INTEGER PRIMARY KEY REFERENCES feeds (id),
  body_hash TEXT,
  items TEXT NOT NULL
) STRICT;

CREATE TABLE reasons (
  entry_id INTEGER PRIMARY KEY REFERENCES entries (id),
  list TEXT NOT NULL
) STRICT;

CREATE TABLE revisions (
  entry_id INTEGER NOT NULL REFERENCES entries (id),
  number INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  significant INTEGER NOT NULL,
  content_hash TEXT NOT NULL,
  title TEXT NOT NULL,
  url TEXT,
  text TEXT NOT NULL,
  html TEXT NOT NULL, packed BLOB,
  UNIQUE (entry_id, number)
) STRICT;

CREATE VIRTUAL TABLE search USING fts5 (
  title, body, author, past, tags,
  content = '', contentless_delete = 1,
  tokenize = "ascii tokenchars '!#$%&()*+,-./:;<=>?@[]^_`{|}~'"
);

CREATE TABLE shards (
  id INTEGER PRIMARY KEY,
  owner TEXT,
  quiet_until INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE single_work (
  work TEXT PRIMARY KEY,
  owner TEXT NOT NULL,
  until INTEGER NOT NULL
) WITHOUT ROWID, STRICT;

CREATE TABLE sources (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL UNIQUE,
  rank REAL NOT NULL
, is_private INTEGER NOT NULL DEFAULT 0, kind TEXT NOT NULL DEFAULT 'outlet' CHECK (kind IN ('agency', 'outlet', 'aggregator')), family TEXT, family_key TEXT) STRICT;

CREATE TABLE stated_dates (
  entry_id INTEGER PRIMARY KEY REFERENCES entries (id),
  stated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE stories (
  id INTEGER PRIMARY KEY,
  lead_entry_id INTEGER NOT NULL,
  arrived_at INTEGER NOT NULL,
  published_at INTEGER NOT NULL,
  pinned INTEGER NOT NULL DEFAULT 0,
  merged_into INTEGER
, significant_at INTEGER NOT NULL DEFAULT 0, public_significant_at INTEGER, changed_mark INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE TABLE subscriptions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  topic TEXT NOT NULL,
  callback TEXT NOT NULL,
  callback_host TEXT NOT NULL,
  secret TEXT,
  lease_until INTEGER NOT NULL,
  verified_at INTEGER NOT NULL,
  delivered_etag TEXT NOT NULL,
  reached_at INTEGER,
  reached_id INTEGER, destination TEXT NOT NULL DEFAULT '',
  UNIQUE (topic, callback)
) STRICT;

CREATE TABLE totals (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  change_mark INTEGER NOT NULL,
  copies INTEGER NOT NULL,
  stories INTEGER NOT NULL
, public_mark INTEGER NOT NULL DEFAULT 0, id_base TEXT, whole_mark INTEGER NOT NULL DEFAULT 0, last_place INTEGER NOT NULL DEFAULT 0, log_seq INTEGER NOT NULL DEFAULT 0, logged_at INTEGER NOT NULL DEFAULT 0, place_key BLOB) STRICT;

CREATE TABLE upstream_hubs (
  feed_id INTEGER PRIMARY KEY REFERENCES feeds (id),
  token TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL
) STRICT;

CREATE TABLE words (
  word TEXT NOT NULL,
  language TEXT NOT NULL,
  PRIMARY KEY (word, language)
) STRICT, WITHOUT ROWID;

CREATE TABLE words_read (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  next_entry_id INTEGER NOT NULL
) STRICT;

CREATE INDEX alert_held_due ON alert_held (due_at, rule, id);

CREATE INDEX alert_moments_at ON alert_moments (at);

CREATE INDEX alert_outbox_ended ON alert_outbox (ended_at) WHERE ended_at IS NOT NULL;

CREATE INDEX alert_outbox_states ON alert_outbox (channel, state);

CREATE INDEX alert_outbox_threads ON alert_outbox (channel, thread_key, id) WHERE receipt IS NOT NULL;

CREATE INDEX alert_outbox_waiting ON alert_outbox (channel, id, due_at, next_try_at) WHERE state = 'waiting';

CREATE INDEX alert_threads_began ON alert_threads (began_at, rule);

CREATE INDEX captures_feed ON captures (feed_id, id);

CREATE INDEX commands_answered ON commands (owner, id) WHERE answered_at IS NOT NULL;

CREATE INDEX commands_expires ON commands (expires_at);

CREATE INDEX commands_key ON commands (key, id);

CREATE INDEX commands_waiting ON commands (owner, id) WHERE answered_at IS NULL;

CREATE INDEX copies_arrived ON copies (arrived_at, id) WHERE merged_into IS NULL;

CREATE INDEX copies_merged ON copies (merged_into) WHERE merged_into IS NOT NULL;

CREATE INDEX copies_published ON copies (published_at, id) WHERE merged_into IS NULL;

CREATE INDEX copies_story ON copies (story_id, arrived_at, id) WHERE merged_into IS NULL;

CREATE INDEX copies_told ON copies (told_at, id) WHERE told_at IS NOT NULL AND merged_into IS NULL;

CREATE INDEX copies_unseen ON copies (public_significant_at) WHERE public_significant_at = 0 AND merged_into IS NULL;

CREATE INDEX copies_withdrawn ON copies (withdrawn_by) WHERE withdrawn_by IS NOT NULL;

CREATE INDEX deliveries_due ON deliveries (next_try_at, subscription_id);

CREATE INDEX digest_items_entry ON digest_items (entry_id);

CREATE INDEX ended_sessions_until ON ended_sessions (until);

CREATE INDEX entries_cue ON entries (cue_kind, first_seen_at, id) WHERE cue_kind IS NOT NULL;

CREATE INDEX entries_feed_published ON entries (feed_id, published_at);

CREATE INDEX entries_feed_title ON entries (feed_id, title);

CREATE INDEX entries_guid_key ON entries (feed_id, guid_key);

CREATE INDEX entries_revised ON entries (revised_at, id) WHERE revision > 1;

CREATE INDEX entries_stored ON entries (stored_at);

CREATE INDEX entries_text_key ON entries (text_key, first_seen_at) WHERE text_key IS NOT NULL;

CREATE INDEX entries_url_key ON entries (url_key, first_seen_at) WHERE url_key IS NOT NULL;

CREATE INDEX feed_stamps_saved ON feed_stamps (saved_at);

CREATE INDEX feeds_source ON feeds (source_id);

CREATE INDEX joined_entries_into ON joined_entries (into_id);

CREATE INDEX memberships_arrived ON memberships (first_seen_at, entry_id);

CREATE INDEX memberships_copy ON memberships (copy_id, first_seen_at, entry_id);

CREATE INDEX memberships_published ON memberships (published_at, entry_id);

CREATE INDEX memberships_standing ON memberships (standing, first_seen_at, entry_id) WHERE standing IN ('struck', 'notice');

CREATE INDEX memberships_story ON memberships (story_id, first_seen_at, entry_id);

CREATE INDEX pending_entry ON pending (entry_id);

CREATE INDEX polls_lease ON polls (lease_owner) WHERE lease_owner IS NOT NULL;

CREATE INDEX polls_next ON polls (next_poll_at, feed_id);

CREATE INDEX polls_unplaced ON polls (feed_id) WHERE shard < 0;

CREATE INDEX purged_guid ON purged (feed_id, guid_hash);

CREATE INDEX purged_guid_key ON purged (feed_id, guid_key_hash);

CREATE INDEX purged_url_key ON purged (feed_id, url_key_hash) WHERE url_key_hash IS NOT NULL;

CREATE INDEX shards_owner ON shards (owner, id);

CREATE INDEX sources_private ON sources (id) WHERE is_private = 1;

CREATE INDEX stories_arrived ON stories (arrived_at, id) WHERE merged_into IS NULL;

CREATE INDEX stories_merged ON stories (merged_into) WHERE merged_into IS NOT NULL;

CREATE INDEX stories_published ON stories (published_at, id) WHERE merged_into IS NULL;

CREATE INDEX stories_unseen ON stories (public_significant_at) WHERE public_significant_at = 0 AND merged_into IS NULL;

CREATE INDEX subscriptions_destination ON subscriptions (destination);

CREATE INDEX subscriptions_lease ON subscriptions (lease_until);
