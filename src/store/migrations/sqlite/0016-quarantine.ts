/** Documents that crashed their readers. They are recorded so that a restart does not read them again at once. */
export const quarantine = `
CREATE TABLE quarantine (
  feed_id INTEGER PRIMARY KEY REFERENCES feeds (id),
  hash TEXT NOT NULL,
  count INTEGER NOT NULL,
  until INTEGER NOT NULL
) STRICT;
`;
