import { absoluteUrl } from "../absolute-url.ts";
import type { DraftFeed, DraftItem } from "../draft.ts";
import { plainOf } from "../text/text-construct.ts";
import { elementsOf } from "../tree/elements-of.ts";
import type { XmlElement } from "../tree/xml-tree.ts";
import { readFeedFields } from "./feed-fields.ts";
import { readItem } from "./read-item.ts";

/**
 * Reads Microsoft's Channel Definition Format (W3C note of 1997-03-10): links are HREF attributes, texts are TITLE and
 * ABSTRACT. Returns null when no root is a channel of this format.
 */
export function readCdf(roots: readonly XmlElement[]): DraftFeed | null {
  const channel = roots.find(({ name, attributes }) => name === "channel" && isCdf(attributes, roots));
  if (channel === undefined) return null;
  return {
    ...readFeedFields([channel], "guess"),
    siteUrl: absoluteUrl(channel.attributes.get("href") ?? "", channel.base),
    format: "cdf",
    items: itemsOf(channel).map(readCdfItem),
  };
}

function isCdf(attributes: ReadonlyMap<string, string>, roots: readonly XmlElement[]): boolean {
  const items = roots.flatMap((root) => elementsOf(root)).filter(({ name }) => name === "item");
  return attributes.has("href") || items.some((item) => item.attributes.has("href") || item.attributes.has("lastmod"));
}

function itemsOf(channel: XmlElement): readonly XmlElement[] {
  return elementsOf(channel).flatMap((child) => {
    if (child.name === "item") return [child];
    return child.name === "channel" ? itemsOf(child) : [];
  });
}

function readCdfItem(element: XmlElement): DraftItem {
  const draft = readItem(element, "guess");
  const link = elementsOf(element).find(({ name }) => name === "a");
  const href = element.attributes.get("href") ?? link?.attributes.get("href");
  return {
    ...draft,
    url: href === undefined ? draft.url : absoluteUrl(href, element.base),
    title: draft.title || (link === undefined ? "" : plainOf(link, "guess")),
    updated: element.attributes.get("lastmod")?.trim() || draft.updated,
  };
}
