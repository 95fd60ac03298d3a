import { syntheticEntry } from "../bench/synthetic-entries.mjs";
import { storyOf } from "./loopback-agencies.mjs";

const spanMs = 72 * 3_600_000;
const batch = 200;

/**
 * Fills an empty store with `count` stories that arrived evenly over the last 72 hours, the desk's window, and that are
 * decided: each is a story of its own. Needs a build.
 *
 * @param {{url: string, specs: object[], count: number, wordCount: number}} options `url`: the store's; `specs`: its
 *   feeds, among which the stories are spread
 */
export async function storeNews({ url, specs, count, wordCount }) {
  const { openStore } = await import("../../dist/store/open-store.js");
  const now = Date.now();
  const store = await openStore(url, { now: now - spanMs });
  await store.syncFeeds(specs, now - spanMs);
  const feeds = await store.listFeeds();
  for (let from = 0; from < count; from += batch) {
    const numbers = Array.from({ length: Math.min(batch, count - from) }, (_, at) => from + at);
    const changes = numbers.map((number) => ({ kind: "new", entry: entryOf(number, now - spanMs, count, wordCount) }));
    const feedId = feeds[(from / batch) % feeds.length].feed.id;
    const { newIds } = await store.saveFetched({ feedId, now, changes, poll: null, capture: null, capturesMax: 0 });
    const next = newIds.at(-1) + 1;
    await store.saveVerdicts(newIds.map(ownStory), { nextCopyId: next, nextStoryId: next, statistics: null });
  }
  await store.close();
}

function entryOf(number, start, count, wordCount) {
  // Numbers below zero: the agencies count their own stories from one.
  const { title, text } = storyOf(-2 - number, wordCount);
  const guid = `https://archive.example/${number}`;
  const firstSeenAt = start + Math.floor((number * spanMs) / count);
  return syntheticEntry({ guid, title, text, language: "en", firstSeenAt });
}

function ownStory(entryId) {
  const groups = { copyId: entryId, storyId: entryId, opensCopy: true, opensStory: true, leadEntryId: entryId };
  return { entryId, ...groups, reasons: [], storyMerges: [] };
}
