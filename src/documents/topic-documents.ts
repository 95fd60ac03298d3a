import { LRUCache } from "lru-cache";
import { WireError } from "../domain/errors.ts";
import type { HubStore, TopicDocument, TopicDocuments } from "../domain/hub.ts";
import type { Clock } from "../domain/ports.ts";
import type { Cursor, Section } from "../domain/section.ts";
import type { ReadStore } from "../domain/store.ts";
import { type Instant, minuteMs } from "../domain/time.ts";
import { createDocumentReader } from "./document-reader.ts";
import { createFeedDirectory } from "./feed-directory.ts";
import { readTopicView, type TopicView } from "./topic-view.ts";

export interface TopicDocumentsDeps {
  readonly store: ReadStore & Pick<HubStore, "readPageFingerprint">;
  readonly sections: readonly Section[];
  readonly baseUrl: string;
  readonly clock: Clock;
}

/**
 * The documents of the hub's topics, made as the feeds' own are: the hub sends the very bytes that the address serves.
 */
export function createTopicDocuments(deps: TopicDocumentsDeps): TopicDocuments {
  const reader = createDocumentReader(deps.store, deps);
  const directory = createFeedDirectory(deps);
  /** The newest document of each topic: one change is sent to many subscribers. */
  const kept = new LRUCache<string, Kept>({
    maxSize: bytesKeptMax,
    sizeCalculation: ({ document }) => Math.max(document.bytes.length, 1),
  });

  async function read(topic: string, after: Cursor | null): Promise<TopicDocument | null> {
    const found = await viewOf(topic);
    if (found === null) return null;
    if (after !== null) return make(found, after);
    const mark = await deps.store.readChangeMark();
    const known = kept.get(topic);
    if (known?.mark === mark) return known.document;
    const stamp = await deps.store.readPageFingerprint(found.view.page);
    const now = deps.clock.now();
    // Most changes of the store are in other topics, which is seen for a small part of what the document costs.
    if (known !== undefined && known.stamp === stamp && now - known.madeAt < keptMsMax) {
      known.mark = mark;
      return known.document;
    }
    const document = await make(found, null);
    kept.set(topic, { mark, stamp, madeAt: now, document });
    return document;
  }

  async function viewOf(topic: string): Promise<TopicView | null> {
    try {
      return await readTopicView({ ...deps, directory }, topic);
    } catch (thrown) {
      if (thrown instanceof WireError && goneCodes.has(thrown.code)) return null;
      throw thrown;
    }
  }

  async function make({ view, format }: TopicView, after: Cursor | null): Promise<TopicDocument> {
    const { page, query } = view;
    const older = after === null ? view : { ...view, page: { ...page, after }, query: withAfter(query, after) };
    const { contentType, bytes, etag, newest, next } = reader.write(await reader.read(older), format);
    // Places are only comparable in the order of arrival.
    const inOrder = page.sort === "arrival";
    return { contentType, bytes, etag, newest: inOrder ? newest : null, next: inOrder ? next : null };
  }

  return { read };
}

interface Kept {
  /** The store's mark at which the document was last known to hold. */
  mark: number;
  readonly stamp: string;
  readonly madeAt: Instant;
  readonly document: TopicDocument;
}

/** Names of feeds and sources are in documents and not in stamps: a change of them goes out after this time. */
const keptMsMax = minuteMs;
const bytesKeptMax = 64 * 1024 * 1024;
/**
 * The address stands for nothing any more: a section that left the configuration, a query that is no longer understood.
 */
const goneCodes: ReadonlySet<string> = new Set(["not-found", "usage", "query-invalid"]);

function withAfter(query: string, after: Cursor): string {
  const parameter = `after=${after.at}-${after.id}`;
  return query === "" ? `?${parameter}` : `${query}&${parameter}`;
}
