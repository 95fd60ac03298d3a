/**
 * `decided_at`: when the desk first decided on an entry, which is when readers first saw it; null for entries decided
 * before this migration. `upstream_hubs`: our subscriptions at the hubs of feeds. `token` is the secret part of the
 * callback's address, and `state` the subscriber's JSON.
 */
export const upstreamHubs = `
ALTER TABLE memberships ADD COLUMN decided_at INTEGER;

CREATE TABLE upstream_hubs (
  feed_id INTEGER PRIMARY KEY REFERENCES feeds (id),
  token TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL
) STRICT;
`;
