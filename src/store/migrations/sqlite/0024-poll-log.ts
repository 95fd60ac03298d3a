/** The latest polls of each feed, which the feed's page shows. */
export const pollLog = `
CREATE TABLE poll_log (
  feed_id INTEGER NOT NULL REFERENCES feeds (id),
  at INTEGER NOT NULL,
  status INTEGER,
  code TEXT,
  message TEXT,
  new_count INTEGER NOT NULL,
  PRIMARY KEY (feed_id, at)
) STRICT, WITHOUT ROWID;
`;
