import { agencyOf } from "../../domain/text/agency-of.ts";

/** A title in the form for comparison, and the publisher that was removed from its end; null when there was none. */
export interface ComparedTitle {
  readonly title: string;
  readonly publisher: string | null;
}

/** A publisher's name has at most this many characters. */
const publisherCharsMax = 40;

/**
 * The title without " - Publisher" at its end and without attributions. The words after the dash count as a publisher
 * if they name an agency, or if the body is only the title and these words again, as aggregators print it. In other
 * cases they may be news ("… - sources").
 */
export function comparedTitle(headline: string, text: string): ComparedTitle {
  const { title, publisher } = withoutPublisher(headline, text);
  return { title: withoutAttribution(title), publisher };
}

/** Attributions such as ", sources say" and ": foreign ministry". Outlets add and remove them between versions. */
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

/** An agency's name has at most this many words ("Reuters UK"). More words are a clause about the agency. */
const agencyWordsMax = 3;

function isAggregated(title: string, publisher: string, text: string): boolean {
  const body = text.trim();
  return body.length <= title.length + publisher.length + 5 && body.startsWith(title) && body.endsWith(publisher);
}
