import { shardsMax } from "../../../domain/feeds/host-key.ts";

/**
 * `host_key` is the host at which a feed is polled. `shard` is the shard of that host; it is -1 until `fillHosts` has
 * found the host. `fence` grows with each claim of the feed. `pollers` holds the heartbeats of pollers, and `shards`
 * names the poller that holds a shard of the hosts. After a shard has passed to another poller, no request to its hosts
 * may start before `quiet_until`.
 */
export const pollerShards = `
ALTER TABLE polls ADD COLUMN host_key TEXT NOT NULL DEFAULT '';
ALTER TABLE polls ADD COLUMN shard INTEGER NOT NULL DEFAULT -1;
ALTER TABLE polls ADD COLUMN fence INTEGER NOT NULL DEFAULT 0;
CREATE INDEX polls_unplaced ON polls (feed_id) WHERE shard < 0;

CREATE TABLE pollers (
  owner TEXT PRIMARY KEY,
  until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE shards (
  id INTEGER PRIMARY KEY,
  owner TEXT,
  quiet_until INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX shards_owner ON shards (owner, id);
WITH RECURSIVE n (id) AS (SELECT 0 UNION ALL SELECT id + 1 FROM n WHERE id < ${shardsMax - 1})
INSERT INTO shards (id) SELECT id FROM n;
`;
