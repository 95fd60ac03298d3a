import type { FeedFormat } from "../publish/feed-formats.ts";
import type { FeedView } from "./renderer.ts";

/** The cache key of a served document. A topic whose name can change has another document under each name. */
export function feedKey(
  { path, query, title, fixed }: Pick<FeedView, "path" | "query" | "title"> & { readonly fixed: boolean },
  format: FeedFormat,
): string {
  return `${path}.${format}${query}${fixed ? "" : `#${title}`}`;
}
