import type { Entry } from "../domain/entry.ts";
import type { Attachment, ParsedDate, ParsedItem, Person } from "../domain/parsed-feed.ts";
import { agencies } from "../domain/text/agencies.ts";
import { agencyOf } from "../domain/text/agency-of.ts";
import { summaryOf } from "../domain/text/summary-of.ts";
import type { Instant } from "../domain/time.ts";
import { cleanLine } from "./clean-text.ts";
import { contentHash, textKey } from "./content-hash.ts";
import { readCredit } from "./cues/credit-line.ts";
import { headlineOf } from "./cues/headline-of.ts";
import { namedPublisher } from "./cues/named-publisher.ts";
import { urgency } from "./cues/urgency.ts";
import { claimedDate, classifyDate, publishedAt, updatedAt } from "./date-policy.ts";
import type { FeedContext } from "./feed-context.ts";
import { plainText } from "./html/plain-text.ts";
import { sanitiseHtml } from "./html/sanitise-html.ts";
import { entryIdentity } from "./identity/entry-identity.ts";
import { urlKey } from "./identity/fold-url.ts";
import { httpUrl, permalink } from "./identity/permalink.ts";
import { entryLanguage } from "./language/language.ts";
import { titleOf } from "./title-of.ts";

/** An item, with the facts from which its entry is made. */
export interface EntryInput {
  readonly item: ParsedItem;
  readonly feed: FeedContext;
  /** The facts about the dates of the whole document. */
  readonly parsed: { readonly built: ParsedDate | null; readonly alwaysNow: boolean };
  /** The language of the document's titles together. Absent: unknown. */
  readonly documentLanguage?: () => string | null;
  readonly firstSeenAt: Instant;
  readonly now: Instant;
}

/**
 * Turns one item of a document into an entry. The identity comes from the item alone; `normaliseFeed` corrects it when
 * several items have the same guid.
 */
export function normaliseEntry(input: EntryInput): Entry {
  const { item, feed } = input;
  const { summary, ...body } = chooseBody(item);
  const title = titleOf(item.title, body.text);
  const origin = cleanLine(item.origin?.title ?? "").slice(0, nameCharsMax);
  const named = feed.isAggregator === true ? namedPublisher({ origin, title }, feed.sourceName) : null;
  const publisher = named ?? origin;
  const { cue, headline } = headlineOf(title, { ...feed, publisher });
  const url = item.url === null ? null : permalink(item.url, item.baseUrl);
  const authors = cleanPeople(item.authors);
  const attachments = cleanAttachments(item.attachments);
  const content = {
    title,
    text: body.text,
    urlKey: url === null ? null : urlKey(url),
    authors,
    categories: cleanCategories(item.categories),
    attachments,
  };
  const guid = item.guid === null ? "" : cleanLine(item.guid);
  return {
    ...entryIdentity({ guid, url, title, text: body.text, attachments }),
    ...content,
    ...datesOf(input),
    ...extrasOf(item),
    url,
    headline,
    summary: summaryOf(summary),
    html: sanitiseHtml(body.html, item.baseUrl),
    language: entryLanguage({
      declaredItem: item.language,
      declaredFeed: feed.language,
      title,
      text: body.text,
      ...(input.documentLanguage === undefined ? {} : { document: input.documentLanguage }),
    }),
    cue,
    urgency: urgency(cue?.kind ?? null),
    credit: readCredit(body.text, authors, title) ?? publishingAgency(publisher),
    ...(named === null ? {} : { publisher: named }),
    contentHash: contentHash(content),
    textKey: textKey(headline, body.text),
  };
}

/**
 * An agency's name has at most this many words: "Bloomberg.com", "Reuters UK". Longer names belong to other publishers:
 * "Fans of AP Style".
 */
const agencyWordsMax = 3;

/** The agency that an item names as its publisher, in its usual spelling; null when the publisher is not an agency. */
function publishingAgency(publisher: string): string | null {
  const agency = publisher.split(" ").length > agencyWordsMax ? null : agencyOf(publisher);
  return agencies.find(({ name }) => name.toLowerCase() === agency)?.name ?? null;
}

type Dates = Pick<Entry, "publishedAt" | "dateClass" | "updatedAt" | "firstSeenAt">;

function datesOf({ item, parsed, firstSeenAt, now }: EntryInput): Dates {
  const dates = { claim: claimedDate(item), firstSeenAt, alwaysNow: parsed.alwaysNow };
  return {
    publishedAt: publishedAt(dates),
    dateClass: classifyDate(dates),
    updatedAt: parsed.alwaysNow ? null : updatedAt(item.updated, now),
    firstSeenAt,
  };
}

const rightsCharsMax = 1000;

type Extras = Pick<Entry, "imageUrl" | "rights" | "commentsUrl" | "commentCount" | "inReplyTo" | "point">;

function extrasOf(item: ParsedItem): Extras {
  return {
    imageUrl: item.imageUrl === null ? null : httpUrl(item.imageUrl),
    rights: item.rights === null ? null : cleanLine(item.rights).slice(0, rightsCharsMax) || null,
    commentsUrl: item.commentsUrl === null ? null : permalink(item.commentsUrl, item.baseUrl),
    commentCount: item.commentCount,
    inReplyTo: item.inReplyTo === null ? null : cleanLine(item.inReplyTo) || null,
    point: item.point,
  };
}

interface Body {
  /** The fullest body, as written in the feed; "" when there is none. */
  readonly html: string;
  /** The plain text of `html`. */
  readonly text: string;
  /** The plain text of the short text, or of the body when there is no short text. */
  readonly summary: string;
}

/** Chooses the fullest body of an item: its long text, unless the short text has more characters. */
function chooseBody(item: Pick<ParsedItem, "summaryHtml" | "contentHtml">): Body {
  const longHtml = item.contentHtml ?? "";
  const shortHtml = item.summaryHtml ?? "";
  const short = plainText(shortHtml);
  const long = longHtml === shortHtml ? short : plainText(longHtml);
  const summary = short === "" ? long : short;
  // If both texts have equally many characters, use the long text: even without words, it may contain a picture or a
  // player.
  const useLong = long.length > short.length || (long.length === short.length && longHtml !== "");
  return useLong ? { html: longHtml, text: long, summary } : { html: shortHtml, text: short, summary };
}

const peopleMax = 50;
const nameCharsMax = 300;

/**
 * The authors with clean names, each once, at most 50. An author without a name gets the e-mail address as the name.
 */
function cleanPeople(people: readonly Person[]): readonly Person[] {
  const byName = new Map<string, Person>();
  for (const person of people.slice(0, 4 * peopleMax)) {
    const email = person.email === null ? null : cleanLine(person.email).slice(0, nameCharsMax);
    const name = cleanLine(person.name).slice(0, nameCharsMax) || email || "";
    if (name === "" || byName.has(name) || byName.size >= peopleMax) continue;
    byName.set(name, {
      name,
      email: email === "" ? null : email,
      url: person.url === null ? null : permalink(person.url, null),
    });
  }
  return [...byName.values()];
}

const categoriesMax = 100;
const categoryCharsMax = 200;

/**
 * The categories with clean names, in the feed's order, at most 100. Of categories that differ only in case, the first
 * is kept.
 */
function cleanCategories(categories: readonly string[]): readonly string[] {
  const byFold = new Map<string, string>();
  for (const category of categories.slice(0, 4 * categoriesMax)) {
    const name = cleanLine(category).slice(0, categoryCharsMax);
    const fold = name.toLowerCase();
    if (name !== "" && !byFold.has(fold) && byFold.size < categoriesMax) byFold.set(fold, name);
  }
  return [...byFold.values()];
}

const attachmentsMax = 50;
const labelCharsMax = 500;

/** The attachments with absolute http(s) addresses, each address once, at most 50. */
function cleanAttachments(attachments: readonly Attachment[]): readonly Attachment[] {
  const byUrl = new Map<string, Attachment>();
  for (const attachment of attachments.slice(0, 4 * attachmentsMax)) {
    const url = httpUrl(attachment.url);
    if (url === null || byUrl.has(url) || byUrl.size >= attachmentsMax) continue;
    byUrl.set(url, {
      ...attachment,
      url,
      type: label(attachment.type),
      title: label(attachment.title),
      credit: label(attachment.credit),
      thumbnailUrl: attachment.thumbnailUrl === null ? null : httpUrl(attachment.thumbnailUrl),
    });
  }
  return [...byUrl.values()];
}

function label(text: string | null): string | null {
  const clean = text === null ? "" : cleanLine(text).slice(0, labelCharsMax);
  return clean === "" ? null : clean;
}
