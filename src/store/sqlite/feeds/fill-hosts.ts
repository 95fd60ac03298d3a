import { hostOfFeed, type UnplacedRow, unplacedSql, unplaceSql } from "../../rows/feeds/feed-host.ts";
import type { Connection } from "../connection.ts";

/** Finds and stores the host of every feed that has none yet, inside a transaction. */
export function fillHosts(connection: Connection): void {
  for (const { id, url, memory } of connection.sql<UnplacedRow>(unplacedSql).all()) {
    connection
      .sql("UPDATE polls SET host_key = :hostKey, shard = :shard WHERE feed_id = :id")
      .run({ ...hostOfFeed(url, JSON.parse(memory)), id });
  }
}

/** Finds and stores the host of a feed whose address has changed, inside a transaction. */
export function findHost(connection: Connection, feedId: number): void {
  connection.sql(unplaceSql).run({ feedId });
  fillHosts(connection);
}

/** Whether any feed has no host yet. */
export function hasUnplaced(connection: Connection): boolean {
  return connection.sql("SELECT 1 FROM polls WHERE shard < 0 LIMIT 1").get() !== undefined;
}
