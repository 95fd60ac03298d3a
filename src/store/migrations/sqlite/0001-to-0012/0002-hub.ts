/**
 * The tables of the WebSub hub, and the validators (ETag, Last-Modified) of the documents that are served. The store
 * records only the version of the topic that a subscriber must get. The document is made when it can be sent, so a slow
 * or absent subscriber costs only a row. `reached_*` is the place in the list up to which the subscriber has got every
 * item. `dropped_deliveries` records deliveries that were given up. `feed_stamps` keeps the Last-Modified of each feed
 * document's newest version, because the content can change while the time of its newest entry stays the same.
 */
export const hub = `
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
  reached_id INTEGER,
  UNIQUE (topic, callback)
) STRICT;
CREATE INDEX subscriptions_host ON subscriptions (callback_host);
CREATE INDEX subscriptions_lease ON subscriptions (lease_until);

CREATE TABLE deliveries (
  subscription_id INTEGER PRIMARY KEY REFERENCES subscriptions (id) ON DELETE CASCADE,
  etag TEXT NOT NULL,
  owed_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  next_try_at INTEGER NOT NULL,
  first_failed_at INTEGER,
  last_error TEXT
) STRICT;
CREATE INDEX deliveries_due ON deliveries (next_try_at, subscription_id);

CREATE TABLE dropped_deliveries (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  topic TEXT NOT NULL,
  callback TEXT NOT NULL,
  owed_at INTEGER NOT NULL,
  dropped_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  last_error TEXT NOT NULL
) STRICT;

CREATE TABLE feed_stamps (
  feed_key TEXT PRIMARY KEY,
  etag TEXT NOT NULL,
  last_modified INTEGER NOT NULL,
  saved_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX feed_stamps_saved ON feed_stamps (saved_at);
`;
