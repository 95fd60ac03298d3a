import type { Entry } from "../../domain/entry.ts";
import { isPageAddress } from "./is-page-address.ts";
import { isPoorGuid } from "./is-poor-guid.ts";

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
