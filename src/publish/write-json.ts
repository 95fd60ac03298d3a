import { Feed } from "feed";
import { attachmentType } from "./attachment-type.ts";
import type { WrittenFeed } from "./feed-values.ts";
import type { MergedFeed } from "./merged-feed.ts";
import type { MergedItem } from "./merged-item.ts";

/**
 * Writes the feed as JSON Feed 1.1. The library `feed` writes version 1, so the differences are corrected in its parsed
 * output.
 */
export function writeJson(merged: MergedFeed): WrittenFeed {
  const feed = new Feed({
    title: merged.title,
    description: merged.description,
    link: merged.homeUrl,
    feedLinks: { json: merged.selfUrls.json },
  });
  for (const item of merged.items) addItem(feed, item);
  const older = merged.nextUrls ?? merged.archive.prevUrls;
  const { version: _version, items, ...frame } = JSON.parse(feed.json1()) as VersionOne;
  const finished = {
    version: "https://jsonfeed.org/version/1.1",
    ...frame,
    ...(merged.hubUrl === null ? {} : { hubs: [{ type: "WebSub", url: merged.hubUrl }] }),
    ...(older === null ? {} : { next_url: older.json }),
    ...(merged.language === null ? {} : { language: merged.language }),
    items: [],
  };
  return {
    // The frame ends with "[]" and "}". The items go between the brackets.
    head: JSON.stringify(finished, null, 1).slice(0, -"]\n}".length),
    items: items.map((written, index) => JSON.stringify(finishItem(written, merged.items[index]), null, 1)),
    tail: "]\n}\n",
  };
}

type VersionOne = { version: string; items: WrittenItem[] } & Record<string, unknown>;
type WrittenItem = Record<string, unknown>;

function addItem(feed: Feed, item: MergedItem): void {
  feed.addItem({
    id: item.id,
    title: item.title,
    link: item.url,
    date: new Date(item.updatedAt),
    published: new Date(item.publishedAt),
    content: item.html,
    description: item.summary,
    image: item.imageUrl ?? undefined,
    category: item.categories.map((name) => ({ name })),
  });
}

function finishItem(written: WrittenItem, item: MergedItem | undefined): WrittenItem {
  if (item === undefined) return written;
  return {
    ...written,
    authors: item.authors.map(({ name, url }) => (url === null ? { name } : { name, url })),
    ...(item.language === null ? {} : { language: item.language }),
    ...(item.attachments.length === 0 ? {} : { attachments: item.attachments.map(attachmentOf) }),
    _wiredesk: item.extension ?? extensionOf(item),
  };
}

function attachmentOf(attachment: MergedItem["attachments"][number]): object {
  return {
    url: attachment.url,
    mime_type: attachmentType(attachment),
    ...(attachment.title === null ? {} : { title: attachment.title }),
    ...(attachment.lengthBytes === null ? {} : { size_in_bytes: attachment.lengthBytes }),
    ...(attachment.durationSeconds === null ? {} : { duration_in_seconds: attachment.durationSeconds }),
  };
}

/** Facts for which JSON Feed has no field. */
function extensionOf(item: MergedItem): object {
  return {
    copy: item.copyId,
    story: item.storyId,
    copies: item.copyCount,
    source: item.source.name,
    urgency: item.urgency,
    cue: item.cue,
    withdrawn: item.withdrawn,
    rights: item.rights,
    point: item.point,
    carriers: item.carriers.map((carrier) => ({
      source: carrier.source,
      url: carrier.url,
      title: carrier.title,
      published: new Date(carrier.publishedAt).toISOString(),
      withdrawn: carrier.isStruck,
    })),
    reasons: item.reasons,
  };
}
