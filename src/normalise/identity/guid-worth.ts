import type { Entry } from "../../domain/entry.ts";
import { isPageAddress, urlKey } from "./fold-url.ts";

/**
 * What an identity is worth. sure: a guid that is one, or the content itself. likely: an article's permalink in place
 * of a guid. poor: a place in a list, a word, or the address of a page: whatever stands there today has it.
 */
export type GuidWorth = "sure" | "likely" | "poor";

export function guidWorth(identity: Pick<Entry, "guid" | "guidOrigin">): GuidWorth {
  const { guid, guidOrigin } = identity;
  if (guidOrigin === "content") return "sure";
  if (guidOrigin === "permalink") return isPageAddress(guid) ? "poor" : "likely";
  return isPoorGuid(identity) || (/^https?:\/\//i.test(guid) && isPageAddress(guid, guidWordsMax)) ? "poor" : "sure";
}

/** A feed that says "this is the guid" is believed sooner: two words may name an article. */
const guidWordsMax = 1;

const positionCharsMax = 3;
const wordCharsMax = 20;

/**
 * Whether a guid may stand on one item after another: some feeds number their places ("1", "2", "3"), or give one word
 * or their home page to all.
 */
export function isPoorGuid(entry: Pick<Entry, "guid" | "guidOrigin">): boolean {
  if (entry.guidOrigin !== "guid") return false;
  if (/^https?:\/\//i.test(entry.guid)) return urlKey(entry.guid) === null;
  return entry.guid.length <= positionCharsMax || (entry.guid.length <= wordCharsMax && !/\d/.test(entry.guid));
}
