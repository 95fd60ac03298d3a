import type { Entry } from "../../domain/entry.ts";
import type { KnownEntry } from "../../domain/feeds/feed-store.ts";
import { identitiesOf, isContentKey } from "./entry-identity.ts";
import { urlKey } from "./fold-url.ts";
import { guidStem } from "./guid-stem.ts";
import { guidWorth } from "./guid-worth.ts";

/**
 * How two guids compare. "same": the guids are equal, and either they are real ids or the content is equal too.
 * "place": they are equal but poor (see `guidWorth`). "flipped": they are equal except for scheme, host or tracking
 * parameters. "version": they name two versions of one article. "addressAndTitle": the stored entry has no good guid,
 * but the keys of address and title are equal. "different": they are two different real ids. "untold": they prove
 * nothing, because one of them is not a real id or only repeats the address.
 */
export type GuidFit = "same" | "place" | "flipped" | "version" | "addressAndTitle" | "untold" | "different";

/**
 * Compares two guids. `sharedStems`: stems of guids whose numbers count the entries of the document, and not the
 * versions of one entry.
 */
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

/** Whether a guid is an id of its own. A guid that repeats the address changes whenever the address does. */
function isOwnId({ guid, urlKey: address, url }: Pick<Entry, "guid" | "url" | "urlKey">): boolean {
  if (guid === "" || guid === url || isContentKey(guid)) return false;
  if (address !== null && urlKey(guid) === address) return false;
  return guidWorth({ guid, guidOrigin: "guid" }) === "sure";
}
