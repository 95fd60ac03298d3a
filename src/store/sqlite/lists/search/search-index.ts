import { indexText } from "../../../../domain/analyse/analyse.ts";
import { authorLine } from "../../../../domain/query/searched.ts";
import type { Instant } from "../../../../domain/time.ts";
import { type IndexedEntry, tagsOf } from "../../../searching/tags.ts";
import type { Connection } from "../../connection.ts";
import { readPast } from "../../entries/past-text.ts";
import { hasEarlierIndex } from "./earlier-index.ts";
import { searchRow } from "./search-row.ts";

/**
 * Indexes an entry by its words (`domain/analyse/`), the words of its earlier states, and the tags of filters. Replaces
 * what the index held for the entry.
 */
export function indexEntry(
  connection: Connection,
  place: { readonly id: number; readonly feedId: number; readonly firstSeenAt: Instant; readonly known: boolean },
  entry: IndexedEntry,
): void {
  const { language } = entry;
  const row = searchRow(place.firstSeenAt, place.id);
  if (place.known) removeEarlier(connection, row);
  connection
    .sql(place.known ? replaceSql : insertSql)
    .run(
      row,
      indexText(entry.title, language),
      indexText(entry.text, language),
      indexText(authorLine(entry.authors), language),
      place.known ? indexText(readPast(connection, place.id, entry), language) : "",
      tagsOf({ ...entry, feedId: place.feedId }).join(" "),
    );
}

/** Removes an entry from both indexes. */
export function unindexEntry(connection: Connection, entryId: number, firstSeenAt: Instant): void {
  const row = searchRow(firstSeenAt, entryId);
  connection.sql("DELETE FROM search WHERE rowid = CAST(? AS INTEGER)").run(row);
  removeEarlier(connection, row);
}

/** Removes an entry from the index of an earlier build. An entry is in only one of the two indexes. */
export function removeEarlier(connection: Connection, row: number): void {
  if (!hasEarlierIndex(connection)) return;
  connection.sql("DELETE FROM search_before WHERE rowid = CAST(? AS INTEGER)").run(row);
}

const columns = "(rowid, title, body, author, past, tags) VALUES (CAST(? AS INTEGER), ?, ?, ?, ?, ?)";
const insertSql = `INSERT INTO search ${columns}`;
const replaceSql = `INSERT OR REPLACE INTO search ${columns}`;
