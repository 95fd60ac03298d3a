import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { ReadStore } from "../domain/store.ts";
import type { FeedFormat, MergedFeed } from "../publish/merged-feed.ts";
import { createDocumentReader, type DocumentSettings } from "./document-reader.ts";
import type { RenderAnswer, RenderedFeed, Renderer, RenderRequest } from "./renderer.ts";

/** A renderer over a store. It runs in-process, or in a thread of its own with a read-only store (`render-thread.ts`). */
export function createRenderHandler(store: ReadStore, settings: DocumentSettings): Renderer {
  const readDocument = createDocumentReader(store, settings);
  return {
    async render({ view, format, knownEtag }: RenderRequest): Promise<RenderAnswer> {
      const { mark, feed, contentType, bytes, etag } = await readDocument(view, format);
      if (etag === knownEtag) return { kind: "unchanged", mark };
      const forms = { bytes, gzip: await gzipped(bytes), brotli: await brotlied(bytes) };
      return {
        kind: "rendered",
        mark,
        feed: { contentType, link: linkOf(feed, format), isPrivate: view.keyed, etag, ...timesOf(feed), ...forms },
      };
    },
  };
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
