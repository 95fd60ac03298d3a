import { LRUCache } from "lru-cache";
import type { HubStore, TopicDocument } from "../domain/hub.ts";
import type { PageQuery } from "../domain/section.ts";
import type { ReadStore } from "../domain/store.ts";
import { type Instant, minuteMs } from "../domain/time.ts";
import type { DocumentReader, DocumentSettings, FeedDocument } from "./document-reader.ts";
import type { ContentCoding, FeedRequest, RenderedFeed } from "./renderer.ts";

/** A request for a topic's document, for the hub. */
export interface TopicRequest extends FeedRequest {
  /** The ETag of the version that the hub has; null when it has none. */
  readonly knownEtag: string | null;
  /** The forms in which readers request the document as well; empty when no reader requests it. */
  readonly codings: readonly ContentCoding[];
}

/** `mark`, `pageMark` and `readAt` as in `RenderAnswer`. `feed`: the same document for readers, if any request it. */
export type TopicAnswer = { readonly mark: number; readonly readAt: Instant } & (
  | { readonly kind: "unchanged" }
  | {
      readonly kind: "made";
      readonly pageMark: number;
      readonly document: TopicDocument;
      readonly feed: RenderedFeed | null;
    }
);

/**
 * Makes the documents that the hub sends. The thread that makes readers' documents also makes these, so that both have
 * the same bytes.
 */
export interface TopicRenderer {
  /** The result is never older than the store at the time of the request. Rejects as `Renderer.render` does. */
  renderTopic(request: TopicRequest): Promise<TopicAnswer>;
}

/** `renderFeed` makes a document for readers. */
export function createTopicRenderer(
  store: Pick<ReadStore, "readChangeMark"> & Pick<HubStore, "readPageFingerprint">,
  { clock }: Pick<DocumentSettings, "clock">,
  {
    documents,
    renderFeed,
  }: { documents: DocumentReader; renderFeed: (made: FeedDocument, request: TopicRequest) => RenderedFeed },
): TopicRenderer {
  const known = new LRUCache<string, Known>({ max: knownMax });
  return {
    async renderTopic(request) {
      const { view, format, knownEtag, codings } = request;
      const readAt = clock.now();
      const mark = await store.readChangeMark();
      const fingerprint = await store.readPageFingerprint(view.page);
      const key = JSON.stringify([view, format]);
      const before = known.get(key);
      // Most changes of the store are in other topics. To compare fingerprints is much cheaper than to make the
      // document.
      if (before !== undefined && isSame(before, { etag: knownEtag, fingerprint }, readAt))
        return { kind: "unchanged", mark, readAt };
      // An earlier reading may be older than the fingerprint, so read the page again.
      const made = documents.write(await documents.read(view, Number.POSITIVE_INFINITY), format);
      known.set(key, { etag: made.etag, fingerprint, madeAt: readAt });
      if (made.etag === knownEtag) return { kind: "unchanged", mark, readAt };
      const feed = codings.length > 0 ? renderFeed(made, request) : null;
      return {
        kind: "made",
        mark: made.mark,
        pageMark: made.pageMark,
        readAt,
        document: topicDocument(made, view.page),
        feed,
      };
    },
  };
}

interface Known {
  readonly etag: string;
  /** The page's fingerprint, taken before the page was read. */
  readonly fingerprint: string;
  readonly madeAt: Instant;
}

function isSame(before: Known, now: { etag: string | null; fingerprint: string }, at: Instant): boolean {
  const age = at - before.madeAt;
  return before.etag === now.etag && before.fingerprint === now.fingerprint && age >= 0 && age < knownMsMax;
}

/**
 * Names of feeds and sources are part of documents but not of fingerprints. A changed name is published after this
 * time.
 */
const knownMsMax = minuteMs;
const knownMax = 20_000;

function topicDocument({ contentType, bytes, etag, newest, next }: FeedDocument, page: PageQuery): TopicDocument {
  // Places can be compared only in the order of arrival.
  const inOrder = page.sort === "arrival";
  return { contentType, bytes, etag, newest: inOrder ? newest : null, next: inOrder ? next : null };
}
