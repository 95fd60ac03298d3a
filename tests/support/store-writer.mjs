// node tests/support/store-writer.mjs STORE_URL BATCH: saves batch after batch (batch n has the guids n/0, n/1 …),
// revises one entry of the batch before, decides, and prints the batch's number when it is saved. Runs until it is
// killed. Needs `npm run build`.
import { openStore } from "../../dist/store/open-store.js";

const [, , url, size] = process.argv;
const at = Date.UTC(2026, 10, 22, 12);
const store = await openStore(url, { now: at });
const found = await store.findFeed("https://a.example/");
const spec = {
  url: "https://a.example/",
  source: { name: "A", kind: "outlet", rank: 1 },
  title: null,
  siteUrl: null,
  intervalMs: null,
};
const feed = found ?? (await store.addFeed(spec, "added", at));

function entryOf(guid, title) {
  return {
    guid,
    guidOrigin: "guid",
    guidKey: guid,
    url: null,
    urlKey: null,
    title,
    headline: title,
    summary: title,
    html: title,
    text: `${title} ${"long text ".repeat(300)}`,
    authors: [],
    categories: ["crash"],
    attachments: [],
    imageUrl: null,
    language: "en",
    publishedAt: at,
    dateClass: "stated",
    updatedAt: null,
    firstSeenAt: at,
    cue: null,
    urgency: 5,
    credit: null,
    rights: null,
    commentsUrl: null,
    commentCount: null,
    inReplyTo: null,
    point: null,
    contentHash: title,
    textKey: guid,
  };
}

let revise = null;
for (let batch = (await store.readCounts()).entries / Number(size); ; batch += 1) {
  const changes = Array.from({ length: Number(size) }, (_, one) => ({
    kind: "new",
    entry: entryOf(`${batch}/${one}`, "fresh"),
  }));
  const revised =
    revise === null
      ? []
      : [{ kind: "revised", id: revise.id, entry: entryOf(revise.guid, "revised"), significant: true }];
  const { newIds } = await store.saveFetched({
    feedId: feed.id,
    now: at + batch,
    changes: [...changes, ...revised],
    poll: null,
    capture: { fetchedAt: at + batch, url: feed.url, contentType: null, gzip: new Uint8Array(1000) },
    capturesMax: 2,
  });
  const verdicts = newIds.map((id) => ({
    entryId: id,
    copyId: newIds[0],
    storyId: newIds[0],
    opensCopy: id === newIds[0],
    opensStory: id === newIds[0],
    leadEntryId: newIds[0],
    reasons: [],
    storyMerges: [],
  }));
  await store.saveVerdicts(verdicts, { nextCopyId: 1, nextStoryId: 1, statistics: null });
  revise = { id: newIds[0], guid: `${batch}/0` };
  process.stdout.write(`${batch}\n`);
}
