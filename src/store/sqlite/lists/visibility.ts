import type { NamedEntry } from "../../../domain/reason.ts";
import type { SectionFilter } from "../../../domain/section.ts";
import type { Connection } from "../connection.ts";
import { hiddenFeeds } from "../feeds/private-feeds.ts";
import { entryTester, type Tested } from "./entry-tester.ts";
import { type EntryTest, filterMatch, noTest } from "./filter-match.ts";

/** What an audience sees of groups that may contain entries of private sources. */
export interface Visibility {
  /** False when everything is visible, so that nothing needs to be checked. */
  readonly isPartial: boolean;
  /** True when times are shown as the public knows them. */
  readonly isPublic: boolean;
  /** The test that `sees` makes of private entries. It shows which facts of an entry must be read for `sees`. */
  readonly test: EntryTest;
  sees(entry: Tested): boolean;
  /** A cache for this transaction: the entries that reasons name, by entry id. */
  readonly names: Map<number, NamedEntry | null>;
}

/**
 * What the connection's audience sees. `filter`: the filter of the list that is read; null when entries are read by
 * their ids.
 */
export function visibilityOf(connection: Connection, filter: SectionFilter | null): Visibility {
  const hidden = hiddenFeeds(connection);
  const isOpened = filter?.opensPrivate === true;
  const opened = isOpened ? openedBy(connection, filter) : null;
  const passes = opened === null ? () => false : entryTester(connection, opened);
  return {
    isPartial: hidden.size > 0,
    isPublic: connection.audience === "public" && !isOpened,
    test: opened ?? noTest,
    sees: (entry) => !hidden.has(entry.feedId) || passes(entry),
    names: new Map(),
  };
}

function openedBy(connection: Connection, filter: SectionFilter): EntryTest | null {
  const match = filterMatch(connection, filter);
  switch (match.kind) {
    case "all":
      return noTest;
    case "none":
      return null;
    case "some":
      return match.whole;
  }
}

/** Whether the audience sees an entry. For a purged entry, only the feed is known. */
export function seesEntry(connection: Connection, sight: Visibility, entryId: number): boolean {
  if (!sight.isPartial) return true;
  const entry = connection
    .sql<Tested>(
      `SELECT id AS entryId, first_seen_at AS at, feed_id AS feedId, language, urgency, details ->> '$.categories' AS categories
       FROM entries WHERE id = ?`,
    )
    .get(entryId);
  if (entry !== undefined) return sight.sees(entry);
  const purged = connection.sql<{ feed_id: number }>("SELECT feed_id FROM purged WHERE id = ?").get(entryId);
  return purged !== undefined && !hiddenFeeds(connection).has(purged.feed_id);
}
