import type { UpstreamHub, UpstreamHubKey, UpstreamHubStore } from "../../../domain/upstream-hub.ts";
import type { Connection } from "../connection.ts";
import type { Transaction } from "../transaction.ts";

/** The store's methods for our subscriptions at the hubs of feeds. */
export function upstreamHubMethods({ read, write }: Connection): UpstreamHubStore {
  return {
    listUpstreamHubs: () => read(list),
    findUpstreamHub: (by) => read((tx) => find(tx, by)),
    saveUpstreamHub: (hub) => write((tx) => save(tx, hub)),
  };
}

async function list(tx: Transaction): Promise<readonly UpstreamHub[]> {
  const rows = await tx.all<{ state: string }>("SELECT state FROM upstream_hubs ORDER BY feed_id");
  return rows.map(({ state }) => JSON.parse(state) as UpstreamHub);
}

async function find(tx: Transaction, by: UpstreamHubKey): Promise<UpstreamHub | null> {
  const [column, value] = "token" in by ? ["token", by.token] : ["feed_id", by.feedId];
  const row = await tx.get<{ state: string }>(`SELECT state FROM upstream_hubs WHERE ${column} = $1`, [value]);
  return row === undefined ? null : (JSON.parse(row.state) as UpstreamHub);
}

async function save(tx: Transaction, hub: UpstreamHub): Promise<void> {
  await tx.run(
    `INSERT INTO upstream_hubs (feed_id, token, state) VALUES ($1, $2, $3)
     ON CONFLICT (feed_id) DO UPDATE SET token = excluded.token, state = excluded.state`,
    [hub.feedId, hub.token, JSON.stringify(hub)],
  );
}
