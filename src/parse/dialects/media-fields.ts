import type { Attachment } from "../../domain/parsed-feed.ts";
import { absoluteUrl } from "../absolute-url.ts";
import { htmlOf, plainOf } from "../text/text-construct.ts";
import { elementsOf } from "../tree/elements-of.ts";
import type { XmlElement } from "../tree/xml-tree.ts";
import { addAttachment, numberOf, secondsOf } from "./attachments.ts";
import { orNull } from "./core-fields.ts";
import type { ItemState } from "./item-state.ts";

/**
 * Reads media:content of Media RSS 1.5.1: one file. Its title, credit and preview are its own or those of its group.
 */
export function readMediaContent(item: ItemState, element: XmlElement, ofGroup: Partial<Attachment>): void {
  const { attributes } = element;
  const reference = attributes.get("url") ?? attributes.get("href") ?? "";
  addAttachment(item.attachments, reference, element.base, {
    ...ofGroup,
    ...sayingsOf(element),
    type: attributes.get("type") ?? null,
    medium: attributes.get("medium") ?? null,
    lengthBytes: numberOf(attributes.get("filesize")) || null,
    width: numberOf(attributes.get("width")),
    height: numberOf(attributes.get("height")),
    durationSeconds: secondsOf(attributes.get("duration")),
  });
  readTexts(item, element);
}

/** Reads media:group of Media RSS 1.5.1: the same content in several forms. */
export function readMediaGroup(item: ItemState, element: XmlElement): void {
  const shared = sayingsOf(element);
  for (const child of element.children) {
    if (typeof child !== "string" && child.name === "media:content") readMediaContent(item, child, shared);
  }
  readTexts(item, element);
}

function sayingsOf(element: XmlElement): Partial<Attachment> {
  const first = (name: string) => elementsOf(element).find((child) => child.name === name);
  const [title, credit, thumbnail] = ["media:title", "media:credit", "media:thumbnail"].map(first);
  return {
    ...(title !== undefined && { title: plainOf(title, "guess") }),
    ...(credit !== undefined && { credit: plainOf(credit, "guess") }),
    ...(thumbnail !== undefined && {
      thumbnailUrl: absoluteUrl(thumbnail.attributes.get("url") ?? "", thumbnail.base),
    }),
  };
}

/** Reads the texts of a file. A caption becomes the item's text when the item has no other. */
function readTexts(item: ItemState, element: XmlElement): void {
  for (const child of element.children) {
    if (typeof child === "string") continue;
    if (child.name === "media:title" && element.name === "media:group")
      item.otherTitle ??= orNull(plainOf(child, "guess"));
    if (child.name === "media:description") item.caption ??= orNull(htmlOf(child, "guess", item.base));
    if (child.name === "media:thumbnail") item.imageUrl ??= absoluteUrl(child.attributes.get("url") ?? "", child.base);
  }
}
