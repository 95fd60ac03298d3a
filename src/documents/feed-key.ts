import type { FeedFormat } from "../publish/feed-formats.ts";
import type { FeedView } from "./renderer.ts";

/**
 * The cache key of a served document. If the name of the topic can change (`fixed` is false), the key contains the
 * name, because a new name makes a new document.
 */
export function feedKey(
  { path, query, title, fixed }: Pick<FeedView, "path" | "query" | "title"> & { readonly fixed: boolean },
  format: FeedFormat,
): string {
  return `${path}.${format}${query}${fixed ? "" : `#${title}`}`;
}
