import type { Entry } from "../../domain/entry.ts";
import { isPageAddress, urlKey } from "./fold-url.ts";

/**
 * How far an identity can be trusted. "sure": a guid that is a real id, or an id made from the content. "likely": an
 * article's permalink in place of a guid. "poor": a position in a list, a single word, or the address of a front page.
 * Another item may have a poor id tomorrow.
 */
export type GuidWorth = "sure" | "likely" | "poor";

/** Judges an identity (see `GuidWorth`). */
export function guidWorth(identity: Pick<Entry, "guid" | "guidOrigin">): GuidWorth {
  const { guid, guidOrigin } = identity;
  if (guidOrigin === "content") return "sure";
  if (guidOrigin === "permalink") return isPageAddress(guid) ? "poor" : "likely";
  return isPoorGuid(identity) || (/^https?:\/\//i.test(guid) && isPageAddress(guid, guidWordsMax)) ? "poor" : "sure";
}

/**
 * An address that ends with two words may name an article, so it is trusted as a guid. An address that ends with at
 * most this many words is not.
 */
const guidWordsMax = 1;

const positionCharsMax = 3;
const wordCharsMax = 20;

/**
 * Whether the feed may give the same guid to different items over time. Some feeds number the positions ("1", "2",
 * "3"); others give every item the same word or the address of their home page.
 */
export function isPoorGuid(entry: Pick<Entry, "guid" | "guidOrigin">): boolean {
  if (entry.guidOrigin !== "guid") return false;
  if (/^https?:\/\//i.test(entry.guid)) return urlKey(entry.guid) === null;
  return entry.guid.length <= positionCharsMax || (entry.guid.length <= wordCharsMax && !/\d/.test(entry.guid));
}
