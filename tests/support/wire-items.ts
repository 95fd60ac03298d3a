import type { StoredEntry } from "../../src/domain/entry.ts";
import type { Source } from "../../src/domain/feed.ts";
import type { Carrier, Page, WireItem } from "../../src/domain/section.ts";
import { makeEntry } from "./make-entry.ts";

export const agency: Source = { id: 1, name: "Northern Wire", kind: "agency", rank: 1 };
export const outlet: Source = { id: 2, name: "Harbour Post", kind: "outlet", rank: 50 };

/** 2026-03-01T10:00:00Z */
export const tenOClock = 1_772_359_200_000;

export function storedEntry(change: Partial<StoredEntry> = {}): StoredEntry {
  const id = change.id ?? 7;
  return {
    id,
    feedId: 3,
    source: agency,
    revision: 1,
    revisedAt: tenOClock,
    significantAt: tenOClock,
    copyId: 12,
    storyId: 30,
    reasons: [],
    standing: "text",
    isWithdrawn: false,
    isPinnedLead: false,
    ...makeEntry({
      guid: `tag:north.example,2026:${id}`,
      guidKey: `tag:north.example,2026:${id}`,
      url: `https://north.example/news/${id}`,
      title: "Ferry service resumes after storm",
      summary: "Boats are running again between the islands.",
      html: "<p>Boats are running again between the islands.</p><p>The first left at dawn.</p>",
      text: "Boats are running again between the islands.\n\nThe first left at dawn.",
      categories: ["Transport", "Weather"],
      publishedAt: tenOClock - 60_000,
      firstSeenAt: tenOClock,
      contentHash: "00",
      textKey: null,
    }),
    ...change,
  };
}

export function carrier(change: Partial<Carrier> = {}): Carrier {
  return {
    entryId: 7,
    feedId: 3,
    source: agency,
    url: "https://north.example/news/7",
    title: "Ferry service resumes after storm",
    publishedAt: tenOClock - 60_000,
    firstSeenAt: tenOClock,
    reasons: [],
    isStruck: false,
    ...change,
  };
}

export function carrierOf(entry: StoredEntry): Carrier {
  const { id, feedId, source, url, title, publishedAt, firstSeenAt, reasons } = entry;
  return { entryId: id, feedId, source, url, title, publishedAt, firstSeenAt, reasons, isStruck: false };
}

export function wireItem(change: Partial<WireItem> = {}): WireItem {
  const lead = change.lead ?? storedEntry();
  return {
    collapse: "copy",
    id: 12,
    copyId: 12,
    storyId: 30,
    lead,
    carriers: [carrierOf(lead)],
    arrivedAt: tenOClock,
    significantAt: tenOClock,
    copyCount: 1,
    withdrawnBy: null,
    ...change,
  };
}

/** Items with ids `count` down to 1, one a minute, the newest at `tenOClock`. */
export function pageOf(count: number, change: (id: number) => Partial<StoredEntry> = () => ({})): Page {
  const items = Array.from({ length: count }, (_, index) => {
    const id = count - index;
    const at = tenOClock - index * 60_000;
    const lead = storedEntry({
      id,
      firstSeenAt: at,
      publishedAt: at - 30_000,
      significantAt: at,
      revisedAt: at,
      ...change(id),
    });
    return wireItem({ id, copyId: id, storyId: id, lead, arrivedAt: at, significantAt: at });
  });
  return { items, next: null };
}
