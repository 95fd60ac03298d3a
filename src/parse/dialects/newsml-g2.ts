import type { Attachment, Person } from "../../domain/parsed-feed.ts";
import { type DraftFeed, type DraftItem, emptyDraftFeed, emptyDraftItem } from "../draft.ts";
import { linesAsHtml } from "../text/lines-as-html.ts";
import { escapeHtml, innerHtml, textOf } from "../text/markup.ts";
import { htmlOf, plainOf } from "../text/text-construct.ts";
import type { XmlElement } from "../tree/xml-tree.ts";
import { addAttachment, numberOf } from "./attachments.ts";
import { allAt, descendants, firstAt, textAt } from "./find-elements.ts";
import { nitfBody, withoutBy } from "./nitf.ts";
import { personOfText } from "./persons.ts";

/**
 * Reads NewsML-G2 (IPTC): news items, alone or in a news message. Packages are skipped, because they only refer to
 * items. Returns null when the first root is neither a news item nor a news message.
 */
export function readNewsMlG2(roots: readonly XmlElement[]): DraftFeed | null {
  const [first] = roots;
  if (first?.name !== "newsmessage" && !(first?.name === "newsitem" && first.attributes.has("guid"))) return null;
  const items = roots.flatMap((root) => (root.name === "newsitem" ? [root] : allAt(root, "itemset/newsitem")));
  return {
    ...emptyDraftFeed,
    format: "newsml-g2",
    title: nameOf(firstAt(first, "header/sender")) || items.map(providerOf).find((name) => name !== "") || null,
    items: items.map(readNewsItem),
  };
}

function readNewsItem(item: XmlElement): DraftItem {
  const meta = firstAt(item, "contentmeta") ?? item;
  const description = allAt(meta, "description")[0];
  return {
    ...emptyDraftItem,
    guid: item.attributes.get("guid")?.trim() || null,
    title: headlineOf(item, meta),
    summaryHtml: description === undefined ? null : htmlOf(description, "guess", item.base) || null,
    contentHtml: bodyOf(item),
    published:
      textAt(item, "itemmeta/firstcreated") ||
      textAt(meta, "contentcreated") ||
      textAt(item, "itemmeta/versioncreated") ||
      null,
    updated: textAt(item, "itemmeta/versioncreated") || null,
    authors: authorsOf(meta),
    categories: [...new Set(allAt(meta, "subject").map(nameOf))].filter((name) => name !== ""),
    attachments: attachmentsOf(item),
    language: firstAt(meta, "language")?.attributes.get("tag") ?? item.language,
    rights: textAt(item, "rightsinfo/copyrightnotice") || null,
    baseUrl: item.base,
  };
}

/**
 * The headline, or else the title of the item's metadata. If there are several headlines, the one in the item's
 * language.
 */
function headlineOf(item: XmlElement, meta: XmlElement): string {
  const headlines = allAt(meta, "headline");
  const own = headlines.find((headline) => headline.attributes.get("xml:lang") === item.attributes.get("xml:lang"));
  const headline = own ?? headlines[0];
  return (headline === undefined ? "" : plainOf(headline, "guess")) || textAt(item, "itemmeta/title");
}

function bodyOf(item: XmlElement): string | null {
  for (const inline of allAt(item, "contentset/inlinexml")) {
    const [nitf] = descendants(inline, "nitf");
    const [html] = [...descendants(inline, "xhtml:body"), ...descendants(inline, "body")];
    const body = nitf === undefined ? innerHtml(html ?? inline, false, item.base).trim() : nitfBody(nitf);
    if (body !== null && body !== "") return body;
  }
  for (const inline of allAt(item, "contentset/inlinedata")) {
    const text = textOf(inline).trim();
    if (text !== "")
      return /html/i.test(inline.attributes.get("contenttype") ?? "") ? text : linesAsHtml(escapeHtml(text));
  }
  return null;
}

function authorsOf(meta: XmlElement): readonly Person[] {
  const named = allAt(meta, "by").map((by) => withoutBy(textOf(by)));
  const creators = allAt(meta, "creator").map(nameOf);
  const names = named.some((name) => name !== "") ? named : creators;
  return [...new Set(names)].flatMap((name) => personOfText(name) ?? []);
}

/**
 * The first of these that a concept has: its name, its own text, its literal. Codes are left out, because people cannot
 * read them.
 */
function nameOf(concept: XmlElement | null): string {
  if (concept === null) return "";
  const own = concept.children.every((child) => typeof child === "string") ? textOf(concept).trim() : "";
  return textAt(concept, "name") || own || (concept.attributes.get("literal") ?? "");
}

function providerOf(item: XmlElement): string {
  return nameOf(firstAt(item, "itemmeta/provider"));
}

function attachmentsOf(item: XmlElement): readonly Attachment[] {
  const attachments: Attachment[] = [];
  for (const { attributes, base } of allAt(item, "contentset/remotecontent")) {
    addAttachment(attachments, attributes.get("href") ?? "", base, {
      type: attributes.get("contenttype") ?? null,
      lengthBytes: numberOf(attributes.get("size")),
      width: numberOf(attributes.get("width")),
      height: numberOf(attributes.get("height")),
    });
  }
  return attachments;
}
