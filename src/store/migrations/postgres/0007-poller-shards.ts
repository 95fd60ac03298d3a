import { shardsMax } from "../../../domain/feeds/host-key.ts";

/** The tables and columns of SQLite's migration 32. */
export const pollerShards = `
ALTER TABLE polls ADD COLUMN host_key text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE polls ADD COLUMN shard integer NOT NULL DEFAULT -1;
ALTER TABLE polls ADD COLUMN fence bigint NOT NULL DEFAULT 0;
CREATE INDEX polls_unplaced ON polls (feed_id) WHERE shard < 0;

CREATE TABLE pollers (
  owner text COLLATE "C" PRIMARY KEY,
  until bigint NOT NULL
) WITH (fillfactor = 50);

CREATE TABLE shards (
  id integer PRIMARY KEY,
  owner text COLLATE "C",
  quiet_until bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 50);
CREATE INDEX shards_owner ON shards (owner, id);
INSERT INTO shards (id) SELECT generate_series(0, ${shardsMax - 1});
`;
