import { feedsNamed, type NamedFeed, namedFeedsSql } from "../../searching/filter-plan.ts";
import type { Connection } from "../connection.ts";
import type { FeedsNamed } from "./search/compile-query.ts";

/** Looks up the feeds of sources that a query names. */
export function namedFeeds(connection: Connection): FeedsNamed {
  return (fact) => feedsNamed(connection.sql<NamedFeed>(namedFeedsSql).all(), fact);
}
