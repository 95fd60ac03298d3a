import type { SourceKind } from "../../domain/feed.ts";
import type { SectionFilter } from "../../domain/section.ts";
import { compileQuery } from "./compile-query.ts";
import type { Connection } from "./connection.ts";
import { categoryTag, feedTag, languageTag, urgencyTag } from "./search-index.ts";
import { sourceKey } from "./write-feed.ts";

/**
 * A section's filter as the full-text index answers it: every part is a tag or a text query, so that one ordered walk of the index
 * finds the newest matches of any combination. `refused` holds a pure negation: what must not match.
 */
export type FilterMatch =
  | { readonly kind: "all" }
  | { readonly kind: "none" }
  | { readonly kind: "some"; readonly match: string | null; readonly refused: string | null };

/** Lists of a filter longer than this are refused by FTS5's own limits long before; the configuration allows fewer. */
const termsMax = 1000;

/** Error: query-invalid. */
export function filterMatch(connection: Connection, filter: SectionFilter): FilterMatch {
  const parts: string[] = [];
  for (const tags of tagLists(connection, filter)) {
    if (tags.length === 0) return { kind: "none" };
    parts.push(`tags : (${tags.slice(0, termsMax).join(" OR ")})`);
  }
  const query = filter.query === null ? null : compileQuery(filter.query);
  const text = query === null ? null : `{title body} : (${query.match})`;
  if (text !== null && query?.negated === false) parts.push(text);
  const refused = text !== null && query?.negated === true ? text : null;
  if (parts.length === 0) return refused === null ? { kind: "all" } : { kind: "some", match: null, refused };
  const match = parts.map((part) => `(${part})`).join(" AND ");
  return { kind: "some", match: refused === null ? match : `(${match}) NOT (${refused})`, refused: null };
}

/** One list of alternative tags a part of the filter that restricts anything. */
function tagLists(connection: Connection, filter: SectionFilter): string[][] {
  const lists: string[][] = [];
  const feeds = feedsOf(connection, filter);
  if (feeds !== null) lists.push(feeds.map(feedTag));
  if (filter.languages.length > 0) lists.push(filter.languages.map(languageTag).filter((tag) => tag !== null));
  if (filter.categories.length > 0) lists.push(filter.categories.map(categoryTag));
  if (filter.urgencyMax !== null) {
    const upTo = Math.min(Math.max(Math.floor(filter.urgencyMax), 0), urgencyLast);
    lists.push(Array.from({ length: upTo }, (_, at) => urgencyTag(at + 1)));
  }
  return lists;
}

const urgencyLast = 9;

/** Sources, kinds and the one feed come down to feeds; null where none of them restricts. A feed may change its source, an entry not its feed. */
function feedsOf(connection: Connection, filter: SectionFilter): number[] | null {
  if (filter.sources.length === 0 && filter.kinds.length === 0) return filter.feedId === null ? null : [filter.feedId];
  const names = new Set(filter.sources.map(sourceKey));
  const kinds = new Set(filter.kinds);
  return connection
    .sql<{ id: number; name_key: string; kind: SourceKind }>(
      "SELECT f.id, s.name_key, s.kind FROM feeds f CROSS JOIN sources s ON s.id = f.source_id ORDER BY f.id",
    )
    .all()
    .filter(
      ({ id, name_key, kind }) =>
        (filter.feedId === null || filter.feedId === id) &&
        (names.size === 0 || names.has(name_key)) &&
        (kinds.size === 0 || kinds.has(kind)),
    )
    .map(({ id }) => id);
}
