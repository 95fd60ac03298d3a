import type { Cursor } from "../../../domain/section.ts";
import type { PlacesQuery } from "../../../domain/store.ts";
import { groupTables } from "../../rows/group-tables.ts";
import type { Transaction } from "../transaction.ts";
import { filterMatch } from "./filter-match.ts";
import { listGroups } from "./read-page.ts";
import { walkNewer } from "./walk-arrival.ts";

const placesMax = 10_000;

/** `ReadStore.readPlaces`, inside a transaction. */
export async function readPlaces(tx: Transaction, query: PlacesQuery): Promise<readonly Cursor[]> {
  const { filter, collapse, from } = query;
  const limit = Math.min(Math.max(Math.floor(query.limit), 1), placesMax);
  const places =
    query.direction === "older"
      ? await listGroups(tx, { filter, collapse, sort: "arrival", limit, after: from }, limit)
      : await listNewer(tx, { ...query, limit });
  return places.map(({ at, id }) => ({ at, id }));
}

async function listNewer(tx: Transaction, { filter, collapse, from, limit }: PlacesQuery): Promise<readonly Cursor[]> {
  const match = await filterMatch(tx, filter);
  switch (match.kind) {
    case "none":
      return [];
    case "all": {
      const { table, id, arrived, listed } = groupTables[collapse];
      return await tx.all<Cursor>(
        `SELECT g.${arrived} AS at, g.${id} AS id FROM ${table} g WHERE ${listed}
         AND (g.${arrived}, g.${id}) > ($1::bigint, $2::bigint) ORDER BY g.${arrived}, g.${id} LIMIT $3::bigint`,
        [from.at, from.id, limit],
      );
    }
    case "some":
      return await walkNewer(tx, { match, collapse, from, limit });
  }
}
