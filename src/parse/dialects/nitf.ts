import { type DraftFeed, type DraftItem, emptyDraftFeed, emptyDraftItem } from "../draft.ts";
import { innerHtml, textOf } from "../text/markup.ts";
import type { XmlElement } from "../tree/xml-tree.ts";
import { addAttachment } from "./attachments.ts";
import { allAt, descendants, firstAt, textAt } from "./find-elements.ts";
import { personOfText } from "./persons.ts";

/** Reads NITF 3 (IPTC), which has one story in each document. Returns null when the first root is not NITF. */
export function readNitf(roots: readonly XmlElement[]): DraftFeed | null {
  if (roots[0]?.name !== "nitf") return null;
  const items = roots.filter((root) => root.name === "nitf").map(readStory);
  return { ...emptyDraftFeed, format: "nitf", title: items[0]?.rights ?? null, items };
}

/**
 * The story's text as HTML; null when the document has none. NITF's own elements (hl2, location …) stay in it: the
 * sanitiser later removes their tags and keeps their text.
 */
export function nitfBody(nitf: XmlElement): string | null {
  const content = firstAt(nitf, "body/body.content");
  return content === null ? null : innerHtml(content, false, nitf.base).trim() || null;
}

function readStory(nitf: XmlElement): DraftItem {
  const docdata = firstAt(nitf, "head/docdata") ?? nitf;
  const norm = (path: string) => firstAt(docdata, path)?.attributes.get("norm") ?? null;
  const abstract = firstAt(nitf, "body/body.head/abstract");
  return {
    ...emptyDraftItem,
    guid: firstAt(docdata, "doc-id")?.attributes.get("id-string")?.trim() || null,
    title:
      textAt(nitf, "body/body.head/hedline/hl1") ||
      textAt(nitf, "body/body.head/hedline") ||
      textAt(nitf, "head/title"),
    summaryHtml: abstract === null ? null : innerHtml(abstract, false, nitf.base).trim() || null,
    contentHtml: nitfBody(nitf),
    published: norm("date.issue") ?? norm("date.release") ?? dateline(nitf),
    authors: allAt(nitf, "body/body.head/byline").flatMap((byline) => personOfText(bylineText(byline)) ?? []),
    categories: categoriesOf(nitf, docdata),
    attachments: attachmentsOf(nitf),
    language: nitf.language,
    rights: rightsOf(docdata),
    baseUrl: nitf.base,
  };
}

function dateline(nitf: XmlElement): string | null {
  return firstAt(nitf, "body/body.head/dateline/story.date")?.attributes.get("norm") ?? null;
}

function bylineText(byline: XmlElement): string {
  return textAt(byline, "person") || withoutBy(textOf(byline));
}

/** Removes "By" from a byline: "By Ada Quay" names Ada Quay. */
export function withoutBy(byline: string): string {
  return byline.replace(/\s+/g, " ").trim().replace(/^by /i, "");
}

function categoriesOf(nitf: XmlElement, docdata: XmlElement): readonly string[] {
  const keywords = allAt(docdata, "key-list/keyword").map(({ attributes }) => attributes.get("key") ?? "");
  const subjects = allAt(nitf, "head/tobject/tobject.subject").map(
    ({ attributes }) => attributes.get("tobject.subject.matter") ?? attributes.get("tobject.subject.type") ?? "",
  );
  return [...new Set([...keywords, ...subjects].map((name) => name.trim()))].filter((name) => name !== "");
}

function attachmentsOf(nitf: XmlElement): DraftItem["attachments"] {
  const attachments: DraftItem["attachments"][number][] = [];
  for (const media of descendants(nitf, "media")) {
    const caption = textAt(media, "media-caption") || null;
    for (const { attributes, base } of allAt(media, "media-reference")) {
      const type = attributes.get("mime-type") ?? null;
      const medium = media.attributes.get("media-type") ?? null;
      addAttachment(attachments, attributes.get("source") ?? "", base, { type, medium, title: caption });
    }
  }
  return attachments;
}

function rightsOf(docdata: XmlElement): string | null {
  const attributes = firstAt(docdata, "doc.copyright")?.attributes;
  const words = [attributes?.get("holder"), attributes?.get("year")].filter(
    (word) => word !== undefined && word !== "",
  );
  return words.length === 0 ? null : words.join(" ");
}
