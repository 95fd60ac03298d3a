import { hasArticleId } from "./article-id.ts";

/** "#3", "#2026-11-29T10:30Z", ":3", ";3", "@3", "?version=3", "&rev=3", "/v3", "-rev3": a version behind an id. */
const version =
  /(?:#|[:;@](?=\d{1,3}$)|[?&#;:@/._-](?:v|ver|version|rev|revision|edition|update|modified|updated|lastmod)[=:._-]?)\d[\dTZ:.+-]*$/i;

/**
 * A guid's key without the version that it may count, with what stands before the number; null where it counts none.
 * What is left has to name an article by an id: "gale-1" and "gale-2" are two warnings.
 */
export function guidStem(guidKey: string): string | null {
  const found = version.exec(guidKey);
  if (found === null) return null;
  const mark = found[0].replace(/\d[\dTZ:.+-]*$/i, "");
  const article = guidKey.slice(0, found.index);
  return hasArticleId(article) ? `${article}${mark}` : null;
}
