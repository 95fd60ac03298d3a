// News for benchmarks of the desk page: a large store of texts in which one in three entries carries the copy of the
// one before.
import { openStore } from "../../dist/store/open-store.js";
import { createRandom, languages, syntheticEntry, textOf, words } from "./synthetic-entries.mjs";

let next = createRandom();

export function random() {
  return next();
}

function entryOf(at, firstSeenAt) {
  const guid = `https://outlet.example/${at}`;
  const given = { guid, title: textOf(random, 10), text: textOf(random, 120), categories: [words[at % 50]] };
  return syntheticEntry({ ...given, language: languages[at % 4], urgency: 1 + (at % 8), firstSeenAt });
}

/** Opens a writer of news on an empty store. The same calls write the same news to each store. */
export async function openNews(url, now) {
  next = createRandom();
  const store = await openStore(url, { now });
  const feeds = [];
  for (let at = 0; at < 100; at += 1) {
    const source = { name: `Source ${at}`, kind: at < 5 ? "agency" : "outlet", rank: at };
    feeds.push(
      await store.addFeed(
        { url: `https://source${at}.example/rss`, source, title: null, siteUrl: null, intervalMs: null },
        "added",
        now,
      ),
    );
  }

  /** One in three entries carries the copy of the one before. */
  async function save(from, count, seenAt) {
    const changes = Array.from({ length: count }, (_, at) => ({
      kind: "new",
      entry: entryOf(from + at, seenAt(from + at)),
    }));
    const feed = feeds[Math.floor(random() * feeds.length)];
    const { newIds } = await store.saveFetched({
      feedId: feed.id,
      now,
      changes,
      poll: null,
      capture: null,
      capturesMax: 0,
    });
    const verdicts = newIds.map((entryId, at) => {
      const joins = at % 3 === 2;
      const group = joins ? newIds[at - 1] : entryId;
      return {
        entryId,
        copyId: group,
        storyId: group,
        opensCopy: !joins,
        opensStory: !joins,
        leadEntryId: group,
        reasons: [],
        storyMerges: [],
      };
    });
    const next = newIds.at(-1) + 1;
    await store.saveVerdicts(verdicts, { nextCopyId: next, nextStoryId: next, statistics: null });
  }

  /** A story of many versions: each entry is a text of its own. Returns the story's number. */
  async function saveWideStory(from, count) {
    const changes = Array.from({ length: count }, (_, at) => ({
      kind: "new",
      entry: entryOf(from + at, now - (count - at) * 60_000),
    }));
    const newIds = [];
    for (let at = 0; at < count; at += 1) {
      const feedId = feeds[at % feeds.length].id;
      const saved = { feedId, now, changes: [changes[at]], poll: null, capture: null, capturesMax: 0 };
      newIds.push(...(await store.saveFetched(saved)).newIds);
    }
    const verdicts = newIds.map((entryId, at) => ({
      entryId,
      copyId: entryId,
      storyId: newIds[0],
      opensCopy: true,
      opensStory: at === 0,
      leadEntryId: entryId,
      reasons: at === 0 ? [] : [{ code: "story", score: 0.42, entries: [newIds[0]], facts: { words: ["mill"] } }],
      storyMerges: [],
    }));
    const next = newIds.at(-1) + 1;
    await store.saveVerdicts(verdicts, { nextCopyId: next, nextStoryId: next, statistics: null });
    return newIds[0];
  }

  return { save, saveWideStory, close: () => store.close() };
}
