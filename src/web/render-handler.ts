import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { ReadStore } from "../domain/store.ts";
import { createItemMemory } from "../publish/item-memory.ts";
import { type MergedFeed, mergedFeed } from "../publish/merged-feed.ts";
import { renderFeed } from "../publish/render-feed.ts";
import type { FeedView, RenderAnswer, RenderedFeed, Renderer, RenderRequest } from "./renderer.ts";

/**
 * A renderer over a store. It runs in-process, or in a thread of its own with a read-only store (see `serveRenders`).
 * The three formats of a feed share one reading of the store.
 */
export function createRenderHandler(store: ReadStore, settings: { readonly baseUrl: string }): Renderer {
  const memory = createItemMemory(settings.baseUrl);
  const merged = new Map<string, { readonly mark: number; readonly feed: MergedFeed }>();
  return { render };

  async function render({ view, format, knownEtag }: RenderRequest): Promise<RenderAnswer> {
    const mark = await store.readChangeMark();
    const { bytes, contentType } = renderFeed(await readMerged(view, mark), format, memory);
    const etag = `"${createHash("sha256").update(bytes).digest("base64url").slice(0, etagChars)}"`;
    if (etag === knownEtag) return { kind: "unchanged", mark };
    const feed = await readMerged(view, mark);
    const forms = { bytes, gzip: await gzipped(bytes), brotli: await brotlied(bytes) };
    return { kind: "rendered", mark, feed: { contentType, etag, ...timesOf(feed), ...forms } };
  }

  async function readMerged(view: FeedView, mark: number): Promise<MergedFeed> {
    const key = JSON.stringify(view);
    const known = merged.get(key);
    if (known !== undefined && known.mark === mark) return known.feed;
    const page = await store.readPage(view.page);
    const { path, query } = view;
    const feed = mergedFeed(page, view, { baseUrl: settings.baseUrl, path, query, itemOf: memory.itemOf });
    merged.delete(key);
    merged.set(key, { mark, feed });
    for (const oldest of merged.keys()) {
      if (merged.size <= mergedMax) break;
      merged.delete(oldest);
    }
    return feed;
  }
}

/** 132 bits: no two documents will ever share it. */
const etagChars = 22;
/** Feeds kept as values between the renderings of their formats. */
const mergedMax = 64;
const maxAgeSecondsMin = 60;
const maxAgeSecondsMax = 900;

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
