import type { Entry } from "../../domain/entry.ts";
import { isPageAddress, urlKey } from "./fold-url.ts";

/**
 * How much an identity is worth. sure: a guid that is a real id, or the content itself. likely: an article's permalink
 * in place of a guid. poor: a position in a list, a word, or the address of a page; whatever is in that place today has
 * it.
 */
export type GuidWorth = "sure" | "likely" | "poor";

export function guidWorth(identity: Pick<Entry, "guid" | "guidOrigin">): GuidWorth {
  const { guid, guidOrigin } = identity;
  if (guidOrigin === "content") return "sure";
  if (guidOrigin === "permalink") return isPageAddress(guid) ? "poor" : "likely";
  return isPoorGuid(identity) || (/^https?:\/\//i.test(guid) && isPageAddress(guid, guidWordsMax)) ? "poor" : "sure";
}

/** The guid of a feed that marks it as one is believed sooner: two words may name an article. */
const guidWordsMax = 1;

const positionCharsMax = 3;
const wordCharsMax = 20;

/**
 * Whether a guid may be given to one item after another: some feeds number their places ("1", "2", "3"), or give all
 * items one word or their home page.
 */
export function isPoorGuid(entry: Pick<Entry, "guid" | "guidOrigin">): boolean {
  if (entry.guidOrigin !== "guid") return false;
  if (/^https?:\/\//i.test(entry.guid)) return urlKey(entry.guid) === null;
  return entry.guid.length <= positionCharsMax || (entry.guid.length <= wordCharsMax && !/\d/.test(entry.guid));
}
