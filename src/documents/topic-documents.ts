import { WireError } from "../domain/errors.ts";
import type { TopicDocuments, TopicReading } from "../domain/hub.ts";
import type { Clock } from "../domain/ports.ts";
import type { Cursor, Section } from "../domain/section.ts";
import type { ReadStore } from "../domain/store.ts";
import { type Instant, minuteMs } from "../domain/time.ts";
import { createFeedDirectory } from "./feed-directory.ts";
import { feedKey } from "./feed-key.ts";
import type { ContentCoding, RenderedFeed } from "./renderer.ts";
import type { TopicRenderer } from "./topic-renderer.ts";
import { readTopicView, type TopicView } from "./topic-view.ts";

export interface TopicDocumentsDeps {
  readonly store: Pick<ReadStore, "listFeeds">;
  readonly sections: readonly Section[];
  readonly baseUrl: string;
  readonly clock: Clock;
  readonly renderer: TopicRenderer;
  /** The cache of the documents that are sent to readers; null when nothing is served. */
  readonly served: ServedDocuments | null;
}

/**
 * The cache of the documents that are sent to readers. Readers never receive a version older than one that the hub has
 * delivered.
 */
export interface ServedDocuments {
  /** The forms in which readers request a document; empty when no reader requests it. */
  codingsOf(key: string): readonly ContentCoding[];
  /** Stores the version that is about to be delivered. */
  take(key: string, made: MadeFeed): Promise<void>;
}

/** A finished document, with the `mark`, `pageMark` and `readAt` of its `RenderAnswer`. */
export interface MadeFeed {
  readonly mark: number;
  readonly pageMark: number;
  readonly readAt: Instant;
  readonly feed: RenderedFeed;
}

/**
 * Makes the documents of the hub's topics. Once a document is returned, the address of its topic serves the same bytes.
 */
export function createTopicDocuments(deps: TopicDocumentsDeps): TopicDocuments {
  const directory = createFeedDirectory(deps, directoryMsMax);
  return {
    async read(topic, after, knownEtag) {
      const found = await viewOf(topic);
      return found === null ? { kind: "gone" } : make(found, after, knownEtag);
    },
  };

  async function viewOf(topic: string): Promise<TopicView | null> {
    try {
      return await readTopicView({ ...deps, directory }, topic);
    } catch (thrown) {
      if (thrown instanceof WireError && goneCodes.has(thrown.code)) return null;
      throw thrown;
    }
  }

  async function make(
    { view, format, fixed }: TopicView,
    after: Cursor | null,
    knownEtag: string | null,
  ): Promise<TopicReading> {
    if (after !== null) {
      const older = {
        ...view,
        page: { ...view.page, after },
        query: `?after=${after.at}-${after.id}`,
        lane: "asked" as const,
      };
      const page = await deps.renderer.renderTopic({ view: older, format, knownEtag, codings: [] });
      return page.kind === "made" ? { kind: "made", document: page.document } : page;
    }
    const key = feedKey({ ...view, fixed }, format);
    const codings = deps.served?.codingsOf(key) ?? [];
    const answer = await deps.renderer.renderTopic({ view, format, knownEtag, codings });
    if (answer.kind === "unchanged") return { kind: "unchanged" };
    // Store the document before the hub gets it, so that a subscriber who fetches the topic on delivery receives no
    // older bytes.
    const { feed, document, ...made } = answer;
    if (feed !== null) await deps.served?.take(key, { ...made, feed });
    return { kind: "made", document };
  }
}

/**
 * The list of topics is read again after this time, because listing every feed is not cheap. New names and ended topics
 * are noticed then.
 */
const directoryMsMax = minuteMs;
/**
 * Codes that mean that the address is not a topic of the hub: the section, source or feed does not exist (any more), or
 * the address has a query.
 */
const goneCodes: ReadonlySet<string> = new Set(["not-found", "forbidden"]);
