import type { SourceKind } from "../../../domain/feed.ts";
import { namesSource } from "../../../domain/query/holds-fact.ts";
import type { Connection } from "../connection.ts";
import type { FeedsNamed } from "./search/compile-query.ts";

/** Looks up the feeds of sources: `source:` takes words of a name. Sources are few. */
export function namedFeeds(connection: Connection): FeedsNamed {
  return ({ field, value }) =>
    connection
      .sql<{ id: number; name: string; kind: SourceKind }>(
        "SELECT f.id, s.name, s.kind FROM feeds f CROSS JOIN sources s ON s.id = f.source_id ORDER BY f.id",
      )
      .all()
      .filter(({ name, kind }) => (field === "kind" ? kind === value : namesSource(value, name)))
      .map(({ id }) => id);
}
