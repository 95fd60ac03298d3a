import type { Attachment, Person } from "../../domain/parsed-feed.ts";
import { absoluteUrl } from "../absolute-url.ts";
import type { DraftItem } from "../draft.ts";
import type { UntypedText } from "../text/text-construct.ts";
import type { XmlElement } from "../tree/xml-tree.ts";

/** The parts of one item that have been read so far. Field readers fill them, in document order. */
export interface ItemState {
  readonly untyped: UntypedText;
  /** The xml:base of the item itself. Relative addresses in the item's HTML are resolved against it. */
  readonly base: string;
  guid: string | null;
  guidIsPermalink: boolean;
  /** Whether the guid may serve as the link: an Atom id may; a guid with isPermaLink="false" may not. */
  idIsAddress: boolean;
  /** The item's page: of the item's http(s) links, the first one of the best kind. */
  link: string | null;
  linkWorth: LinkWorth;
  /** The first link with another scheme. It is shown when the item has no page. */
  otherLink: string | null;
  /** feedburner:origLink: the page that a tracking link leads to. */
  originalLink: string | null;
  title: string | null;
  /** media:title or dc:title, for items without a title. */
  otherTitle: string | null;
  summary: string | null;
  body: string | null;
  /** A second description. It is the body when there is no other. */
  otherBody: string | null;
  /** itunes:summary or media:description, often a caption. It is used when there is no other text. */
  caption: string | null;
  published: string | null;
  updated: string | null;
  /** dc:date, which may be the date of the publication or of an update. */
  date: string | null;
  created: string | null;
  readonly authors: Person[];
  readonly categories: string[];
  readonly attachments: Attachment[];
  imageUrl: string | null;
  language: string | null;
  origin: DraftItem["origin"];
  rights: string | null;
  commentsUrl: string | null;
  commentCount: number | null;
  inReplyTo: string | null;
  latitude: number | null;
  longitude: number | null;
}

/**
 * How well an address fits as the item's page. 0: it only replaces a missing link. 1: the page is in another language
 * than the item or for special screens, or the link writes its relation in the wrong case. 2: the link does not state
 * its type. 3: an HTML page.
 */
export type LinkWorth = 0 | 1 | 2 | 3;

/** Reads one child element of an item into its state. */
export type FieldReader = (item: ItemState, element: XmlElement) => void;

/** Readers by canonical element name. */
export type FieldReaders = Readonly<Record<string, FieldReader>>;

/** The state of an item before any of its fields has been read. */
export function newItemState(untyped: UntypedText, base: string): ItemState {
  return {
    untyped,
    base,
    guid: null,
    guidIsPermalink: false,
    idIsAddress: true,
    link: null,
    linkWorth: 0,
    otherLink: null,
    originalLink: null,
    title: null,
    otherTitle: null,
    summary: null,
    body: null,
    otherBody: null,
    caption: null,
    published: null,
    updated: null,
    date: null,
    created: null,
    authors: [],
    categories: [],
    attachments: [],
    imageUrl: null,
    language: null,
    origin: null,
    rights: null,
    commentsUrl: null,
    commentCount: null,
    inReplyTo: null,
    latitude: null,
    longitude: null,
  };
}

/** Makes the item. Where a field has several values, one of them is chosen. `element` is the item's own element. */
export function finishItem(item: ItemState, element: XmlElement): DraftItem {
  // An Atom id that is a web address, or a guid marked as a permalink, replaces a missing link.
  const link = item.link ?? webAddress(item, element.base) ?? item.otherLink;
  const body = item.body ?? item.otherBody;
  return {
    guid: item.guid,
    guidIsPermalink: item.guidIsPermalink,
    url: item.originalLink ?? link,
    statedUrl: item.originalLink === null ? null : link,
    title: item.title ?? item.otherTitle ?? "",
    summaryHtml: item.summary ?? (body === null ? item.caption : null),
    contentHtml: body,
    published: item.published ?? item.date ?? (item.updated === null ? item.created : null),
    updated: item.updated,
    authors: item.authors,
    categories: item.categories,
    attachments: item.attachments,
    imageUrl: item.imageUrl,
    language: item.language ?? element.language,
    origin: item.origin,
    rights: item.rights,
    commentsUrl: item.commentsUrl,
    commentCount: item.commentCount,
    inReplyTo: item.inReplyTo,
    point:
      item.latitude === null || item.longitude === null ? null : { latitude: item.latitude, longitude: item.longitude },
    baseUrl: element.base,
  };
}

function webAddress({ guid, idIsAddress }: ItemState, base: string): string | null {
  if (guid === null || !idIsAddress) return null;
  const url = absoluteUrl(guid, base);
  return url !== null && /^https?:/.test(url) ? url : null;
}
