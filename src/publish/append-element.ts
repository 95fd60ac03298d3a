import type { Document, Element } from "@xmldom/xmldom";
import { attachmentType } from "./attachment-type.ts";
import type { FeedArchive } from "./merged-feed.ts";
import type { MergedItem } from "./merged-item.ts";

/** The content of a new element: its attributes by name (a null attribute is left out) and its text. */
interface ElementContent {
  readonly attributes?: Readonly<Record<string, string | number | null>>;
  readonly text?: string | number | null;
}

/**
 * Appends `<name …>text</name>` in the namespace `uri` and returns the element. `name` carries the prefix that the root
 * declares.
 */
export function appendElement(
  parent: Element,
  uri: string | null,
  name: string,
  content: ElementContent = {},
): Element {
  const document = parent.ownerDocument as Document;
  const element = document.createElementNS(uri, name);
  for (const [key, value] of Object.entries(content.attributes ?? {})) {
    if (value !== null) element.setAttribute(key, String(value));
  }
  const text = content.text ?? null;
  if (text !== null) element.appendChild(document.createTextNode(String(text)));
  parent.appendChild(element);
  return element;
}

/**
 * Adds the RFC 5005 section 4 elements: the links between the documents of an archive, and the element that marks
 * documents that never change.
 */
export function addArchive(parent: Element, archive: FeedArchive, format: "rss" | "atom"): void {
  const name = format === "atom" ? "link" : "atom:link";
  const type = `application/${format}+xml`;
  const link = (rel: string, href: string) =>
    appendElement(parent, namespaces.atom, name, { attributes: { rel, href, type } });
  if (archive.prevUrls !== null) link("prev-archive", archive.prevUrls[format]);
  if (archive.nextUrls !== null) link("next-archive", archive.nextUrls[format]);
  if (archive.currentUrls !== null) link("current", archive.currentUrls[format]);
  if (archive.isArchive) appendElement(parent, namespaces.fh, "fh:archive");
}

/** Media RSS 1.5: a media:content for every attachment, and the item's picture as its thumbnail. */
export function addMedia(parent: Element, item: MergedItem): void {
  for (const attachment of item.attachments) {
    const content = appendElement(parent, namespaces.media, "media:content", {
      attributes: {
        url: attachment.url,
        type: attachmentType(attachment),
        medium: attachment.medium,
        fileSize: attachment.lengthBytes,
        width: attachment.width,
        height: attachment.height,
        duration: attachment.durationSeconds,
      },
    });
    if (attachment.title !== null) {
      appendElement(content, namespaces.media, "media:title", {
        attributes: { type: "plain" },
        text: attachment.title,
      });
    }
    if (attachment.credit !== null)
      appendElement(content, namespaces.media, "media:credit", { text: attachment.credit });
    if (attachment.thumbnailUrl !== null) thumbnail(content, attachment.thumbnailUrl);
  }
  if (item.imageUrl !== null) thumbnail(parent, item.imageUrl);
}

function thumbnail(parent: Element, url: string): void {
  appendElement(parent, namespaces.media, "media:thumbnail", { attributes: { url } });
}

/** The namespaces that we write, under their usual prefixes. */
export const namespaces = {
  atom: "http://www.w3.org/2005/Atom",
  content: "http://purl.org/rss/1.0/modules/content/",
  dc: "http://purl.org/dc/elements/1.1/",
  media: "http://search.yahoo.com/mrss/",
  georss: "http://www.georss.org/georss",
  /** RFC 5005. */
  fh: "http://purl.org/syndication/history/1.0",
  /** RFC 6721. */
  at: "http://purl.org/atompub/tombstones/1.0",
} as const;
