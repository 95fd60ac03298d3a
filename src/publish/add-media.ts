import type { Element } from "@xmldom/xmldom";
import { appendElement } from "./append-element.ts";
import { attachmentType } from "./attachment-type.ts";
import type { MergedItem } from "./merged-item.ts";
import { namespaces } from "./namespaces.ts";

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
