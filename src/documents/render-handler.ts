import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { HubStore } from "../domain/hub.ts";
import type { ReadStore } from "../domain/store.ts";
import type { FeedFormat } from "../publish/feed-formats.ts";
import { readHeldItems, writeHeldItems } from "../publish/held-items.ts";
import type { MergedFeed } from "../publish/merged-feed.ts";
import { createDocumentReader, type DocumentSettings, type FeedDocument } from "./document-reader.ts";
import type { ContentCoding, RenderAnswer, RenderedFeed, Renderer, RenderRequest } from "./renderer.ts";
import { createTopicRenderer, type TopicRenderer } from "./topic-renderer.ts";

/**
 * A renderer over a store, for readers and for the hub. It runs in the calling thread, or in a thread of its own with a
 * read-only store (`render-thread.ts`).
 */
export function createRenderHandler(
  store: ReadStore & Pick<HubStore, "readPageFingerprint">,
  settings: DocumentSettings,
): Renderer & TopicRenderer {
  const documents = createDocumentReader(store, { ...settings, pageMsMax });
  return {
    ...createTopicRenderer(store, settings, {
      documents,
      // Topics are public: no access key is involved.
      renderFeed: (document, { format, codings }) =>
        renderedFeed(document, { format, codings, bytes: document.bytes, isPrivate: false }),
    }),
    async render({ view, format, knownEtag, held, codings, decidedAt, isExact }: RenderRequest): Promise<RenderAnswer> {
      const isKnown = held === null && knownEtag !== null;
      const seen = isKnown ? await documents.recognise(view, { format, etag: knownEtag, decidedAt, isExact }) : null;
      if (seen !== null) return { kind: "unchanged", ...seen };
      const reading = await documents.read(view, decidedAt, isExact);
      const { mark, pageMark, readAt, etags } = reading;
      const at = { mark, pageMark, readAt };
      if (isKnown && etags[format] === knownEtag) return { kind: "unchanged", ...at };
      const document = documents.write(reading, format);
      if (isKnown && document.etag === knownEtag) return { kind: "unchanged", ...at };
      const bytes = held === null ? document.bytes : newTo(document, held);
      if (bytes === null) return { kind: "nothingHeld", ...at };
      const feed = renderedFeed(document, { format, codings, bytes, isPrivate: view.keyed });
      return { kind: "rendered", ...at, feed };
    },
  };
}

/** `bytes`: the bytes that are sent. */
function renderedFeed(
  { contentType, etag, feed, items, places }: FeedDocument,
  {
    format,
    codings,
    bytes,
    isPrivate,
  }: { format: FeedFormat; codings: readonly ContentCoding[]; bytes: Uint8Array; isPrivate: boolean },
): RenderedFeed {
  // Compress synchronously: this thread has nothing else to do, and the libuv thread pool would compete with the
  // serving thread.
  const forms = Object.fromEntries(codings.map((coding) => [coding, encoders[coding](bytes)]));
  const named = { location: feed.selfUrls[format], link: linkOf(feed, format), isPrivate };
  return { contentType, ...named, etag, held: writeHeldItems(items), places, ...timesOf(feed), forms };
}

/**
 * Busy feeds are requested in several formats at the same time. Requests that arrive within this time share one reading
 * of the store.
 */
const pageMsMax = 250;

function newTo(document: FeedDocument, held: string): Uint8Array | null {
  const items = readHeldItems(held);
  return items === null ? null : document.newTo(items);
}

const maxAgeSecondsMin = 60;
const maxAgeSecondsMax = 900;

/** WebSub section 4: the hub and the canonical address, in one Link header (RFC 8288). */
function linkOf(feed: MergedFeed, format: FeedFormat): string {
  const self = `<${feed.selfUrls[format]}>; rel="self"`;
  return feed.hubUrl === null ? self : `<${feed.hubUrl}>; rel="hub", ${self}`;
}

function timesOf(feed: MergedFeed): Pick<RenderedFeed, "changedAt" | "maxAgeSeconds"> {
  // Half the usual gap between arrivals: at that pace a reader misses little and polls seldom.
  const maxAgeSeconds = Math.min(Math.max(feed.ttlMinutes * 30, maxAgeSecondsMin), maxAgeSecondsMax);
  return { changedAt: feed.changedAt, maxAgeSeconds };
}

/**
 * A document may change every second, so compression must be fast. These levels take half the time of the usual ones (6
 * and 5) for 2 to 4 % more bytes.
 */
const gzipLevel = 4;
const brotliQuality = 4;

function gzipped(bytes: Uint8Array): Uint8Array {
  return gzipSync(bytes, { level: gzipLevel });
}

function brotlied(bytes: Uint8Array): Uint8Array {
  return brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: brotliQuality, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });
}

const encoders: Readonly<Record<ContentCoding, (bytes: Uint8Array) => Uint8Array>> = {
  identity: (bytes) => bytes,
  gzip: gzipped,
  br: brotlied,
};
