import { WireError } from "../domain/errors.ts";
import type { Section } from "../domain/section.ts";
import { type FeedFormat, splitFormat } from "../publish/feed-formats.ts";
import { allSections } from "./all-sections.ts";
import type { FeedDirectory } from "./feed-directory.ts";
import { readFeedQuery } from "./feed-query.ts";
import { feedTopic, sectionTopic, sourceTopic, type Topic } from "./feed-topics.ts";
import type { FeedView, RenderLane } from "./renderer.ts";

export interface TopicDeps {
  readonly sections: readonly Section[];
  readonly baseUrl: string;
  readonly directory: () => Promise<FeedDirectory>;
}

/** A hub topic: its view and format. */
export interface TopicView {
  readonly view: FeedView;
  readonly format: FeedFormat;
}

/**
 * Reads a topic's address. Only the canonical address (the one in rel=self) is a topic, so that one feed has one name.
 * Throws WireError not-found, usage or query-invalid.
 */
export async function readTopicView(deps: TopicDeps, address: string): Promise<TopicView> {
  const prefix = `${deps.baseUrl}/feeds/`;
  const [, place = "", search = ""] = /^([^?#]*)(\?[^#]*)?$/.exec(address.replace(prefix, "")) ?? [];
  const named = address.startsWith(prefix) ? splitFormat(place) : null;
  const [, kind, id] = /^(?:(source|feed)\/)?([^/]{1,200})$/.exec(named?.path ?? "") ?? [];
  if (named === null || id === undefined) throw new WireError("not-found", "hub.topic is no feed of this server.");
  const { format } = named;
  const { title, path, filter } = await topicOf(deps, kind, id);
  const { page, canonical: query, archive } = readFeedQuery(search, filter);
  const canonical = `${deps.baseUrl}${path}.${format}${query}`;
  if (canonical !== address)
    throw new WireError("usage", `hub.topic is not what rel="self" says, which is ${canonical}`);
  if (page.after !== null) throw new WireError("usage", "hub.topic is an older page, which does not change.");
  const lane = laneOf(query, kind === undefined);
  return { view: { title, path, query, page, archive, keyed: false, lane }, format };
}

/** `canonical`: the query of a document in its one form. */
export function laneOf(canonical: string, isSection: boolean): RenderLane {
  if (canonical !== "") return "asked";
  return isSection ? "section" : "upstream";
}

async function topicOf(deps: TopicDeps, kind: string | undefined, id: string): Promise<Topic> {
  if (kind === "source") return sourceTopic(await deps.directory(), id);
  if (kind === "feed") return feedTopic(await deps.directory(), id);
  const sections = new Map(allSections(deps.sections).map((section) => [section.id, section]));
  return sectionTopic(sections, decodeURIComponent(id), null);
}
