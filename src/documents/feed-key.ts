import type { FeedFormat } from "../publish/feed-formats.ts";
import type { FeedView } from "./renderer.ts";

/** What a served document is kept by. A topic that can get another name is another document under each. */
export function feedKey(
  { path, query, title, fixed }: Pick<FeedView, "path" | "query" | "title"> & { readonly fixed: boolean },
  format: FeedFormat,
): string {
  return `${path}.${format}${query}${fixed ? "" : `#${title}`}`;
}
