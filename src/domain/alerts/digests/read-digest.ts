import { setImmediate as nextTurn } from "node:timers/promises";
import { countOutlets } from "../../copies/houses.ts";
import { topRank } from "../../copies/top-rank.ts";
import type { StoredEntry } from "../../entry.ts";
import type { Carrier, Cursor, PageQuery, SectionFilter, WireItem } from "../../section.ts";
import type { ReadStore } from "../../store.ts";
import { summaryOf } from "../../text/summary-of.ts";
import { dayMs, type Instant } from "../../time.ts";
import type { Digest, DigestItem } from "./digest.ts";

export interface DigestQuery {
  readonly filter: SectionFilter;
  /** News after `from`, up to `to`. */
  readonly from: Instant;
  readonly to: Instant;
  /**
   * Whether the reader may see a carrier. This hides carriers in addition to those that the store hides from the
   * public.
   */
  readonly maySee: (carrier: WireItem["carriers"][number]) => boolean;
  /** Reads a carrier that the reader may see. */
  readonly readEntry: ReadStore["readEntry"];
}

const topMax = 25;
const changesMax = 25;
/** Stories are read from this long before the span, to find changes of older stories. */
const olderMs = 2 * dayMs;
const storiesMax = 200_000;
const pageLimit = 200;

/**
 * Makes a digest from the store. The ranking is that of /api/v1/top at the end of the span. All stories of the span are
 * ranked, page by page, and only the best are kept.
 */
export async function readDigest(store: Pick<ReadStore, "readPage">, query: DigestQuery): Promise<Digest> {
  const { from, to } = query;
  let top: readonly Ranked[] = [];
  let changes: readonly DigestItem[] = [];
  let count = 0;
  for await (const page of readStories(store, query)) {
    const stories = page.flatMap((story) => seenOf(story, query.maySee));
    const ranked = stories
      .filter(({ arrivedAt, withdrawnBy }) => arrivedAt > from && withdrawnBy === null)
      .map((story) => ({ story, score: topRank(story, to).score }));
    count += ranked.length;
    top = [...top, ...ranked].sort(byRank).slice(0, topMax);
    changes = [...changes, ...stories.flatMap((story) => changeOf(story, query))].sort(byWeight).slice(0, changesMax);
  }
  const read = await Promise.all(changes.map((item) => withText(item, query)));
  const told = top.map(({ story }) => itemOf("new", story, query.maySee));
  return { from, to, top: told, changes: read, more: count - top.length };
}

interface Ranked {
  readonly story: WireItem;
  readonly score: number;
}

function byRank(a: Ranked, b: Ranked): number {
  return b.score - a.score || b.story.arrivedAt - a.story.arrivedAt || b.story.id - a.story.id;
}

/** Corrections and withdrawals before updates, and then the latest first. */
function byWeight(a: DigestItem, b: DigestItem): number {
  return Number(a.event === "update") - Number(b.event === "update") || b.at - a.at;
}

/** The stories of the span and of some time before it, newest first, in pages. */
async function* readStories(
  store: Pick<ReadStore, "readPage">,
  { filter, from, to }: DigestQuery,
): AsyncGenerator<readonly WireItem[]> {
  let after: Cursor = { at: to, id: Number.MAX_SAFE_INTEGER };
  for (let read = 0; read < storiesMax; read += pageLimit) {
    const page: PageQuery = { filter, collapse: "story", sort: "arrival", limit: pageLimit, after };
    const { items, next } = await store.readPage(page);
    yield items.filter(({ arrivedAt }) => arrivedAt > from - olderMs);
    if (next === null || (items.at(-1)?.arrivedAt ?? 0) <= from - olderMs) return;
    after = next;
    // Between pages, let the thread do its other work, such as polling.
    await nextTurn();
  }
}

/** The story, with only the carriers that the reader may see; an empty list when the reader may see none of them. */
function seenOf(story: WireItem, maySee: DigestQuery["maySee"]): readonly WireItem[] {
  const carriers = story.carriers.filter(maySee);
  return carriers.length === 0 ? [] : [{ ...story, carriers }];
}

/** The correction, withdrawal or update of a story within the span; an empty list when there is none. */
function changeOf(story: WireItem, query: DigestQuery): readonly DigestItem[] {
  const { from, to, maySee } = query;
  const alarm = story.alarms?.find(({ kind, at }) => kind !== "flash" && at > from && at <= to);
  if (alarm !== undefined) {
    const event = alarm.kind === "withdrawn" ? "withdrawal" : "correction";
    return [{ ...itemOf(event, story, maySee), at: alarm.at }];
  }
  const { withdrawnBy, significantAt } = story;
  if (withdrawnBy === null) return updateOf(story, query);
  if (significantAt <= from || significantAt > to) return [];
  return [{ ...itemOf("withdrawal", story, maySee), at: significantAt }];
}

/**
 * The latest update, within the span, of a story that an earlier digest may have reported. An update is a revision of
 * the lead, or another text of the lead's source. A text of another outlet is not an update.
 */
function updateOf(story: WireItem, { from, to, maySee }: DigestQuery): readonly DigestItem[] {
  if (story.arrivedAt > from || story.significantAt <= from) return [];
  const teller = tellerOf(story, maySee);
  const isInSpan = (at: Instant) => at > from && at <= to;
  const { lead } = story;
  const isRevised = teller?.entryId === lead.id && lead.firstSeenAt <= from && isInSpan(lead.significantAt);
  const revised = isRevised ? [{ ...itemOf("update", story, maySee), at: lead.significantAt }] : [];
  const sent = story.carriers
    .filter(
      ({ source, isStruck, firstSeenAt }) => !isStruck && source.id === teller?.source.id && isInSpan(firstSeenAt),
    )
    .map((carrier) => ({ ...itemOf("update", story, maySee), ...carrierTexts(carrier), at: carrier.firstSeenAt }));
  const [latest] = [...revised, ...sent].sort((a, b) => b.at - a.at);
  return latest === undefined ? [] : [latest];
}

/** The lead if the reader may see it; otherwise the first carrier that the reader may see. */
function tellerOf(story: WireItem, maySee: DigestQuery["maySee"]): Carrier | undefined {
  const lead = story.carriers.find(({ entryId }) => entryId === story.lead.id);
  return lead !== undefined && maySee(lead) ? lead : story.carriers[0];
}

function itemOf(event: DigestItem["event"], story: WireItem, maySee: DigestQuery["maySee"]): DigestItem {
  const teller = tellerOf(story, maySee);
  const isLead = teller?.entryId === story.lead.id;
  const shown = isLead ? textsOf(story.lead) : carrierTexts(teller);
  return {
    ...{ event, storyId: story.storyId, outlets: Math.max(1, countOutlets(story.carriers)), at: story.arrivedAt },
    ...shown,
    // A withdrawn text must not be published again.
    summary: story.withdrawnBy === null ? shown.summary : "",
  };
}

type Texts = Pick<DigestItem, "entryId" | "headline" | "summary" | "source" | "url">;

function textsOf({ id, headline, summary, source, url }: StoredEntry): Texts {
  return { entryId: id, headline, summary: summaryOf(summary, summaryCharsMax), source: source.name, url };
}

function carrierTexts(carrier: Carrier | undefined): Texts {
  const { entryId = 0, title = "", source, url = null } = carrier ?? {};
  return { entryId, headline: title, summary: "", source: source?.name ?? "", url };
}

/** Gives an update the headline and summary of its own entry, because lists contain only the titles of carriers. */
async function withText(item: DigestItem, { readEntry }: DigestQuery): Promise<DigestItem> {
  if (item.event !== "update" || item.summary !== "") return item;
  const entry = await readEntry(item.entryId);
  return entry === null || entry.isWithdrawn ? item : { ...item, ...textsOf(entry) };
}

const summaryCharsMax = 300;
