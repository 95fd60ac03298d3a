import type { UpstreamHub, UpstreamHubKey, UpstreamHubStore } from "../../../domain/upstream-hub.ts";
import type { Connection } from "../connection.ts";

/** The store's methods for our subscriptions at the hubs of feeds. */
export function upstreamHubMethods(connection: Connection): UpstreamHubStore {
  return {
    listUpstreamHubs: () => connection.read(() => list(connection)),
    findUpstreamHub: (by) => connection.read(() => find(connection, by)),
    saveUpstreamHub: (hub) => connection.write(() => save(connection, hub)),
  };
}

function list(connection: Connection): readonly UpstreamHub[] {
  const rows = connection.sql<{ state: string }>("SELECT state FROM upstream_hubs ORDER BY feed_id").all();
  return rows.map(hubOf);
}

function find(connection: Connection, by: UpstreamHubKey): UpstreamHub | null {
  const [column, value] = "token" in by ? ["token", by.token] : ["feed_id", by.feedId];
  const row = connection.sql<{ state: string }>(`SELECT state FROM upstream_hubs WHERE ${column} = ?`).get(value);
  return row === undefined ? null : hubOf(row);
}

function hubOf({ state }: { readonly state: string }): UpstreamHub {
  const stored = JSON.parse(state) as UpstreamHub & Partial<Pick<UpstreamHub, "protocol">>;
  // Rows that were written before rssCloud was supported are WebSub hubs.
  return { ...stored, protocol: stored.protocol ?? "websub" };
}

function save(connection: Connection, hub: UpstreamHub): void {
  connection
    .sql(
      `INSERT INTO upstream_hubs (feed_id, token, state) VALUES (?, ?, ?)
       ON CONFLICT (feed_id) DO UPDATE SET token = excluded.token, state = excluded.state`,
    )
    .run(hub.feedId, hub.token, JSON.stringify(hub));
}
