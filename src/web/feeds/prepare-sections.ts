import { feedKey } from "../../documents/feed-key.ts";
import { allSections, isKeyed } from "../../documents/section-access.ts";
import { readTopicView } from "../../documents/topic-view.ts";
import { feedFormats } from "../../publish/feed-formats.ts";
import type { WebDeps } from "../web-deps.ts";
import type { FeedCache } from "./feed-cache.ts";

/**
 * Makes the documents of the sections that need no key, one after the other, and stops early when `isOver` returns
 * true. The made documents can be sent while the store is away, even if nobody requested them before. Rejects as the
 * renderer does.
 */
export async function prepareSections(
  cache: Pick<FeedCache, "prepare">,
  { sections, baseUrl }: Pick<WebDeps, "sections" | "baseUrl">,
  isOver: () => boolean,
): Promise<void> {
  const open = allSections(sections).filter((section) => !isKeyed(section));
  // The address of a section is read without the directory of sources and feeds, so an empty one is enough.
  const directory = async () => ({ feeds: new Map(), sources: new Map() });
  for (const { id } of open)
    for (const { suffix } of feedFormats) {
      if (isOver()) return;
      const address = `${baseUrl}/feeds/${encodeURIComponent(id)}.${suffix}`;
      const { view, format, fixed } = await readTopicView({ sections: open, baseUrl, directory }, address);
      await cache.prepare(feedKey({ ...view, fixed }, format), { view, format });
    }
}
