import { createHash } from "node:crypto";
import type { Entry } from "../../../domain/entry.ts";
import type { Instant } from "../../../domain/time.ts";
import type { Connection } from "../connection.ts";
import { foldSearchText } from "./fold-search-text.ts";
import { searchRow } from "./search-row.ts";

/** Only this much of a body is indexed. The stored body is complete. */
const searchBodyCharsMax = 50_000;
const categoriesMax = 50;

/** Indexes an entry by its words and by the tags for filters. Replaces what was indexed of it before. */
export function indexEntry(
  connection: Connection,
  place: { readonly id: number; readonly feedId: number; readonly firstSeenAt: Instant; readonly known: boolean },
  entry: Entry,
): void {
  const sql = place.known ? replaceSql : insertSql;
  connection
    .sql(sql)
    .run(
      searchRow(place.firstSeenAt, place.id),
      foldSearchText(entry.title),
      foldSearchText(entry.text.slice(0, searchBodyCharsMax)),
      tagsOf({ ...entry, feedId: place.feedId }).join(" "),
    );
}

export function unindexEntry(connection: Connection, entryId: number, firstSeenAt: Instant): void {
  connection.sql("DELETE FROM search WHERE rowid = CAST(? AS INTEGER)").run(searchRow(firstSeenAt, entryId));
}

const insertSql = "INSERT INTO search (rowid, title, body, tags) VALUES (CAST(? AS INTEGER), ?, ?, ?)";
const replaceSql = "INSERT OR REPLACE INTO search (rowid, title, body, tags) VALUES (CAST(? AS INTEGER), ?, ?, ?)";

/** The index tags of an entry. `categories` may be left out when no filter asks for categories. */
export function tagsOf(
  entry: Pick<Entry, "urgency" | "language" | "categories"> & { readonly feedId: number },
): readonly string[] {
  const tags = [feedTag(entry.feedId), urgencyTag(entry.urgency)];
  const language = entry.language === null ? null : languageTag(entry.language);
  if (language !== null) tags.push(language);
  tags.push(...new Set(entry.categories.slice(0, categoriesMax).map(categoryTag)));
  return tags;
}

export function feedTag(feedId: number): string {
  return `f${feedId}`;
}

export function urgencyTag(urgency: number): string {
  return `u${urgency}`;
}

/** The primary subtag: "en-gb" gives "len". null for a text that is not a language tag. */
export function languageTag(language: string): string | null {
  const primary = /^[a-z]{1,8}(?=-|_|$)/.exec(language.toLowerCase());
  return primary === null ? null : `l${primary[0]}`;
}

/** 64 bits of SHA-256 of the category in lower case. This makes one token of a category with any number of words. */
export function categoryTag(category: string): string {
  const key = category.normalize("NFC").trim().toLowerCase();
  return `c${createHash("sha256").update(key).digest("hex").slice(0, 16)}`;
}

export function isCategoryTag(tag: string): boolean {
  return tag.startsWith("c");
}
