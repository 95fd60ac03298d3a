import { LRUCache } from "lru-cache";
import { WireError } from "../domain/errors.ts";
import type { HubStore, TopicDocument, TopicDocuments } from "../domain/hub.ts";
import type { Clock } from "../domain/ports.ts";
import type { Cursor, Section } from "../domain/section.ts";
import type { ReadStore } from "../domain/store.ts";
import { type Instant, isWithin, minuteMs } from "../domain/time.ts";
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
 * Makes the documents of hub topics the way feeds are made, so that the hub sends the bytes that the address serves.
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
    // Most changes of the store are in other topics. The fingerprint shows that much more cheaply than rendering.
    if (known !== undefined && known.stamp === stamp && isWithin(keptMsMax, now - known.madeAt)) {
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
    // Places can only be compared in the order of arrival.
    const inOrder = page.sort === "arrival";
    return { contentType, bytes, etag, newest: inOrder ? newest : null, next: inOrder ? next : null };
  }

  return { read };
}

interface Kept {
  /** The change mark at which the document was last known to be current. */
  mark: number;
  readonly stamp: string;
  readonly madeAt: Instant;
  readonly document: TopicDocument;
}

/** Documents contain the names of feeds and sources, fingerprints do not. A renamed source goes out after this time. */
const keptMsMax = minuteMs;
const bytesKeptMax = 64 * 1024 * 1024;
/** The address has no document that the hub tells of: its section left the configuration, or it has a query. */
const goneCodes: ReadonlySet<string> = new Set(["not-found", "forbidden"]);

function withAfter(query: string, after: Cursor): string {
  const parameter = `after=${after.at}-${after.id}`;
  return query === "" ? `?${parameter}` : `${query}&${parameter}`;
}
