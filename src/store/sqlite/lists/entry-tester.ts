import type { Instant } from "../../../domain/time.ts";
import type { Connection } from "../connection.ts";
import type { EntryTest } from "./filter-match.ts";
import { isCategoryTag, tagsOf } from "./search-index.ts";
import { searchRow } from "./search-row.ts";

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
 * Joins `entries` to `memberships` if a test needs more than an entry's place. Rows of `entries` are large, and lists
 * read many.
 */
export function testedJoin({ tags, languages }: EntryTest): string {
  return tags.length === 0 && languages === null ? "" : "CROSS JOIN entries e ON e.id = m.entry_id";
}

/**
 * Tests single entries without walking the index: tags are compared here, and a text query looks into its list of rows.
 */
export function entryTester(connection: Connection, test: EntryTest): (entry: Tested) => boolean {
  const { limits } = connection;
  const { tags, text, languages, hours, hidden } = test;
  return (entry) => {
    limits.check();
    if (hidden.has(entry.feedId)) return false;
    if (!hours.every((clock) => clock.holds(entry.at))) return false;
    if (languages !== null && !isOneOf(languages, entry.language)) return false;
    if (tags.length > 0) {
      const own = tagsOf({ ...entry, categories: categoriesOf(entry.categories) });
      if (!tags.every((list) => own.some((tag) => list.has(tag)))) return false;
    }
    return text === null || text.rows.has(searchRow(entry.at, entry.entryId)) !== text.negated;
  };
}

/**
 * Whether a tag matches by RFC 4647 section 3.3.1. A tag that has only the first part of a wanted one matches as well.
 */
function isOneOf(wanted: readonly string[], language: string | null): boolean {
  if (language === null) return false;
  const own = language.toLowerCase();
  return wanted.some((tag) => own === tag || own.startsWith(`${tag}-`) || tag.startsWith(`${own}-`));
}

function categoriesOf(json: string | null): readonly string[] {
  return json === null ? [] : (JSON.parse(json) as readonly string[]);
}
