import { createHash } from "node:crypto";
import type { Entry } from "../../domain/entry.ts";
import { categoryKey, siteOf } from "../../domain/query/holds-fact.ts";

const categoriesMax = 50;

/** The fields of an entry that are indexed. */
export type IndexedEntry = Pick<Entry, "title" | "text" | "language" | "authors" | "categories" | "urgency" | "url">;

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

/** The index tag for the entries of a feed. */
export function feedTag(feedId: number): string {
  return `f${feedId}`;
}

/** The index tag for the entries of an urgency. */
export function urgencyTag(urgency: number): string {
  return `u${urgency}`;
}

/** The primary subtag: "en-gb" gives "len". null for a text that is not a language tag. */
export function languageTag(language: string): string | null {
  const primary = /^[a-z]{1,8}(?=-|_|$)/.exec(language.toLowerCase());
  return primary === null ? null : `l${primary[0]}`;
}

/**
 * The tag for a site: the parts of its host in reverse order, so that the tag of a domain is the beginning of the tags
 * of its subdomains: "s:org.example.www."
 */
export function siteTag(host: string): string {
  return `s:${host.split(".").reverse().join(".")}.`;
}

/** The first 64 bits of the category's SHA-256, ignoring case: one token, however many words the category has. */
export function categoryTag(category: string): string {
  return `c${createHash("sha256").update(categoryKey(category)).digest("hex").slice(0, 16)}`;
}

/** Whether a tag is one of `categoryTag`. */
export function isCategoryTag(tag: string): boolean {
  return tag.startsWith("c");
}
