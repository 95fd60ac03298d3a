import type { Entry } from "../domain/entry.ts";
import type { ParsedDate, ParsedItem } from "../domain/parsed-feed.ts";
import type { Instant } from "../domain/time.ts";
import { chooseBody } from "./choose-body.ts";
import { cleanAttachments } from "./clean-attachments.ts";
import { cleanCategories } from "./clean-categories.ts";
import { cleanPeople } from "./clean-people.ts";
import { cleanLine } from "./clean-text.ts";
import { contentHash } from "./content-hash.ts";
import { readCredit } from "./cues/credit-line.ts";
import { headlineOf } from "./cues/headline-of.ts";
import { urgency } from "./cues/urgency.ts";
import { claimedDate, classifyDate, publishedAt, updatedAt } from "./date-policy.ts";
import type { FeedContext } from "./feed-context.ts";
import { sanitiseHtml } from "./html/sanitise-html.ts";
import { entryIdentity } from "./identity/entry-identity.ts";
import { httpUrl } from "./identity/http-url.ts";
import { permalink } from "./identity/permalink.ts";
import { urlKey } from "./identity/url-key.ts";
import { entryLanguage } from "./language/language.ts";
import { summaryOf } from "./summary-of.ts";
import { textKey } from "./text-key.ts";
import { titleOf } from "./title-of.ts";

export interface EntryInput {
  readonly item: ParsedItem;
  readonly feed: FeedContext;
  /** What the whole document says of its dates. */
  readonly parsed: { readonly built: ParsedDate | null; readonly alwaysNow: boolean };
  readonly firstSeenAt: Instant;
  readonly now: Instant;
}

/**
 * One item of a document as an entry. Its identity is what the item says alone; `normaliseFeed` mends it where a
 * document contradicts itself.
 */
export function normaliseEntry(input: EntryInput): Entry {
  const { item, feed } = input;
  const { summary, ...body } = chooseBody(item);
  const title = titleOf(item.title, body.text);
  const { cue, headline } = headlineOf(title, feed);
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
    language: entryLanguage({ declaredItem: item.language, declaredFeed: feed.language, title, text: body.text }),
    cue,
    urgency: urgency(cue?.kind ?? null),
    credit: readCredit(body.text, authors, title),
    contentHash: contentHash(content),
    textKey: textKey(headline, body.text),
  };
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
