import { hasArticleId } from "./article-id.ts";

/**
 * A version number after an id: "#3", "#2026-11-29T10:30Z", ":3", ";3", "@3", "?version=3", "&rev=3", "/v3", "-rev3".
 */
const version =
  /(?:#|[:;@](?=\d{1,3}$)|[?&#;:@/._-](?:v|ver|version|rev|revision|edition|update|modified|updated|lastmod)[=:._-]?)\d[\dTZ:.+-]*$/i;

/**
 * A guid's key without its version number; the mark before the number stays. null when the key has no version number,
 * or when the rest contains no id of an article: "gale#1" and "gale#2" are two warnings.
 */
export function guidStem(guidKey: string): string | null {
  const found = version.exec(guidKey);
  if (found === null) return null;
  const mark = found[0].replace(/\d[\dTZ:.+-]*$/i, "");
  const article = guidKey.slice(0, found.index);
  return hasArticleId(article) ? `${article}${mark}` : null;
}
