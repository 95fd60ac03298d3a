import { createHash } from "node:crypto";
import type { Entry } from "../../../src/domain/entry.ts";
import { WireError } from "../../../src/domain/errors.ts";
import type { EntryChange, FeedStore } from "../../../src/domain/feeds/feed-store.ts";
import type { ParsedFeed } from "../../../src/domain/parsed-feed.ts";
import type { Instant } from "../../../src/domain/time.ts";
import type { Ingest } from "../../../src/ingest/ingest-types.ts";
import { itemAt, parsedFeed } from "./poll-examples.ts";

/** A feed in the tests' own dialect: "item TIME TITLE" lines under "<feed>", and lines of extras ("ttl 15"). */
export function feedText(items: readonly (readonly [Instant, string])[], extra = ""): string {
  const lines = items.map(([at, title]) => `item ${new Date(at).toISOString()} ${title}`);
  return ["<feed>", extra, ...lines].join("\n");
}

/**
 * Reads the dialect and stores what is new: what the poller does hangs on what was read, not on how the stages behind
 * it read.
 */
export function createPlainIngest(store: FeedStore, now: () => Instant): Ingest {
  return async ({ id }, { document }, decide) => {
    const parsed = readFeed(Buffer.from(document.bytes).toString("utf8"));
    if (parsed === null) {
      const error = new WireError("not-a-feed", "the first line is not <feed>");
      const read = { parsed: null, error, newCount: 0, revisedCount: 0, knownCount: 0, knownSince: null };
      const next = decide(read);
      const poll = next?.outcome ?? null;
      await store.saveFetched({ feedId: id, now: now(), changes: [], poll, capture: null, capturesMax: 0 });
      return { read, next };
    }
    const entries = parsed.items.map((item) => entryOf(item.title, item.published?.at ?? now(), now()));
    const stored = await store.readKnown(id, entries);
    const known = new Set(stored.map(({ guid }) => guid));
    const knownSince = stored.length === 0 ? null : Math.min(...stored.map(({ firstSeenAt }) => firstSeenAt));
    const changes: EntryChange[] = entries
      .filter(({ guid }) => !known.has(guid))
      .map((entry) => ({ kind: "new", entry }));
    const read = { parsed, error: null, newCount: changes.length, revisedCount: 0, knownCount: known.size, knownSince };
    const next = decide(read);
    const poll = next?.outcome ?? null;
    await store.saveFetched({ feedId: id, now: now(), changes, poll, capture: null, capturesMax: 0 });
    return { read, next };
  };
}

function readFeed(text: string): ParsedFeed | null {
  if (!text.startsWith("<feed>")) return null;
  const lines = text.split("\n").map((line) => line.split(" "));
  const value = (key: string): string | null => lines.find(([name]) => name === key)?.[1] ?? null;
  const items = lines
    .filter(([name]) => name === "item")
    .map(([, at = "", ...title]) => ({
      ...itemAt(Date.parse(at)),
      guid: `urn:${title.join("-")}`,
      title: title.join(" "),
    }));
  return parsedFeed({
    ttlMinutes: value("ttl") === null ? null : Number(value("ttl")),
    skipHours: (value("skipHours") ?? "").split(",").filter(Boolean).map(Number),
    prevArchiveUrl: value("prevArchive"),
    rssCloud: value("cloud"),
    items,
  });
}

function entryOf(title: string, publishedAt: Instant, now: Instant): Entry {
  const guid = `urn:${title}`;
  return {
    guid,
    guidOrigin: "guid",
    guidKey: guid,
    url: null,
    urlKey: null,
    title,
    headline: title,
    summary: "",
    html: "",
    text: "",
    authors: [],
    categories: [],
    attachments: [],
    imageUrl: null,
    language: null,
    publishedAt: Math.min(publishedAt, now),
    dateClass: "stated",
    updatedAt: null,
    firstSeenAt: now,
    cue: null,
    urgency: 5,
    credit: null,
    rights: null,
    commentsUrl: null,
    commentCount: null,
    inReplyTo: null,
    point: null,
    contentHash: createHash("sha256").update(title).digest("hex"),
    textKey: null,
  };
}
