import type { Entry } from "../../src/domain/entry.ts";
import { openStore } from "../../src/store/open-store.ts";
import { makeEntry } from "./make-entry.ts";
import { deskState, fetchedOf, specOf, verdictOf } from "./store-fixtures.ts";

const batchSize = 500;

/** Makes a store at `url` with these entries of one paused feed. Each is decided, as a story of its own. */
export async function fillStore(url: string, entries: readonly Partial<Entry>[]): Promise<void> {
  const now = Date.now();
  const store = await openStore(url, { now });
  const feed = await store.addFeed(specOf("https://north.example/rss"), "added", now);
  await store.setFeedState(feed.id, "paused");
  for (let from = 0; from < entries.length; from += batchSize) {
    const batch = entries.slice(from, from + batchSize);
    const changes = batch.map((entry) => ({ kind: "new", entry: makeEntry(entry) }) as const);
    const { newIds } = await store.saveFetched(fetchedOf(feed.id, changes, { now }));
    const next = (newIds.at(-1) ?? 0) + 1;
    await store.saveVerdicts(
      newIds.map((id) => verdictOf(id, id, id)),
      deskState({ nextCopyId: next, nextStoryId: next }),
    );
  }
  await store.close();
}
