import { feedKey } from "../../documents/feed-key.ts";
import { allSections, isKeyed } from "../../documents/section-access.ts";
import { readTopicView } from "../../documents/topic-view.ts";
import { feedFormats } from "../../publish/feed-formats.ts";
import type { WebDeps } from "../web-deps.ts";
import type { FeedCache } from "./feed-cache.ts";

/**
 * Makes the documents of the sections that need no key, one after the other, until `isOver`. From then on they can be
 * sent while the store is away, although nobody has requested them yet. Rejects as the renderer does.
 */
export async function prepareSections(
  cache: Pick<FeedCache, "prepare">,
  { sections, baseUrl }: Pick<WebDeps, "sections" | "baseUrl">,
  isOver: () => boolean,
): Promise<void> {
  const open = allSections(sections).filter((section) => !isKeyed(section));
  // No address of a section needs the directory of sources and feeds.
  const directory = async () => ({ feeds: new Map(), sources: new Map() });
  for (const { id } of open)
    for (const { suffix } of feedFormats) {
      if (isOver()) return;
      const address = `${baseUrl}/feeds/${encodeURIComponent(id)}.${suffix}`;
      const { view, format, fixed } = await readTopicView({ sections: open, baseUrl, directory }, address);
      await cache.prepare(feedKey({ ...view, fixed }, format), { view, format });
    }
}
