import { afterEach, beforeEach } from "vitest";
import type { Entry } from "../../src/domain/entry.ts";
import type { Reason } from "../../src/domain/reason.ts";
import type { SectionFilter } from "../../src/domain/section.ts";
import type { ReadStore, Store } from "../../src/domain/store.ts";
import type { Verdict } from "../../src/domain/verdict.ts";
import { makeEntry } from "../support/make-entry.ts";
import { deskState, fetchedOf, noon, pageOf, specOf, verdictOf } from "../support/store-fixtures.ts";

export interface OpenedStore {
  readonly store: Store;
  /** A second connection, for reading. */
  openReader(): Promise<ReadStore>;
  /** A second connection, for writing. */
  openWriter(): Promise<Store>;
  destroy(): Promise<void>;
}

export type OpenStore = () => Promise<OpenedStore>;

export const wire = "https://wire.example/rss";
export const daily = "https://daily.example/rss";
export const because: Reason = { code: "same-text", score: 0.98, entries: [1] };

/** Makes a new store for each test of the `describe` that calls this, with helpers that fill it. */
export function useStore(open: OpenStore) {
  let opened: OpenedStore;
  beforeEach(async () => {
    opened = await open();
  });
  afterEach(() => opened.destroy());

  async function addFeed(url = wire, source: Parameters<typeof specOf>[1] = {}): Promise<number> {
    return (await opened.store.addFeed(specOf(url, source), "added", noon)).id;
  }

  async function addEntries(feedId: number, entries: readonly Entry[]): Promise<readonly number[]> {
    const changes = entries.map((entry) => ({ kind: "new", entry }) as const);
    return (await opened.store.saveFetched(fetchedOf(feedId, changes))).newIds;
  }

  /**
   * Adds entries that arrive one minute after another, each decided as its own copy and story: copy id = story id =
   * entry id.
   */
  async function addDecided(feedId: number, entries: readonly Partial<Entry>[]): Promise<readonly number[]> {
    const ids = await addEntries(
      feedId,
      entries.map((entry, at) =>
        makeEntry({ guid: `https://news.example/${feedId}/${at}`, firstSeenAt: noon + at * 60_000, ...entry }),
      ),
    );
    await decide(ids.map((id) => verdictOf(id, id, id)));
    return ids;
  }

  function decide(verdicts: readonly Verdict[]): Promise<void> {
    return opened.store.saveVerdicts(verdicts, deskState());
  }

  async function listed(filter: Partial<SectionFilter>, rest: object = {}): Promise<readonly number[]> {
    const page = await opened.store.readPage(pageOf({ filter, ...rest } as Parameters<typeof pageOf>[0]));
    return page.items.map((item) => item.id);
  }

  return {
    get opened(): OpenedStore {
      return opened;
    },
    get store(): Store {
      return opened.store;
    },
    addFeed,
    addEntries,
    addDecided,
    decide,
    listed,
  };
}
