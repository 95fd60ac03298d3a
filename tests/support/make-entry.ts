import { createHash } from "node:crypto";
import type { Entry } from "../../src/domain/entry.ts";

/**
 * Makes a complete entry for tests. Values that are not given follow from the guid. The same arguments give the same
 * entry.
 */
export function makeEntry(partial: Partial<Entry> = {}): Entry {
  const guid = partial.guid ?? "https://news.example/a/1";
  const title = partial.title ?? `Report ${guid}`;
  const text = partial.text ?? `${title}: what happened, told in a sentence or two.`;
  const firstSeenAt = partial.firstSeenAt ?? Date.UTC(2026, 10, 22, 12);
  const url = partial.url === undefined ? guid : partial.url;
  return {
    guid,
    guidOrigin: "guid",
    guidKey: guid.replace(/^[a-z]+:\/\//, ""),
    url,
    urlKey: url === null ? null : url.replace(/^[a-z]+:\/\/(?:www\.)?/, ""),
    title,
    headline: title,
    summary: text.slice(0, 500),
    html: `<p>${text}</p>`,
    text,
    authors: [],
    categories: [],
    attachments: [],
    imageUrl: null,
    language: "en",
    publishedAt: firstSeenAt,
    dateClass: "stated",
    updatedAt: null,
    firstSeenAt,
    cue: null,
    urgency: 5,
    credit: null,
    rights: null,
    commentsUrl: null,
    commentCount: null,
    inReplyTo: null,
    point: null,
    contentHash: hashOf(`${title}\n${text}\n${url}`),
    textKey: hashOf(text),
    ...partial,
  };
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}
