import type { UpstreamHub, UpstreamHubStore } from "../../../domain/upstream-hub.ts";
import type { Connection } from "../connection.ts";

/** The store's methods for our subscriptions at the hubs of feeds. */
export function upstreamHubMethods(connection: Connection): UpstreamHubStore {
  return {
    listUpstreamHubs: () => connection.read(() => list(connection)),
    saveUpstreamHub: (hub) => connection.write(() => save(connection, hub)),
  };
}

function list(connection: Connection): readonly UpstreamHub[] {
  const rows = connection.sql<{ state: string }>("SELECT state FROM upstream_hubs ORDER BY feed_id").all();
  return rows.map(({ state }) => {
    const stored = JSON.parse(state) as UpstreamHub & Partial<Pick<UpstreamHub, "protocol">>;
    // Rows that were written before rssCloud was supported are WebSub hubs.
    return { ...stored, protocol: stored.protocol ?? "websub" };
  });
}

function save(connection: Connection, hub: UpstreamHub): void {
  connection
    .sql(
      `INSERT INTO upstream_hubs (feed_id, token, state) VALUES (?, ?, ?)
       ON CONFLICT (feed_id) DO UPDATE SET token = excluded.token, state = excluded.state`,
    )
    .run(hub.feedId, hub.token, JSON.stringify(hub));
}
