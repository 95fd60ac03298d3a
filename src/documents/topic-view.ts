import { WireError } from "../domain/errors.ts";
import type { Section } from "../domain/section.ts";
import { type FeedFormat, splitFormat } from "../publish/feed-formats.ts";
import type { FeedDirectory } from "./feed-directory.ts";
import { readFeedQuery } from "./feed-query.ts";
import { feedTopic, sectionTopic, sourceTopic, type Topic } from "./feed-topics.ts";
import type { FeedView, RenderLane } from "./renderer.ts";
import { allSections } from "./section-access.ts";

export interface TopicDeps {
  readonly sections: readonly Section[];
  readonly baseUrl: string;
  readonly directory: () => Promise<FeedDirectory>;
}

/** A hub topic: its view and format. */
export interface TopicView {
  readonly view: FeedView;
  readonly format: FeedFormat;
  /** `Topic.fixed`. */
  readonly fixed: boolean;
}

/**
 * Reads a topic's address. Topics are sections, sources and feeds, each under exactly one address. Queries are refused,
 * because every query would be a topic of its own, and each topic costs work at every change. Throws WireError
 * not-found or forbidden.
 */
export async function readTopicView(deps: TopicDeps, address: string): Promise<TopicView> {
  const prefix = `${deps.baseUrl}/feeds/`;
  const [, place = ""] = /^([^?#]*)(?:\?[^#]*)?$/.exec(address.replace(prefix, "")) ?? [];
  const named = address.startsWith(prefix) ? splitFormat(place) : null;
  const [, kind, id] = /^(?:(source|feed)\/)?([^/]{1,200})$/.exec(named?.path ?? "") ?? [];
  if (named === null || id === undefined) throw new WireError("not-found", "hub.topic is not a feed of this server.");
  const { format } = named;
  const { title, path, filter, fixed } = await topicOf(deps, kind, id);
  const canonical = `${deps.baseUrl}${path}.${format}`;
  if (canonical !== address)
    throw new WireError("forbidden", `The hub announces only whole feeds; subscribe to ${canonical}`);
  const { page, canonical: query, archive } = readFeedQuery("", filter);
  const lane = laneOf(query, kind === undefined);
  return { view: { title, path, query, page, archive, keyed: false, lane }, format, fixed };
}

/** The queue for a document. `canonical`: the document's query in canonical form. */
export function laneOf(canonical: string, isSection: boolean): RenderLane {
  if (canonical !== "") return "asked";
  return isSection ? "section" : "upstream";
}

/** Whether the hub announces changes of this view. Its documents then name the hub. */
export function isTopic({ query, keyed, digestOf }: Pick<FeedView, "query" | "keyed" | "digestOf">): boolean {
  return query === "" && !keyed && digestOf === undefined;
}

async function topicOf(deps: TopicDeps, kind: string | undefined, id: string): Promise<Topic> {
  if (kind === "source") return sourceTopic(await deps.directory(), id);
  if (kind === "feed") return feedTopic(await deps.directory(), id);
  const section = allSections(deps.sections).find((one) => encodeURIComponent(one.id) === id);
  return sectionTopic(new Map(section === undefined ? [] : [[section.id, section]]), section?.id ?? id, null);
}
