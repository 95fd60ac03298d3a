// node tests/support/alert-writer.mjs STORE_URL: saves stories about bridges, three a minute, decides on them by rules
// of alerts, then revises one of the minute before and decides again. Prints a line for each minute. It goes on where
// the process before it was killed, and runs until it is killed. Needs `npm run build`.
import { parseQuery } from "../../dist/domain/query/parse-query.js";
import { emptyFilter } from "../../dist/domain/section.js";
import { openStore } from "../../dist/store/open-store.js";

const [, , url] = process.argv;
const start = Date.UTC(2026, 10, 22, 12);
const perMinute = 3;
const store = await openStore(url, { now: start });
const source = { name: "Wire", kind: "agency", rank: 1 };
const spec = { url: "https://wire.example/", source, title: null, siteUrl: null, intervalMs: null };
const feed = (await store.findFeed(spec.url)) ?? (await store.addFeed(spec, "added", start));
const rule = {
  ...{ name: "bridges", section: null, filters: [{ ...emptyFilter, query: parseQuery("bridge") }] },
  ...{ on: ["new", "update"], atLeast: null, digest: null, quiet: null, backlog: true, privateSources: [] },
  to: ["desk", "mail"],
};
const alerts = { rules: [rule], deskBase: "https://desk.example" };

function entryOf(guid, title, at) {
  return {
    ...{ guid, guidOrigin: "guid", guidKey: guid, url: null, urlKey: null, title, headline: title, summary: title },
    ...{ html: title, text: title, authors: [], categories: [], attachments: [], imageUrl: null, language: "en" },
    ...{ publishedAt: at, dateClass: "stated", updatedAt: null, firstSeenAt: at, cue: null, urgency: 5, credit: null },
    ...{ rights: null, commentsUrl: null, commentCount: null, inReplyTo: null, point: null, contentHash: title },
    textKey: title,
  };
}

async function save(changes, now) {
  return store.saveFetched({ feedId: feed.id, now, changes, poll: null, capture: null, capturesMax: 0 });
}

/** Every entry is a story of its own. What an earlier process left is decided first. */
async function decide(now) {
  const verdicts = (await store.readPending(100)).map(({ item: { id } }) => ({
    ...{ entryId: id, copyId: id, storyId: id, opensCopy: true, opensStory: true, leadEntryId: id },
    ...{ reasons: [], storyMerges: [] },
  }));
  const state = { nextCopyId: 1, nextStoryId: 1, statistics: null };
  if (verdicts.length > 0) await store.saveVerdicts(verdicts, state, now, null, alerts);
}

for (let minute = Math.floor((await store.readCounts()).entries / perMinute); ; minute += 1) {
  const now = start + minute * 60_000;
  await decide(now);
  const news = Array.from({ length: perMinute }, (_, at) => entryOf(`${minute}/${at}`, `bridge ${minute}/${at}`, now));
  const { newIds } = await save(
    news.map((entry) => ({ kind: "new", entry })),
    now,
  );
  await decide(now);
  const entry = { ...news[0], title: `bridge ${minute} again`, headline: `bridge ${minute} again` };
  const changed = { ...entry, contentHash: entry.title, textKey: entry.title, text: entry.title };
  await save([{ kind: "revised", id: newIds[0], entry: changed, significant: true }], now + 1000);
  await decide(now + 1000);
  process.stdout.write(`${minute}\n`);
}
