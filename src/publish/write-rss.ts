import type { Element } from "@xmldom/xmldom";
import { Feed } from "feed";
import { addArchive, addMedia, appendElement, namespaces } from "./append-element.ts";
import { attachmentType } from "./attachment-type.ts";
import { cleanLine, escapeHtml } from "./clean-text.ts";
import { feedMediaTypes } from "./feed-formats.ts";
import { feedLanguage } from "./feed-language.ts";
import { feedHtml, feedText, type WrittenFeed } from "./feed-values.ts";
import { finishXml } from "./finish-xml.ts";
import type { MergedFeed } from "./merged-feed.ts";
import type { MergedItem } from "./merged-item.ts";

/**
 * Writes the feed as RSS 2.0 with content:encoded, dc:creator, Media RSS, GeoRSS and atom:link, following the RSS
 * Advisory Board's profile.
 */
export function writeRss(merged: MergedFeed): WrittenFeed {
  const language = feedLanguage(merged.language);
  const feed = new Feed({
    title: feedText(merged.title),
    description: feedText(merged.description),
    link: merged.homeUrl,
    feed: merged.selfUrls.rss,
    updated: new Date(merged.updatedAt),
    ttl: merged.ttlMinutes,
    generator: "wiredesk",
    ...(language === null ? {} : { language }),
  });
  for (const item of merged.items) addItem(feed, item);
  return finishXml(feed.rss2(), { namespaces: declared, containers, finish: (root) => finishChannel(root, merged) });
}

const { at: _at, fh: _fh, ...declared } = namespaces;
const containers = new Set(["rss", "channel", "item"]);

function addItem(feed: Feed, item: MergedItem): void {
  feed.addItem({
    id: item.id,
    title: "title",
    link: item.url,
    date: new Date(item.updatedAt),
    published: new Date(item.publishedAt),
    content: feedHtml(item.html),
    // The RSS profile requires a description before every content:encoded.
    description: feedHtml(escapeHtml(item.summary || item.title)),
    category: item.categories.map((name) => ({ name: feedText(name) })),
  });
}

function finishChannel(root: Element, merged: MergedFeed): { place: Element; items: Element[][] } {
  const channel = root.getElementsByTagName("channel")[0] ?? root;
  const items = [...channel.getElementsByTagName("item")];
  items.forEach((element, index) => {
    const item = merged.items[index];
    if (item !== undefined) finishItem(element, item);
    channel.removeChild(element);
  });
  if (merged.hubUrl !== null) {
    appendElement(channel, namespaces.atom, "atom:link", { attributes: { rel: "hub", href: merged.hubUrl } });
  }
  if (merged.nextUrls !== null) {
    const attributes = { rel: "next", href: merged.nextUrls.rss, type: feedMediaTypes.rss };
    appendElement(channel, namespaces.atom, "atom:link", { attributes });
  }
  addArchive(channel, merged.archive, "rss");
  return { place: channel, items: items.map((item) => [item]) };
}

function finishItem(element: Element, item: MergedItem): void {
  // The profile says that a title is plain text. `feed` would write a CDATA section, which many readers take for HTML.
  const title = element.getElementsByTagName("title")[0];
  if (title !== undefined) title.textContent = item.title;
  for (const author of item.authors) appendElement(element, namespaces.dc, "dc:creator", { text: author.name });
  appendElement(element, null, "source", { attributes: { url: `${item.source.feedUrl}.rss` }, text: item.source.name });
  const language = feedLanguage(item.language);
  if (language !== null) appendElement(element, namespaces.dc, "dc:language", { text: language });
  if (item.rights !== null) appendElement(element, namespaces.dc, "dc:rights", { text: cleanLine(item.rights) });
  // The profile allows one enclosure for each item and requires a length (0 when unknown). Other attachments become
  // media:content.
  const enclosure = item.attachments.find(({ url }) => isPublicHost(url));
  if (enclosure !== undefined) {
    const length = enclosure.lengthBytes ?? 0;
    appendElement(element, null, "enclosure", {
      attributes: { url: enclosure.url, length, type: attachmentType(enclosure) },
    });
  }
  addMedia(element, item);
  if (item.point !== null) {
    appendElement(element, namespaces.georss, "georss:point", { text: item.point });
  }
  addUpdated(element, item);
}

/** The validator rejects an enclosure whose host has no dot. */
function isPublicHost(url: string): boolean {
  return /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(new URL(url).hostname);
}

/** RSS has no element for the time of the last change, so it is written as atom:updated, for readers that know Atom. */
function addUpdated(element: Element, item: MergedItem): void {
  appendElement(element, namespaces.atom, "atom:updated", { text: new Date(item.updatedAt).toISOString() });
}
