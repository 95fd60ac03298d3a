import { createHash } from "node:crypto";
import { indexText } from "../../../../domain/analyse/analyse.ts";
import type { Entry } from "../../../../domain/entry.ts";
import { categoryKey, siteOf } from "../../../../domain/query/holds-fact.ts";
import { authorLine } from "../../../../domain/query/searched.ts";
import type { Instant } from "../../../../domain/time.ts";
import type { Connection } from "../../connection.ts";
import { readPast } from "../../entries/past-text.ts";
import { hasEarlierIndex } from "./earlier-index.ts";
import { searchRow } from "./search-row.ts";

const categoriesMax = 50;

/** The fields of an entry that are indexed. */
export type IndexedEntry = Pick<Entry, "title" | "text" | "language" | "authors" | "categories" | "urgency" | "url">;

/**
 * Indexes an entry by its words (`domain/analyse/`), the words of its earlier states, and the tags of filters. Replaces
 * what the index had of the entry.
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

export function unindexEntry(connection: Connection, entryId: number, firstSeenAt: Instant): void {
  const row = searchRow(firstSeenAt, entryId);
  connection.sql("DELETE FROM search WHERE rowid = CAST(? AS INTEGER)").run(row);
  removeEarlier(connection, row);
}

/** An entry is in only one of the two indexes. */
export function removeEarlier(connection: Connection, row: number): void {
  if (!hasEarlierIndex(connection)) return;
  connection.sql("DELETE FROM search_before WHERE rowid = CAST(? AS INTEGER)").run(row);
}

const columns = "(rowid, title, body, author, past, tags) VALUES (CAST(? AS INTEGER), ?, ?, ?, ?, ?)";
const insertSql = `INSERT INTO search ${columns}`;
const replaceSql = `INSERT OR REPLACE INTO search ${columns}`;

/** The index tags of an entry. `categories` may be left out when no filter asks for categories. */
export function tagsOf(
  entry: Pick<Entry, "urgency" | "language" | "categories"> & { readonly feedId: number; readonly url?: string | null },
): readonly string[] {
  const tags = [feedTag(entry.feedId), urgencyTag(entry.urgency)];
  const language = entry.language === null ? null : languageTag(entry.language);
  if (language !== null) tags.push(language);
  tags.push(...new Set(entry.categories.slice(0, categoriesMax).map(categoryTag)));
  const site = siteOf(entry.url ?? null);
  if (site !== null) tags.push(siteTag(site.slice(1)));
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

/** The host in reverse order, so that a domain is the beginning of its subdomains: "s:org.example.www." */
export function siteTag(host: string): string {
  return `s:${host.split(".").reverse().join(".")}.`;
}

/** The first 64 bits of the category's SHA-256, ignoring case: one token, however many words the category has. */
export function categoryTag(category: string): string {
  return `c${createHash("sha256").update(categoryKey(category)).digest("hex").slice(0, 16)}`;
}

export function isCategoryTag(tag: string): boolean {
  return tag.startsWith("c");
}
