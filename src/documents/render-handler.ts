import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { ReadStore } from "../domain/store.ts";
import type { FeedFormat } from "../publish/feed-formats.ts";
import { readHeldItems, writeHeldItems } from "../publish/held-items.ts";
import type { MergedFeed } from "../publish/merged-feed.ts";
import { createDocumentReader, type DocumentSettings, type FeedDocument } from "./document-reader.ts";
import type { RenderAnswer, RenderedFeed, Renderer, RenderRequest } from "./renderer.ts";

/**
 * A renderer over a store. It runs in-process, or in a thread of its own with a read-only store (`render-thread.ts`).
 */
export function createRenderHandler(store: ReadStore, settings: DocumentSettings): Renderer {
  const documents = createDocumentReader(store, { ...settings, pageMsMax });
  return {
    async render({ view, format, knownEtag, held }: RenderRequest): Promise<RenderAnswer> {
      const reading = await documents.read(view);
      const { mark, readAt, feed, etags } = reading;
      const isKnown = held === null && knownEtag !== null;
      if (isKnown && etags[format] === knownEtag) return { kind: "unchanged", mark, readAt };
      const document = documents.write(reading, format);
      const { contentType, etag } = document;
      if (isKnown && etag === knownEtag) return { kind: "unchanged", mark, readAt };
      const bytes = held === null ? document.bytes : newTo(document, held);
      if (bytes === null) return { kind: "nothingHeld", mark, readAt };
      // Compress synchronously: this thread has nothing else to do, and the libuv thread pool would compete with the
      // serving thread.
      const forms = { bytes, gzip: gzipped(bytes), brotli: brotlied(bytes) };
      const named = { location: feed.selfUrls[format], link: linkOf(feed, format), isPrivate: view.keyed };
      const said = { contentType, ...named, etag, held: writeHeldItems(document.items), ...timesOf(feed) };
      return { kind: "rendered", mark, readAt, feed: { ...said, ...forms } };
    },
  };
}

/** Busy feeds are requested in several formats at once. They share one reading of the store. */
const pageMsMax = 100;

function newTo(document: FeedDocument, held: string): Uint8Array | null {
  const items = readHeldItems(held);
  return items === null ? null : document.newTo(items);
}

const maxAgeSecondsMin = 60;
const maxAgeSecondsMax = 900;

/** WebSub section 4: the hub and the canonical address, in one header (RFC 8288). */
function linkOf(feed: MergedFeed, format: FeedFormat): string {
  const self = `<${feed.selfUrls[format]}>; rel="self"`;
  return feed.hubUrl === null ? self : `<${feed.hubUrl}>; rel="hub", ${self}`;
}

function timesOf(feed: MergedFeed): Pick<RenderedFeed, "changedAt" | "maxAgeSeconds"> {
  // Half the usual gap between arrivals: at that pace a reader misses little and asks seldom.
  const maxAgeSeconds = Math.min(Math.max(feed.ttlMinutes * 30, maxAgeSecondsMin), maxAgeSecondsMax);
  return { changedAt: feed.changedAt, maxAgeSeconds };
}

/**
 * A document may change every second. These levels take half the time of the usual ones (6 and 5) for 2 to 4 % more
 * bytes.
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
