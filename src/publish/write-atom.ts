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
 * Writes the feed as Atom 1.0 (RFC 4287) with atom:source, links to every carrier, paging (RFC 5005) and tombstones
 * (RFC 6721).
 */
export function writeAtom(merged: MergedFeed): WrittenFeed {
  const feed = new Feed({
    id: feedText(merged.id),
    title: feedText(merged.title),
    description: feedText(merged.description),
    link: merged.homeUrl,
    feed: merged.selfUrls.atom,
    updated: new Date(merged.updatedAt),
    generator: "wiredesk",
    // RFC 4287 section 4.1.1: a feed without entries must name an author.
    author: { name: "wiredesk" },
  });
  for (const item of merged.items) addItem(feed, item);
  const { media, georss } = namespaces;
  return finishXml(feed.atom1(), {
    namespaces: { media, georss },
    containers,
    finish: (root) => finishFeed(root, merged),
  });
}

const containers = new Set(["feed", "entry"]);

function addItem(feed: Feed, item: MergedItem): void {
  feed.addItem({
    id: item.id,
    // `feed` writes every title of an entry as HTML. `finishEntry` replaces this placeholder with the plain title.
    title: "-",
    link: item.url,
    date: new Date(item.updatedAt),
    published: new Date(item.publishedAt),
    content: feedHtml(item.html),
    description: feedHtml(escapeHtml(item.summary)),
    author: item.authors.map((author) => ({
      name: feedText(plainName(author.name) || item.source.name),
      link: author.url ?? undefined,
    })),
    copyright: item.rights === null ? undefined : feedText(item.rights),
  });
}

/** The name without tags and e-mail addresses; "" when nothing else is left. */
function plainName(name: string): string {
  return cleanLine(name.replace(/<([^<>]*)>/g, (whole, inner: string) => (/^\/?[a-z]|@/i.test(inner) ? "" : whole)));
}

function finishFeed(root: Element, merged: MergedFeed): { place: Element; items: Element[][] } {
  const language = feedLanguage(merged.language);
  if (language !== null) root.setAttribute("xml:lang", language);
  if (merged.hubUrl !== null) appendLink(root, { rel: "hub", href: merged.hubUrl });
  if (merged.nextUrls !== null)
    appendLink(root, { rel: "next", href: merged.nextUrls.atom, type: feedMediaTypes.atom });
  addArchive(root, merged.archive, "atom");
  const entries = [...root.getElementsByTagName("entry")];
  const items = entries.map((entry, index) => {
    root.removeChild(entry);
    const item = merged.items[index];
    if (item === undefined) return [entry];
    const finished = finishEntry(entry, item);
    return item.withdrawn ? [finished, createTombstone(root, item)] : [finished];
  });
  return { place: root, items };
}

function finishEntry(entry: Element, item: MergedItem): Element {
  const language = feedLanguage(item.language);
  if (language !== null) entry.setAttribute("xml:lang", language);
  // Remove the type: without it, a title is plain text. Many readers would show character references in an HTML title.
  const title = entry.getElementsByTagName("title")[0];
  title?.removeAttribute("type");
  if (title !== undefined) title.textContent = item.title;
  const updated = entry.getElementsByTagName("updated")[0];
  if (updated !== undefined) updated.textContent = distinctStamp(item);
  // RFC 4287 section 4.1.1: a link without rel means "alternate". Writing it out helps simple readers.
  entry.getElementsByTagName("link")[0]?.setAttribute("rel", "alternate");
  for (const term of item.categories) append(entry, "category", { attributes: { term } });
  for (const carrier of item.carriers.slice(1)) {
    // RFC 4287 section 4.2.7.2: "via" names the source of the information. An agency is such a source; another outlet
    // is not.
    if (carrier.url !== null && !carrier.isStruck) {
      appendLink(entry, { rel: carrier.isAgency ? "via" : "related", href: carrier.url, title: carrier.source });
    }
  }
  for (const attachment of item.attachments) {
    appendLink(entry, {
      rel: "enclosure",
      href: attachment.url,
      type: attachmentType(attachment),
      length: attachment.lengthBytes,
      title: attachment.title,
    });
  }
  addMedia(entry, item);
  if (item.point !== null) {
    appendElement(entry, namespaces.georss, "georss:point", { text: item.point });
  }
  appendSource(entry, item);
  return entry;
}

/**
 * The validator asks for a distinct time for each entry, and hundreds of entries can come in one second. The
 * milliseconds are already the last three digits of the id (`merged-item.ts`); the microseconds are the next three.
 */
function distinctStamp(item: MergedItem): string {
  const more = Math.floor(item.number / 1_000) % 1_000;
  return `${new Date(item.updatedAt).toISOString().slice(0, -1)}${String(more).padStart(3, "0")}Z`;
}

/**
 * RFC 4287 section 4.2.11: the feed that the lead came from. The address is that of the feed as we republish it,
 * because the upstream address may contain a key.
 */
function appendSource(entry: Element, item: MergedItem): void {
  const source = append(entry, "source", {});
  append(source, "id", { text: item.source.feedId });
  append(source, "title", { text: item.source.name });
  append(source, "updated", { text: new Date(item.updatedAt).toISOString() });
  appendLink(source, { rel: "self", href: `${item.source.feedUrl}.atom` });
}

/**
 * RFC 6721 section 3: a tombstone tells readers that know it to remove the entry. For all other readers, an entry that
 * says "withdrawn" precedes the tombstone. The namespace is declared on the element itself, because validators that do
 * not know it warn about every feed that declares it on the root.
 */
function createTombstone(root: Element, item: MergedItem): Element {
  const tombstone = appendElement(root, namespaces.at, "at:deleted-entry", {
    attributes: { ref: item.id, when: new Date(item.updatedAt).toISOString() },
  });
  appendElement(tombstone, namespaces.at, "at:comment", {
    text: `withdrawn by ${item.withdrawnByEditors ? "an editor" : item.source.name}`,
  });
  root.removeChild(tombstone);
  return tombstone;
}

type Attributes = Readonly<Record<string, string | number | null>>;

function appendLink(parent: Element, attributes: Attributes): void {
  append(parent, "link", { attributes });
}

function append(parent: Element, name: string, content: { attributes?: Attributes; text?: string }): Element {
  return appendElement(parent, namespaces.atom, name, content);
}
