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
 * The first schema. It has the tables and columns that SQLite's migrations 1 to 25 make. Times are milliseconds since
 * 1970, flags are 0 and 1, JSON is text. Texts are compared by their bytes (COLLATE "C"), so that both engines sort
 * alike. The reasons for its design:
 * - `entries` holds the present states of entries, `revisions` their earlier states. wiredesk compresses the texts in
 *   `packed`, documents and statistics, so the server does not compress them again (STORAGE EXTERNAL).
 * - `memberships` holds the desk's decisions in narrow rows, so that a decision never rewrites a text. An entry without
 *   a row is not decided yet.
 * - `copies` and `stories` keep the times by which lists are ordered. An empty group names the group into which it was
 *   merged (`merged_into`).
 * - A B-tree cannot index long texts, so identities of entries and addresses of the hub are indexed by their MD5.
 *   Security does not depend on MD5: each statement compares the text as well.
 * - Tables whose rows are updated often leave room in their pages, so that an update needs no new index entry.
 * - `purged` keeps hashes of the identities of deleted entries, so that they never return as news. An entry id is never
 *   used twice.
 */
export const first = [migrations, feeds, entries, groups, search, serving].join("\n");
