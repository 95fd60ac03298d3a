import type { Attachment } from "../../domain/parsed-feed.ts";
import { absoluteUrl } from "../absolute-url.ts";
import { type DraftFeed, type DraftItem, emptyDraftFeed, emptyDraftItem } from "../draft.ts";
import { linesAsHtml } from "../text/lines-as-html.ts";
import { escapeHtml } from "../text/markup.ts";
import { addAttachment } from "./attachments.ts";
import { categoriesMax } from "./core-fields.ts";
import { countIn, type JsonRecord, listOf, recordOf, textIn, textsOf } from "./json-values.ts";
import { withoutBy } from "./nitf.ts";
import { personOfText } from "./persons.ts";

/**
 * Reads ninjs 1 and 2 (IPTC): one story, a list of stories, or a list under `_items` or `items`. Returns null when
 * `value` is none of these.
 */
export function readNinjs(value: unknown, url: string, itemsMax: number): DraftFeed | null {
  const record = recordOf(value);
  const listed = Array.isArray(value) ? value : listOf(record?._items ?? record?.items);
  const stories = (record !== null && isStory(record) ? [record] : listed)
    .slice(0, itemsMax)
    .flatMap((story): readonly JsonRecord[] => {
      const candidate = recordOf(story);
      return candidate !== null && isStory(candidate) ? [candidate] : [];
    });
  if (stories.length === 0) return null;
  return { ...emptyDraftFeed, format: "ninjs", items: stories.map((story) => readStory(story, url)) };
}

function isStory(record: JsonRecord): boolean {
  const identified = textIn(record, "uri") !== "" || textIn(record, "guid") !== "";
  return (
    identified &&
    ["headline", "headlines", "body_html", "body_xhtml", "body_text", "bodies", "versioncreated"].some((key) =>
      Object.hasOwn(record, key),
    )
  );
}

function readStory(story: JsonRecord, url: string): DraftItem {
  const id = textIn(story, "guid") || textIn(story, "uri");
  const page = absoluteUrl(textIn(story, "url") || id, url);
  return {
    ...emptyDraftItem,
    guid: id,
    url: page !== null && /^https?:/.test(page) ? page : null,
    title: textIn(story, "headline") || firstValue(story.headlines).text || textIn(story, "slugline"),
    summaryHtml:
      textIn(story, "description_html") ||
      plainAsHtml(textIn(story, "description_text")) ||
      htmlOfValue(story.descriptions),
    contentHtml:
      textIn(story, "body_html") ||
      textIn(story, "body_xhtml") ||
      plainAsHtml(textIn(story, "body_text")) ||
      htmlOfValue(story.bodies),
    published:
      textIn(story, "firstcreated") || textIn(story, "firstCreated") || textIn(story, "versioncreated") || null,
    updated: textIn(story, "versioncreated") || textIn(story, "versionCreated") || null,
    authors: bylineOf(story),
    categories: categoriesOf(story),
    attachments: attachmentsOf(story, url),
    language: textIn(story, "language") || null,
    rights: textIn(story, "copyrightnotice") || textIn(story, "copyrightholder") || null,
    baseUrl: page ?? url,
  };
}

function plainAsHtml(text: string): string | null {
  return text === "" ? null : linesAsHtml(escapeHtml(text));
}

/** Reads a ninjs 2 text, which is a list of { contenttype, value }. */
function firstValue(list: unknown): { readonly text: string; readonly type: string } {
  const first = recordOf(listOf(list)[0]);
  return first === null ? { text: "", type: "" } : { text: textIn(first, "value"), type: textIn(first, "contenttype") };
}

function htmlOfValue(list: unknown): string | null {
  const { text, type } = firstValue(list);
  return text === "" ? null : /html/i.test(type) ? text : linesAsHtml(escapeHtml(text));
}

function bylineOf(story: JsonRecord): DraftItem["authors"] {
  const named = listOf(story.authors)
    .slice(0, 64)
    .map((author) => textIn(recordOf(author) ?? {}, "name"));
  const names = named.some((name) => name !== "") ? named : [withoutBy(textIn(story, "byline"))];
  return [...new Set(names)].flatMap((name) => personOfText(name) ?? []);
}

function categoriesOf(story: JsonRecord): readonly string[] {
  const subjects = [...listOf(story.subject), ...listOf(story.subjects)].map((subject) =>
    textIn(recordOf(subject) ?? {}, "name"),
  );
  return [...new Set([...subjects, ...textsOf(story.keywords, categoriesMax)])]
    .filter((name) => name !== "")
    .slice(0, categoriesMax);
}

/**
 * The files of the story itself and of its associated items. Each file may have several renditions. The first one with
 * an address is used.
 */
function attachmentsOf(story: JsonRecord, url: string): readonly Attachment[] {
  const attachments: Attachment[] = [];
  const associated = Array.isArray(story.associations)
    ? story.associations
    : Object.values(recordOf(story.associations) ?? {});
  for (const media of [story, ...associated.slice(0, 64)]) {
    const record = recordOf(media) ?? {};
    const renditions = Array.isArray(record.renditions)
      ? record.renditions
      : Object.values(recordOf(record.renditions) ?? {});
    const rendition = renditions.map((each) => recordOf(each) ?? {}).find((each) => textIn(each, "href") !== "");
    if (rendition === undefined) continue;
    addAttachment(attachments, textIn(rendition, "href"), url, {
      type: textIn(rendition, "mimetype") || textIn(rendition, "contenttype") || null,
      lengthBytes: countIn(rendition, "sizeinbytes"),
      width: countIn(rendition, "width"),
      height: countIn(rendition, "height"),
      title: textIn(record, "headline") || null,
      credit: textIn(record, "byline") || null,
    });
  }
  return attachments;
}
