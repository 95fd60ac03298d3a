import { entries } from "./entries.ts";
import { feeds } from "./feeds.ts";
import { groups } from "./groups.ts";
import { search } from "./search.ts";
import { serving } from "./serving.ts";

const migrations = `
CREATE TABLE migrations (
  version integer PRIMARY KEY,
  ran_at bigint NOT NULL
);
`;

/**
 * The first schema, with the tables and columns that SQLite's migrations make up to 0025. Times are milliseconds since
 * 1970, flags are 0 and 1, JSON is text. Texts are compared by their bytes (COLLATE "C"), so that both engines sort
 * alike. Why it looks as it does:
 * - `entries` is what feeds say now, `revisions` what they said before. Texts in `packed`, documents and statistics are
 *   compressed by us, so the server does not try it again (STORAGE EXTERNAL).
 * - `memberships` is what the desk decided: narrow rows, so that a decision never rewrites a body. No row = not decided
 *   yet.
 * - `copies` and `stories` keep what lists are ordered by. A group left empty points at what it became (`merged_into`).
 * - A B-tree takes no long texts, so identities of entries and addresses of the hub are indexed by their MD5. That is
 *   no secret: a statement compares the text as well.
 * - Tables whose rows are updated often leave room in their pages, so that an update needs no new index entry.
 * - `purged` keeps hashes of the identities of deleted entries, so that they never return as news. Entry ids are never
 *   given twice.
 */
export const first = [migrations, feeds, entries, groups, search, serving].join("\n");
