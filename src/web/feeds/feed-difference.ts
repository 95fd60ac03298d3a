import type { IncomingHttpHeaders } from "node:http";
import { LRUCache } from "lru-cache";
import type { FeedRequest } from "../../documents/renderer.ts";
import { messageOf } from "../../domain/errors.ts";
import type { RouteDeps } from "../web-deps.ts";
import { type CachedFeed, createCachedFeed } from "./cached-feed.ts";

/**
 * RFC 3229 with the instance manipulation "feed": a reader that asks with `A-IM: feed` gets only what is new or changed
 * since the version that its If-None-Match names. The ETag that such readers are given says itself what that version
 * held, behind a "~" (`held-items.ts`), so nothing has to be remembered of old versions, here or by another server over
 * the same store.
 */
export interface FeedDifferences {
  /** The document without what the reader holds; null where the whole has to be sent. Never rejects. */
  load(key: string, request: FeedRequest, current: CachedFeed, held: string): Promise<CachedFeed | null>;
}

export function createFeedDifferences(deps: Pick<RouteDeps, "renderer" | "log" | "refusals">): FeedDifferences {
  /** Readers come in crowds that hold the same version. */
  const kept = new LRUCache<string, Promise<CachedFeed | null>>({ max: differencesMax });
  let underWay = 0;

  async function make(request: FeedRequest, current: CachedFeed, held: string): Promise<CachedFeed | null> {
    underWay += 1;
    try {
      const answer = await deps.renderer.render({ ...request, knownEtag: null, held });
      if (answer.kind !== "rendered" || answer.feed.bytes.length > differenceBytesMax) return null;
      // The store may have gone on since: an earlier Last-Modified only makes a reader ask again.
      return createCachedFeed(answer.feed, current.lastModified);
    } catch (thrown) {
      if (!deps.refusals.note(thrown))
        deps.log.warn({ feed: request.view.path, error: messageOf(thrown) }, "difference not made, the whole is sent");
      return null;
    } finally {
      underWay -= 1;
    }
  }

  return {
    load(key, request, current, held) {
      const name = `${key}\n${current.etag}\n${held}`;
      const known = kept.get(name);
      if (known !== undefined) return known;
      if (underWay >= underWayMax) return Promise.resolve(null);
      const made = make(request, current, held);
      kept.set(name, made);
      return made;
    },
  };
}

/** Anybody can invent versions that he holds: beyond so many at once the whole is sent, which is there already. */
const underWayMax = 16;
const differencesMax = 256;
/**
 * A difference as large as this saves nothing: the whole is there already. With the bound above, 64 MiB in three
 * codings at most.
 */
const differenceBytesMax = 128 * 1024;

/**
 * Whether A-IM takes "feed" (RFC 3229 section 10.5.3: a list with weights, where q=0 is a no). Python's feedparser
 * always says so, and the programs that use it mostly do not know: rss2email takes a 226 for an error, and stops for
 * ever. It is known by its Accept where a program gives a name of its own.
 */
export function takesDifferences({
  "a-im": header,
  accept = "",
  "user-agent": agent = "",
}: IncomingHttpHeaders): boolean {
  if (typeof header !== "string" || accept.includes("application/x-netcdf") || parserAgents.test(agent)) return false;
  return header.split(",").some((part) => {
    const [name = "", ...parameters] = part.split(";").map((piece) => piece.trim().toLowerCase());
    return name === "feed" && !parameters.some((parameter) => /^q=0(\.0{0,3})?$/.test(parameter));
  });
}

/** Libraries that hand 226 on to programs, and programs that are known to stop at it. */
const parserAgents = /feedparser|rss2email|\br2e\b/i;

/** The first version in an If-None-Match that says what it held; null where none does. */
export function heldVersion(ifNoneMatch: string | undefined): { readonly etag: string; readonly held: string } | null {
  const [, etag, held] = /("[\x21\x23-\x7d]{1,100}~([\w-]{1,4000})")/.exec(ifNoneMatch ?? "") ?? [];
  return etag === undefined || held === undefined ? null : { etag, held };
}

/** The list of entity tags as other readers have them: without what the versions held. */
export function plainTags(list: string | null): string | null {
  return list === null || !list.includes("~") ? list : list.replaceAll(/~[\w-]*"/g, '"');
}
