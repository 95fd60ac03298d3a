import type { IncomingHttpHeaders } from "node:http";
import { LRUCache } from "lru-cache";
import type { ContentCoding, FeedRequest } from "../../documents/renderer.ts";
import { messageOf } from "../../domain/errors.ts";
import type { RouteDeps } from "../web-deps.ts";
import { type CachedFeed, createCachedFeed } from "./cached-feed.ts";

/**
 * RFC 3229 with the instance manipulation "feed": a reader that sends `A-IM: feed` gets only the items that are new or
 * changed since the version in its If-None-Match. The ETag for such readers lists the items of the version, after a "~"
 * (`held-items.ts`). So no server has to remember old versions.
 */
export interface FeedDifferences {
  /**
   * The document without the items that the reader holds; null when the whole document has to be sent. Never rejects.
   */
  load(key: string, request: FeedRequest, current: CachedFeed, wish: DifferenceWish): Promise<CachedFeed | null>;
}

/** The version that a reader has, and the form in which it wants the difference. */
interface DifferenceWish {
  readonly held: string;
  readonly coding: ContentCoding;
}

export function createFeedDifferences(deps: Pick<RouteDeps, "renderer" | "log" | "refusals">): FeedDifferences {
  /** The results, kept because many readers hold the same version. */
  const kept = new LRUCache<string, Promise<CachedFeed | null>>({ max: differencesMax });
  let underWay = 0;

  async function make(request: FeedRequest, current: CachedFeed, wish: DifferenceWish): Promise<CachedFeed | null> {
    underWay += 1;
    const codings = ["identity", ...(wish.coding === "identity" ? [] : [wish.coding])] as const;
    try {
      const answer = await deps.renderer.render({ ...request, knownEtag: null, held: wish.held, codings });
      if (answer.kind !== "rendered" || (answer.feed.forms.identity?.length ?? 0) > differenceBytesMax) return null;
      // The difference may contain news that came after `current` was made. Then its Last-Modified is too early, which
      // only makes the reader ask again.
      return createCachedFeed(answer.feed, current.lastModified, null);
    } catch (thrown) {
      if (!deps.refusals.note(thrown))
        deps.log.warn(
          { feed: request.view.path, error: messageOf(thrown) },
          "could not make a difference; the whole document is sent",
        );
      return null;
    } finally {
      underWay -= 1;
    }
  }

  return {
    load(key, request, current, wish) {
      const name = `${key}\n${current.etag}\n${wish.held}\n${wish.coding}`;
      const known = kept.get(name);
      if (known !== undefined) return known;
      if (underWay >= underWayMax) return Promise.resolve(null);
      const made = make(request, current, wish);
      kept.set(name, made);
      return made;
    },
  };
}

/**
 * How many differences are made at the same time. Clients can invent any number of versions. When this many are being
 * made, the whole document is sent, because it already exists.
 */
const underWayMax = 16;
const differencesMax = 256;
/**
 * A larger difference saves nothing, because the whole document already exists. Together with `differencesMax`, this
 * takes at most 64 MiB, because each difference is kept in at most two codings.
 */
const differenceBytesMax = 128 * 1024;

/**
 * Whether a request accepts differences (RFC 3229 section 10.5.3: A-IM is a list with weights, and q=0 means no).
 * Python's feedparser always sends A-IM, but most programs that use it cannot read a difference: rss2email takes a 226
 * for an error and stops for good. When a program sets its own user agent, feedparser is recognised by its Accept
 * header.
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

/** Libraries that pass a 226 on to programs that cannot read it, and programs that are known to stop at a 226. */
const parserAgents = /feedparser|rss2email|\br2e\b/i;

/** The first version in an If-None-Match whose ETag lists its items; null when there is none. */
export function heldVersion(ifNoneMatch: string | undefined): { readonly etag: string; readonly held: string } | null {
  const [, etag, held] = /("[\x21\x23-\x7d]{1,100}~([\w-]{1,4000})")/.exec(ifNoneMatch ?? "") ?? [];
  return etag === undefined || held === undefined ? null : { etag, held };
}

/** The entity tags without the lists of items in them. */
export function plainTags(list: string | null): string | null {
  return list === null || !list.includes("~") ? list : list.replaceAll(/~[\w-]*"/g, '"');
}
