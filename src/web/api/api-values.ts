import type { z } from "zod";
import { publisherOf } from "../../domain/copies/houses.ts";
import type { StoredEntry } from "../../domain/entry.ts";
import type { FeedFailure, FeedStatus, Source } from "../../domain/feed.ts";
import { feedHealth } from "../../domain/feed-health.ts";
import { formWordsOf } from "../../domain/forms/with-forms.ts";
import { printQuery } from "../../domain/query/print-query.ts";
import { readQuery } from "../../domain/query/read-query.ts";
import type { SearchQuery } from "../../domain/query/search-query.ts";
import type { ToldReason } from "../../domain/reason.ts";
import type { Page, WireItem } from "../../domain/section.ts";
import type { ReadStore } from "../../domain/store.ts";
import type { Instant } from "../../domain/time.ts";
import { type MergedItem, mergedItem } from "../../publish/merged-item.ts";
import type { Publisher } from "../../publish/publisher.ts";
import { type RowMarks, readRowMarks } from "../river/row-marks.ts";
import type { entry, feeds, foundItem, item, understood } from "./api-schemas.ts";

/** A search as it was understood; null when there is no search. */
export async function understoodValue(
  store: Pick<ReadStore, "readForms">,
  text: string,
): Promise<z.input<typeof understood>> {
  if (text.trim() === "") return null;
  const { query, notes } = readQuery(text.trim());
  const words = formWordsOf([query]);
  const forms = words.length === 0 ? [] : await store.readForms(words);
  return {
    understood: printQuery(query),
    notes: notes.map((note) => ({ ...note })),
    forms: forms.map(({ of: word, form, language }) => ({ word, form, language })),
  };
}

/** A merged item as the API shows it. */
export function itemValue(merged: MergedItem): z.input<typeof item> {
  const { id, url, title, summary, language, urgency, cue, withdrawn, reasons, publisher } = merged;
  return {
    id,
    url,
    title,
    summary,
    language,
    source: merged.source.name,
    publisher,
    copy: merged.copyId,
    story: merged.storyId,
    copies: merged.copyCount,
    outlets: merged.outlets,
    urgency,
    cue: cue === null ? null : { ...cue },
    withdrawn,
    published: timeValue(merged.publishedAt),
    updated: timeValue(merged.updatedAt),
    carriers: merged.carriers.map((carrier) => {
      return {
        source: carrier.source,
        url: carrier.url,
        title: carrier.title,
        published: timeValue(carrier.publishedAt),
        withdrawn: carrier.isStruck,
      };
    }),
    reasons: reasons.map(reasonValue),
  };
}

function sourceValue({ id, name, kind, rank, family }: Source): z.input<typeof entry>["source"] {
  return { id, name, kind, rank, family: family ?? null };
}

/** The items of a page as the API shows them. With a search, each item names the entry that the search found. */
export async function foundItems(
  { items }: Page,
  search: SearchQuery | null,
  publisher: Publisher & { readonly store: Pick<ReadStore, "readForms"> },
): Promise<z.input<typeof foundItem>[]> {
  const marks = await readRowMarks(publisher.store, search, []);
  return items.map((item) => ({
    ...itemValue(mergedItem(item, publisher)),
    matched: matchedValue(item, marks),
    rank: item.top ?? null,
  }));
}

function matchedValue(item: WireItem, marks: RowMarks): z.input<typeof foundItem>["matched"] {
  const { matched } = item;
  if (matched === undefined) return null;
  const { id, source, title, url } = matched;
  return { entry: id, source: source.name, title, url, excerpt: marks.read(item).line };
}

export function entryValue(stored: StoredEntry): z.input<typeof entry> {
  const { id, source, url, title, headline, text, language, cue, urgency, revision } = stored;
  return {
    id,
    feed: stored.feedId,
    source: sourceValue(source),
    publisher: publisherOf(stored),
    url,
    title,
    headline,
    text,
    withdrawn: stored.isWithdrawn,
    language,
    categories: [...stored.categories],
    cue: cue === null ? null : { ...cue },
    urgency,
    revision,
    published: timeValue(stored.publishedAt),
    firstSeen: timeValue(stored.firstSeenAt),
    copy: stored.copyId,
    story: stored.storyId,
    reasons: stored.reasons.map(reasonValue),
  };
}

function reasonValue({ code, text, score, with: other }: ToldReason) {
  return { code, text, score, with: other };
}

/** A feed as the API shows it. The query of its address is left out, because it may contain a subscriber's key. */
export function feedValue(status: FeedStatus, now: Instant): z.input<typeof feeds>["feeds"][number] {
  const { feed, poll, entryCount } = status;
  const { word, entriesPerHour, quietSince, emptySince, cutBy, gap, movedTo, twinId, hub } = feedHealth(status, now);
  const { failure } = poll;
  return {
    id: feed.id,
    url: withoutQuery(feed.url),
    title: feed.title,
    siteUrl: feed.siteUrl,
    language: feed.language,
    state: feed.state,
    source: sourceValue(feed.source),
    entries: entryCount,
    lastPoll: timeOrNull(poll.lastPollAt),
    lastSuccess: timeOrNull(poll.lastSuccessAt),
    nextPoll: timeOrNull(poll.nextPollAt),
    nextPollReason: poll.nextPollReason,
    health: word,
    entriesPerHour,
    quietSince: timeOrNull(quietSince),
    emptySince: timeOrNull(emptySince),
    cutBy,
    gap: gap === null ? null : { at: timeOrNull(gap.at), missingHours: gap.missingHours },
    hub: hub === null ? null : { ...hub, leaseUntil: timeOrNull(hub.leaseUntil) },
    movedTo: movedTo === null ? null : withoutQuery(movedTo),
    sameAs: twinId,
    lastNewEntry: timeOrNull(poll.lastNewEntryAt),
    lastStatus: poll.lastStatus,
    failure: failure === null ? null : { ...shownFailure(failure), since: timeValue(failure.firstAt) },
  };
}

function shownFailure({ code, message, count }: FeedFailure) {
  return { code, message, count };
}

function withoutQuery(url: string): string {
  if (!URL.canParse(url)) return "";
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}

export function timeValue(at: Instant): string {
  return new Date(at).toISOString();
}

function timeOrNull(at: Instant | null): string | null {
  return at === null ? null : timeValue(at);
}
