import type { StoredEntry } from "../../src/domain/entry.ts";
import type { FeedStatus } from "../../src/domain/feed.ts";
import { type HubStore, isBehind } from "../../src/domain/hub.ts";
import type { Page, PageQuery, StoryDetail, WireItem } from "../../src/domain/section.ts";
import type { ReadStore } from "../../src/domain/store.ts";

/** A store that a test fills by hand. `change()` sets new items and moves the change mark. */
export interface FakeReadStore extends ReadStore, Pick<HubStore, "readPageFingerprint"> {
  change(items: readonly WireItem[]): void;
  /** Moves only the change mark, as a change to other items does. */
  touch(): void;
  feeds: readonly FeedStatus[];
  /** When set, every method rejects with this error. */
  failure: Error | null;
  readonly pagesRead: PageQuery[];
}

export function fakeReadStore(initial: readonly WireItem[] = []): FakeReadStore {
  let items = initial;
  let mark = 1;
  const guard = async <Value>(read: () => Value): Promise<Value> => {
    if (store.failure !== null) throw store.failure;
    return read();
  };
  const store: FakeReadStore = {
    feeds: [],
    failure: null,
    pagesRead: [],
    change: (changed) => {
      items = changed;
      mark += 1;
    },
    touch: () => {
      mark += 1;
    },
    readChangeMark: () => guard(() => mark),
    readShownMark: () => guard(() => mark),
    readIndexWaiting: () => guard(() => 0),
    readNewsSince: () => guard(() => ({ news: [], members: new Map() })),
    listAlertRules: () => guard(() => []),
    readDigests: () => guard(() => []),
    readLastDigest: () => guard(() => null),
    listOutbox: () => guard(() => []),
    readOutboxFigures: () => guard(() => []),
    readPage: (query) =>
      guard(() => {
        store.pagesRead.push(query);
        return pageOf(items, query);
      }),
    readForms: () => guard(() => []),
    listProcesses: () => guard(() => []),
    readHits: ({ filter, collapse, limit, parts }) =>
      guard(() => {
        const all = pageOf(items, { filter, collapse, sort: "arrival", limit, after: null }).items;
        const oldestAt = all.at(-1)?.arrivedAt ?? null;
        const found = { entries: all.length, items: all.length, isWhole: true, oldestAt, hours: [], fired: 0 };
        return { ...found, parts: parts.map(() => 0) };
      }),
    readPageFingerprint: (query) => guard(() => JSON.stringify(pageOf(items, query))),
    readPlaces: ({ filter, from, direction, limit }) =>
      guard(() => {
        const all = pageOf(items, {
          filter,
          collapse: "copy",
          sort: "arrival",
          limit: items.length,
          after: null,
        }).items;
        const places = all.map(({ arrivedAt, id }) => ({ at: arrivedAt, id }));
        const newer = places.filter((place) => isBehind(from, place)).reverse();
        return (direction === "older" ? places.filter((place) => isBehind(place, from)) : newer).slice(0, limit);
      }),
    readEntry: (id) => guard(() => items.map((item) => item.lead).find((lead) => lead.id === id) ?? null),
    readRevisions: () => guard(() => []),
    readLanguages: () => guard(() => []),
    readPolls: () => guard(() => []),
    readIdBase: () => guard(() => null),
    isSessionEnded: () => guard(() => false),
    readCopy: (id) => guard(() => items.find((item) => item.copyId === id) ?? null),
    readStory: (id) => guard(() => storyOf(items, id)),
    readEntries: () => guard((): readonly StoredEntry[] => items.map((item) => item.lead)),
    listFeeds: (page) =>
      guard(() => {
        const { afterId, limit } = page ?? { afterId: 0, limit: store.feeds.length };
        return store.feeds.filter(({ feed }) => feed.id > afterId).slice(0, limit);
      }),
    readToldAgain: () => guard(() => []),
    readRulingsNaming: () => guard(() => []),
    readRulingsAbout: () => guard(() => []),
    readCommandMark: () => guard(() => 0),
    readArrivals: () => guard(() => []),
    readSavedValidators: () => guard(() => null),
    readChanges: () => guard(() => ({ kind: "forgotten" as const })),
    readLogEnd: () => guard(() => ({ seq: mark, at: 0 })),
    readPlaceKey: () => guard(() => new Uint8Array(32)),
    readHubFigures: () =>
      guard(() => ({ subscriptions: 0, topics: 0, owed: 0, failing: 0, oldestOwedAt: null, dropped: 0 })),
    readDroppedDeliveries: () => guard(() => []),
    readCounts: () =>
      guard(() => ({ sources: 1, feeds: 1, entries: items.length, revisions: 0, copies: 0, stories: 0, pending: 0 })),
    close: () => guard(() => undefined),
  };
  return store;
}

function pageOf(items: readonly WireItem[], query: PageQuery): Page {
  const { sources, feedId, languages } = query.filter;
  const names = sources.map((name) => name.toLowerCase());
  const matching = items.filter(
    ({ lead, arrivedAt, id }) =>
      (names.length === 0 || names.includes(lead.source.name.toLowerCase())) &&
      (feedId === null || lead.feedId === feedId) &&
      (languages.length === 0 || languages.includes(lead.language ?? "")) &&
      (query.after === null || arrivedAt < query.after.at || (arrivedAt === query.after.at && id < query.after.id)),
  );
  const shown = matching.slice(0, query.limit);
  const last = shown.at(-1);
  return { items: shown, next: matching.length > shown.length && last ? { at: last.arrivedAt, id: last.id } : null };
}

function storyOf(items: readonly WireItem[], id: number): StoryDetail | null {
  const copies = items.filter((item) => item.storyId === id);
  return copies.length === 0 ? null : { id, pinned: false, copies, entries: copies.map((copy) => copy.lead) };
}
