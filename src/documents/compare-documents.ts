import type { StoreComparison } from "../domain/files/store-copies.ts";
import type { Clock } from "../domain/ports.ts";
import { emptyFilter, type Section, type SectionFilter } from "../domain/section.ts";
import type { PublicStore } from "../domain/store.ts";
import { type FeedFormat, feedFormats } from "../publish/feed-formats.ts";
import { type ArchiveSpan, writeSpan } from "../publish/merged-feed.ts";
import { createDocumentReader, type DocumentReader } from "./document-reader.ts";
import { readFeedQuery } from "./feed-query.ts";
import { createPlacedPages } from "./placed-pages.ts";
import type { FeedView } from "./renderer.ts";
import { allSections, isKeyed } from "./section-access.ts";

export interface ComparedDocuments {
  readonly sections: readonly Section[];
  readonly baseUrl: string;
  readonly clock: Clock;
  /** Called after each feed with the number of documents so far. */
  readonly onCompared: (documents: number) => void;
}

/**
 * Compares the ETag of every section's and every source's document, and of every document of their archives, in all
 * formats. Documents with equal ETags are equal byte for byte.
 */
export async function compareDocuments(
  one: PublicStore,
  other: PublicStore,
  { sections, baseUrl, clock, onCompared }: ComparedDocuments,
): Promise<StoreComparison> {
  const [left, right] = [await readingOf(one, baseUrl, clock), await readingOf(other, baseUrl, clock)];
  const different: string[] = [];
  let documents = 0;
  for (const view of await viewsOf(one, sections)) {
    for (let at: FeedView | null = view; at !== null; at = await left.before(at)) {
      for (const { suffix: format } of feedFormats) {
        const [own, its] = [await left.etag(at, format), await right.etag(at, format)];
        documents += 1;
        if (own !== its) different.push(`${at.path}.${format}${at.query}`);
      }
    }
    onCompared(documents);
  }
  return { documents, different };
}

interface Reading {
  etag(view: FeedView, format: FeedFormat): Promise<string>;
  /** The archive document before this document; null when there is none. */
  before(view: FeedView): Promise<FeedView | null>;
}

async function readingOf(store: PublicStore, baseUrl: string, clock: Clock): Promise<Reading> {
  const idBase = (await store.readIdBase()) ?? baseUrl;
  const documents: DocumentReader = createDocumentReader(store, { baseUrl, idBase, clock });
  const readPlaced = createPlacedPages(store, clock);
  return {
    etag: async (view, format) => documents.write(await documents.read(view), format).etag,
    async before(view) {
      const { archive } = await readPlaced(view);
      return archive?.prev == null ? null : archivedView(view, archive.prev);
    },
  };
}

function archivedView(view: FeedView, span: ArchiveSpan): FeedView {
  const { page, canonical, archive } = readFeedQuery(`?archive=${writeSpan(span)}`, view.page.filter);
  return { ...view, page, query: canonical, archive };
}

async function viewsOf(store: PublicStore, sections: readonly Section[]): Promise<readonly FeedView[]> {
  const sources = new Map((await store.listFeeds()).map(({ feed }) => [feed.source.id, feed.source.name]));
  return [
    ...allSections(sections).map((section) => {
      const keyed = isKeyed(section);
      const filter = keyed ? { ...section.filter, opensPrivate: true } : section.filter;
      return viewOf(section.title, `/feeds/${encodeURIComponent(section.id)}`, filter, keyed);
    }),
    ...[...sources].map(([id, name]) =>
      viewOf(name, `/feeds/source/${id}`, { ...emptyFilter, sources: [name] }, false),
    ),
  ];
}

function viewOf(title: string, path: string, filter: SectionFilter, keyed: boolean): FeedView {
  const { page, canonical: query, archive } = readFeedQuery("", filter);
  return { title, path, query, page, archive, keyed, lane: "section" };
}
