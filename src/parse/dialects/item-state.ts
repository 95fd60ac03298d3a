import type { Attachment, Person } from "../../domain/parsed-feed.ts";
import { absoluteUrl } from "../absolute-url.ts";
import type { DraftItem } from "../draft.ts";
import type { UntypedText } from "../text/text-construct.ts";
import type { XmlElement } from "../tree/xml-tree.ts";

/** What has been read of one item so far. Written by field readers alone, in document order. */
export interface ItemState {
  readonly untyped: UntypedText;
  /** xml:base of the item itself: what relative addresses in its HTML are taken to stand under. */
  readonly base: string;
  guid: string | null;
  guidIsPermalink: boolean;
  /** Whether the guid may serve as the link: an Atom id may, a guid with isPermaLink="false" may not. */
  idIsAddress: boolean;
  /** The item's page: the first of the aptest http(s) addresses among its links. */
  link: string | null;
  linkWorth: LinkWorth;
  /** The first link of another scheme: shown where the item has no page. */
  otherLink: string | null;
  /** feedburner:origLink: the page behind a tracking link. */
  originalLink: string | null;
  title: string | null;
  /** media:title, dc:title: used where there is no title. */
  otherTitle: string | null;
  summary: string | null;
  body: string | null;
  /** A second description: used as the body where there is none. */
  otherBody: string | null;
  /** itunes:summary, media:description, often a caption: used where there is no other text. */
  caption: string | null;
  published: string | null;
  updated: string | null;
  /** dc:date says neither published nor updated. */
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
 * How apt an address is to be the item's page. 0: it stands in for a link. 1: a page in another language than the
 * item's, or for special screens. 2: a link that does not say its type. 3: an HTML page.
 */
export type LinkWorth = 0 | 1 | 2 | 3;

/** Reads one child element of an item into its state. */
export type FieldReader = (item: ItemState, element: XmlElement) => void;

export type FieldReaders = Readonly<Record<string, FieldReader>>;

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

/** Settles which of several claims count. `element` is the item's own. */
export function finishItem(item: ItemState, element: XmlElement): DraftItem {
  // An Atom id that is a web address, or a guid that says it is one, stands in for a missing link.
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
