import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { ReadStore } from "../domain/store.ts";
import { readHeldItems, writeHeldItems } from "../publish/held-items.ts";
import type { FeedFormat, MergedFeed } from "../publish/merged-feed.ts";
import { createDocumentReader, type DocumentSettings, type FeedDocument } from "./document-reader.ts";
import type { RenderAnswer, RenderedFeed, Renderer, RenderRequest } from "./renderer.ts";

/** A renderer over a store. It runs in-process, or in a thread of its own with a read-only store (`render-thread.ts`). */
export function createRenderHandler(store: ReadStore, settings: DocumentSettings): Renderer {
  const readDocument = createDocumentReader(store, settings);
  return {
    async render({ view, format, knownEtag, held }: RenderRequest): Promise<RenderAnswer> {
      const document = await readDocument(view, format);
      const { mark, feed, contentType, etag } = document;
      if (held === null && etag === knownEtag) return { kind: "unchanged", mark };
      const bytes = held === null ? document.bytes : newTo(document, held);
      if (bytes === null) return { kind: "nothingHeld", mark };
      const forms = { bytes, gzip: await gzipped(bytes), brotli: await brotlied(bytes) };
      const { link, isPrivate } = { link: linkOf(feed, format), isPrivate: view.keyed };
      const said = { contentType, link, isPrivate, etag, held: writeHeldItems(document.items), ...timesOf(feed) };
      return { kind: "rendered", mark, feed: { ...said, ...forms } };
    },
  };
}

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
  // Half the usual gap between arrivals: whoever comes by at that pace misses little and asks for little.
  const maxAgeSeconds = Math.min(Math.max(feed.ttlMinutes * 30, maxAgeSecondsMin), maxAgeSecondsMax);
  return { changedAt: feed.changedAt, maxAgeSeconds };
}

function gzipped(bytes: Uint8Array): Promise<Uint8Array> {
  return promisify(gzip)(bytes, { level: 6 });
}

function brotlied(bytes: Uint8Array): Promise<Uint8Array> {
  return promisify(brotliCompress)(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });
}
