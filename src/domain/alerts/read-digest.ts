import { countOutlets } from "../copies/houses.ts";
import { topRank } from "../copies/top-rank.ts";
import type { Cursor, PageQuery, SectionFilter, WireItem } from "../section.ts";
import type { ReadStore } from "../store.ts";
import { summaryOf } from "../text/summary-of.ts";
import { dayMs, type Instant } from "../time.ts";
import type { AlertEvent, MessageItem } from "./outgoing.ts";

/** What a digest tells of a span of time. */
export interface Digest {
  readonly from: Instant;
  readonly to: Instant;
  /** The stories of the span: those with the most outlets and the fastest first. At most `topMax`. */
  readonly top: readonly MessageItem[];
  /** Corrections and withdrawals in the span, also of older stories: the latest first. */
  readonly changes: readonly MessageItem[];
  /** How many stories of the span are not in `top`. */
  readonly more: number;
}

export interface DigestQuery {
  readonly filter: SectionFilter;
  /** News after `from`, up to `to`. */
  readonly from: Instant;
  readonly to: Instant;
  readonly deskBase: string;
  /** Whether the reader may see a carrier. The store hides what the public must not see; this hides more. */
  readonly maySee: (carrier: WireItem["carriers"][number]) => boolean;
}

const topMax = 25;
const changesMax = 25;
/** How far back corrections and withdrawals of older stories are looked for. */
const olderMs = 2 * dayMs;
const storiesMax = 2000;
const pageLimit = 200;

/** Reads a digest: the ranking is that of /api/v1/top at the end of the span. */
export async function readDigest(store: Pick<ReadStore, "readPage">, query: DigestQuery): Promise<Digest> {
  const { from, to } = query;
  const stories = (await readStories(store, query)).flatMap((story) => seenOf(story, query.maySee));
  const fresh = stories.filter(({ arrivedAt }) => arrivedAt > from);
  const ranked = fresh
    .filter(({ withdrawnBy }) => withdrawnBy === null)
    .map((story) => ({ story, score: topRank(story, to).score }))
    .sort((a, b) => b.score - a.score || b.story.arrivedAt - a.story.arrivedAt || b.story.id - a.story.id);
  const top = ranked.slice(0, topMax).map(({ story }) => itemOf("new", story, query));
  const changes = stories
    .flatMap((story) => changeOf(story, query))
    .sort((a, b) => b.at - a.at)
    .slice(0, changesMax);
  return { from, to, top, changes, more: ranked.length - top.length };
}

async function readStories(
  store: Pick<ReadStore, "readPage">,
  { filter, from, to }: DigestQuery,
): Promise<readonly WireItem[]> {
  const stories: WireItem[] = [];
  for (let after: Cursor | null = { at: to, id: Number.MAX_SAFE_INTEGER }; stories.length < storiesMax; ) {
    const page: PageQuery = { filter, collapse: "story", sort: "arrival", limit: pageLimit, after };
    const { items, next } = await store.readPage(page);
    stories.push(...items.filter(({ arrivedAt }) => arrivedAt > from - olderMs));
    if (next === null || (items.at(-1)?.arrivedAt ?? 0) <= from - olderMs) break;
    after = next;
  }
  return stories;
}

/** The story with the carriers that the reader may see; none when there are none. */
function seenOf(story: WireItem, maySee: DigestQuery["maySee"]): readonly WireItem[] {
  const carriers = story.carriers.filter(maySee);
  return carriers.length === 0 ? [] : [{ ...story, carriers }];
}

/** The correction or withdrawal of a story within the span. */
function changeOf(story: WireItem, query: DigestQuery): readonly MessageItem[] {
  const alarm = story.alarms?.find(({ kind, at }) => kind !== "flash" && at > query.from && at <= query.to);
  if (alarm !== undefined)
    return [itemOf(alarm.kind === "withdrawn" ? "withdrawal" : "correction", story, query, alarm.at)];
  const { withdrawnBy, significantAt } = story;
  if (withdrawnBy === null || significantAt <= query.from || significantAt > query.to) return [];
  return [itemOf("withdrawal", story, query, significantAt)];
}

function itemOf(
  event: AlertEvent,
  story: WireItem,
  { deskBase, maySee }: DigestQuery,
  at = story.arrivedAt,
): MessageItem {
  const lead = story.carriers.find(({ entryId }) => entryId === story.lead.id);
  const isSeen = lead !== undefined && maySee(lead);
  const shown = isSeen
    ? { headline: story.lead.headline, source: story.lead.source.name, url: story.lead.url }
    : {
        headline: story.carriers[0]?.title ?? "",
        source: story.carriers[0]?.source.name ?? "",
        url: story.carriers[0]?.url ?? null,
      };
  return {
    event,
    ...shown,
    // A withdrawn text must not be published again.
    summary: isSeen && story.withdrawnBy === null ? summaryOf(story.lead.summary, summaryCharsMax) : "",
    outlets: Math.max(1, countOutlets(story.carriers)),
    deskUrl: `${deskBase}/stories/${story.id}`,
    at,
  };
}

const summaryCharsMax = 300;
