import type { RenderAnswer, RenderedFeed, RenderRequest } from "../../../src/documents/renderer.ts";
import type { SavedValidators } from "../../../src/domain/saved-validators.ts";
import { type Cursor, emptyFilter } from "../../../src/domain/section.ts";
import { createFeedCache } from "../../../src/web/feeds/feed-cache.ts";
import { createRecordingLog } from "../../support/logs.ts";

const page = { filter: emptyFilter, collapse: "copy", sort: "arrival", limit: 50, after: null } as const;
/** The requested document. */
export const request = {
  view: { title: "All", path: "/feeds/all", query: "", page, archive: null, keyed: false, lane: "section" },
  format: "rss",
} as const;

function rendered(content: string, changedAt: number, places: readonly Cursor[]): RenderedFeed {
  const bytes = Buffer.from(content);
  const forms = { identity: bytes, gzip: bytes, br: bytes };
  return {
    contentType: "application/rss+xml",
    location: "https://wire.example/feeds/all.rss",
    link: '<https://wire.example/feeds/all.rss>; rel="self"',
    etag: `"${content}"`,
    held: null,
    places,
    changedAt,
    isPrivate: false,
    maxAgeSeconds: 60,
    forms,
  };
}

/** A cache over a renderer. A test releases the renderer's answers one by one. */
export function cacheHarness() {
  const state = {
    time: 1_000_000,
    mark: 1,
    content: "one",
    changedAt: 500_000,
    places: [{ at: 500_000, id: 1 }] as readonly Cursor[],
    failure: null as Error | null,
    stampFailure: null as Error | null,
  };
  const waiting: (() => void)[] = [];
  const asked: RenderRequest[] = [];
  const waits: number[] = [];
  let held: "in the queue" | "after reading" | null = null;
  const { log, messages: logged } = createRecordingLog();
  const kept = new Map<string, SavedValidators>();
  const cache = createFeedCache({
    stamps: {
      read: async (key) => {
        if (state.stampFailure !== null) throw state.stampFailure;
        return kept.get(key) ?? null;
      },
      save: (feedKey, stamp) => kept.set(feedKey, { feedKey, ...stamp }),
    },
    clock: { now: () => state.time, sleep: async () => undefined },
    log,
    refusals: { note: () => false },
    delays: { note: (waitsMs) => waits.push(...waitsMs) },
    readMark: async () => state.mark,
    renderer: {
      async render(one): Promise<RenderAnswer> {
        asked.push(one);
        if (held === "in the queue") await new Promise<void>((resolve) => waiting.push(resolve));
        const { mark, content, changedAt, places, failure, time: readAt } = state;
        if (held === "after reading") await new Promise<void>((resolve) => waiting.push(resolve));
        if (failure !== null) throw failure;
        if (one.knownEtag === `"${content}"`) return { kind: "unchanged", mark, pageMark: mark, readAt };
        return { kind: "rendered", mark, pageMark: mark, readAt, feed: rendered(content, changedAt, places) };
      },
    },
  });
  return {
    cache,
    state,
    asked,
    waits,
    logged,
    hold: (where: "in the queue" | "after reading" = "after reading") => {
      held = where;
    },
    release: async () => {
      held = null;
      for (const resolve of waiting.splice(0)) resolve();
      await settle();
    },
  };
}

/** Waits until all promises that can settle have settled. */
export const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
