import type { Cursor } from "../../../domain/section.ts";
import type { PlacesQuery } from "../../../domain/store.ts";
import { groupTables } from "../../rows/group-tables.ts";
import type { Connection } from "../connection.ts";
import { filterMatch } from "./filter-match.ts";
import { listGroups } from "./read-page.ts";
import { walkNewer } from "./walk-arrival.ts";

const placesMax = 10_000;

/** `ReadStore.readPlaces`, inside a transaction. */
export function readPlaces(connection: Connection, query: PlacesQuery): readonly Cursor[] {
  const { filter, collapse, from } = query;
  const limit = Math.min(Math.max(Math.floor(query.limit), 1), placesMax);
  const places =
    query.direction === "older"
      ? listGroups(connection, { filter, collapse, sort: "arrival", limit, after: from }, limit)
      : listNewer(connection, { ...query, limit });
  return places.map(({ at, id }) => ({ at, id }));
}

function listNewer(connection: Connection, { filter, collapse, from, limit }: PlacesQuery): readonly Cursor[] {
  const match = filterMatch(connection, filter);
  switch (match.kind) {
    case "none":
      return [];
    case "all": {
      const { table, id, arrived, listed } = groupTables[collapse];
      return connection
        .sql<Cursor>(
          `SELECT g.${arrived} AS at, g.${id} AS id FROM ${table} g
           WHERE ${listed} AND (g.${arrived}, g.${id}) > (?, ?) ORDER BY g.${arrived}, g.${id} LIMIT ?`,
        )
        .all(from.at, from.id, limit);
    }
    case "some":
      return walkNewer(connection, { match, collapse, after: from, limit });
  }
}
