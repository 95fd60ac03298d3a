import type { Entry } from "../../domain/entry.ts";
import type { KnownEntry } from "../../domain/feeds/feed-store.ts";
import { identitiesOf, isContentKey } from "./entry-identity.ts";
import { urlKey } from "./fold-url.ts";
import { guidStem } from "./guid-stem.ts";
import { guidWorth } from "./guid-worth.ts";

/**
 * What the guids say. same: one that is an id, or the very content. place: the same, but worth little. flipped: the
 * same but for scheme, host or tracking. version: of one article. addressAndTitle: no guid, but the key of both.
 * different: both are ids. untold: one of them is none, or is the address over again.
 */
export type GuidFit = "same" | "place" | "flipped" | "version" | "addressAndTitle" | "untold" | "different";

/** `sharedStems`: of guids that number the document's entries rather than one entry's versions. */
export function guidFit(incoming: Entry, past: KnownEntry, sharedStems: ReadonlySet<string>): GuidFit {
  const identities = identitiesOf(incoming);
  const equal = identities.find(({ guid }) => guid === past.guid);
  if (equal !== undefined) {
    const isUnchanged = !past.purged && incoming.contentHash === past.contentHash;
    if (guidWorth(equal) === "sure" || isUnchanged) return "same";
    if (past.purged) return equal.guidKey === past.guidKey ? "same" : "untold";
    if (equal === identities[0] || guidWorth(incoming) === "poor") {
      return guidWorth(equal) === "poor" ? "place" : "untold";
    }
  }
  if (isContentKey(past.guidKey)) {
    return identities.some(({ guidKey }) => guidKey === past.guidKey) ? "addressAndTitle" : "untold";
  }
  if (past.guidKey === incoming.guidKey) return "flipped";
  const stem = incoming.guidOrigin === "guid" ? guidStem(incoming.guidKey) : null;
  if (stem !== null && stem === guidStem(past.guidKey) && !sharedStems.has(stem)) return "version";
  return isOwnId(incoming) && isOwnId(past) ? "different" : "untold";
}

/** A guid that says more than the address: an address given over again changes whenever that does. */
function isOwnId({ guid, urlKey: address, url }: Pick<Entry, "guid" | "url" | "urlKey">): boolean {
  if (guid === "" || guid === url || isContentKey(guid)) return false;
  if (address !== null && urlKey(guid) === address) return false;
  return guidWorth({ guid, guidOrigin: "guid" }) === "sure";
}
