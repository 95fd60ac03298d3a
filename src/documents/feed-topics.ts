import { WireError } from "../domain/errors.ts";
import { emptyFilter, type Section, type SectionFilter } from "../domain/section.ts";
import type { FeedDirectory } from "./feed-directory.ts";
import { isKeyed, opensSection, readingFilter } from "./section-access.ts";

/** The subject of a feed, and the feed's path without a suffix. */
export interface Topic {
  /** The access key if the section needs one. It stays in the addresses of the section's documents. */
  readonly key: string | null;
  readonly title: string;
  readonly path: string;
  readonly filter: SectionFilter;
  /** Whether the topic stays the same while the process runs. Sources and feeds may be renamed. */
  readonly fixed: boolean;
  /** The section whose digests the topic holds; absent: the topic holds items. */
  readonly digestOf?: string;
}

/** The topic of a configured section, or of `all`. Throws WireError not-found. */
export function sectionTopic(sections: ReadonlyMap<string, Section>, id: string, key: string | null): Topic {
  const section = sections.get(id);
  // Without its key, a section with keys answers "not found", so that strangers do not learn that it exists.
  if (section === undefined || !opensSection(section, key))
    throw new WireError("not-found", "There is no section with that name; /feeds.opml lists them.");
  const path = `/feeds/${encodeURIComponent(id)}`;
  const filter = readingFilter(section);
  return { key: isKeyed(section) ? key : null, title: section.title, path, filter, fixed: true };
}

/** The digests of a section, for those who may read it. Throws WireError not-found. */
export function digestTopic(sections: ReadonlyMap<string, Section>, id: string, key: string | null): Topic {
  const topic = sectionTopic(sections, id, key);
  return { ...topic, path: `${topic.path}/digest`, digestOf: id };
}

/** The topic of a source, by number: everything that the source carries. Throws WireError not-found. */
export function sourceTopic(directory: FeedDirectory, id: string): Topic {
  const name = numeric.test(id) ? directory.sources.get(Number(id)) : undefined;
  if (name === undefined) throw new WireError("not-found", "There is no source with that number.");
  return {
    key: null,
    title: name,
    path: `/feeds/source/${Number(id)}`,
    filter: { ...emptyFilter, sources: [name] },
    fixed: false,
  };
}

/**
 * The topic of an upstream feed, by number: everything that this feed carries, as wiredesk has repaired it. Throws
 * WireError not-found.
 */
export function feedTopic(directory: FeedDirectory, id: string): Topic {
  const feed = numeric.test(id) ? directory.feeds.get(Number(id)) : undefined;
  if (feed === undefined) throw new WireError("not-found", "There is no feed with that number.");
  const title = feed.title ?? feed.source.name;
  return {
    key: null,
    title,
    path: `/feeds/feed/${feed.id}`,
    filter: { ...emptyFilter, feedId: feed.id },
    fixed: false,
  };
}

const numeric = /^[1-9]\d{0,14}$/;
