import { isLanguage } from "../../../domain/query/holds-fact.ts";
import type { Instant } from "../../../domain/time.ts";
import { isCategoryTag, tagsOf } from "../../searching/tags.ts";
import type { Connection } from "../connection.ts";
import type { EntryTest } from "./filter-match.ts";
import { searchRow } from "./search/search-row.ts";

/** The facts of an entry that a test needs. `categories` is JSON; null when they were not requested. */
export interface Tested {
  readonly entryId: number;
  readonly at: Instant;
  readonly feedId: number;
  readonly language: string | null;
  readonly urgency: number;
  readonly categories: string | null;
}

/**
 * The columns of `Tested` that a test needs. Aliases: `memberships` is m, `entries` is e if joined. JSON is extracted
 * only when needed.
 */
export function testedColumns(test: EntryTest): string {
  if (testedJoin(test) === "")
    return "m.entry_id AS entryId, m.first_seen_at AS at, m.feed_id AS feedId, NULL AS language, 0 AS urgency, NULL AS categories";
  const asked = test.tags.some((list) => [...list].some(isCategoryTag));
  const categories = asked ? "json_extract(e.details, '$.categories')" : "NULL";
  return `m.entry_id AS entryId, m.first_seen_at AS at, m.feed_id AS feedId, e.language, e.urgency, ${categories} AS categories`;
}

/**
 * Joins `entries` to `memberships` only if a test needs columns of `entries`. The rows of `entries` are large, and
 * lists read many of them.
 */
export function testedJoin({ tags, languages }: EntryTest): string {
  return tags.length === 0 && languages === null ? "" : "CROSS JOIN entries e ON e.id = m.entry_id";
}

/**
 * Returns a function that tests single entries without walking the index. The function compares tags itself. For a text
 * query, it looks the entry up in the query's list of rows.
 */
export function entryTester(connection: Connection, test: EntryTest): (entry: Tested) => boolean {
  const { limits } = connection;
  const { tags, text, languages, hours, hidden } = test;
  return (entry) => {
    limits.check();
    if (hidden.has(entry.feedId)) return false;
    if (!hours.every((clock) => clock.holds(entry.at))) return false;
    if (languages !== null && !languages.some((tag) => isLanguage(tag, entry.language ?? ""))) return false;
    if (tags.length > 0) {
      const own = tagsOf({ ...entry, categories: categoriesOf(entry.categories) });
      if (!tags.every((list) => own.some((tag) => list.has(tag)))) return false;
    }
    return text === null || text.rows.has(searchRow(entry.at, entry.entryId)) !== text.negated;
  };
}

function categoriesOf(json: string | null): readonly string[] {
  return json === null ? [] : (JSON.parse(json) as readonly string[]);
}
