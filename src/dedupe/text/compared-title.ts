import { agencyOf } from "../../domain/text/agency-of.ts";

/** A title as it is compared, and the publisher that it named at its end. */
export interface ComparedTitle {
  readonly title: string;
  readonly publisher: string | null;
}

/** A publisher's name is no longer. */
const publisherCharsMax = 40;

/**
 * Without " - Publisher" at the end, where that is an agency or where the body is nothing but the title and that name
 * again, as aggregators print it. Elsewhere what follows a dash may be the news ("… - sources").
 */
export function comparedTitle(headline: string, text: string): ComparedTitle {
  const { title, publisher } = withoutPublisher(headline, text);
  return { title: withoutAttribution(title), publisher };
}

/** "…, sources say", ": foreign ministry": outlets add and drop it from one version to the next. */
const attribution =
  /(?:, | [-–—] ?|: )(?:(?:[\p{L}.]+ ){0,2}sources?|(?:[\p{L}.]+ ){1,2}(?:officials?|police|ministry|reports?|media|minister))(?: say| says| said)?$/iu;

function withoutAttribution(title: string): string {
  const from = Math.max(0, title.length - publisherCharsMax);
  const tail = title.slice(from);
  const match = attribution.exec(tail);
  return match === null || from + match.index === 0 ? title : title.slice(0, from + match.index);
}

function withoutPublisher(headline: string, text: string): ComparedTitle {
  const at = headline.lastIndexOf(" - ");
  const publisher = headline.slice(at + 3).trim();
  if (at <= 0 || publisher.length === 0 || publisher.length > publisherCharsMax)
    return { title: headline, publisher: null };
  const title = headline.slice(0, at).trim();
  const named = agencyOf(publisher) !== null && publisher.split(" ").length <= agencyWordsMax;
  if (!named && !isAggregated(title, publisher, text)) return { title: headline, publisher: null };
  return { title, publisher };
}

/** "Bloomberg.com", "Reuters UK"; more words are a clause about the agency. */
const agencyWordsMax = 3;

function isAggregated(title: string, publisher: string, text: string): boolean {
  const body = text.trim();
  return body.length <= title.length + publisher.length + 5 && body.startsWith(title) && body.endsWith(publisher);
}
