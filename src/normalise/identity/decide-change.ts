import type { Entry } from "../../domain/entry.ts";
import type { EntryChange, IdentityKeys, KnownEntry } from "../../domain/store.ts";
import { isSignificant } from "../is-significant.ts";
import type { EntryIdentity } from "./entry-identity.ts";
import { guidWorth } from "./guid-worth.ts";
import { identitiesOf } from "./identities-of.ts";
import { isPageAddress } from "./is-page-address.ts";
import { findKnown, type MatchStep } from "./match-known.ts";

/**
 * What becomes of an incoming entry that is known by one step of `findKnown`: revised or unchanged; null where the step
 * finds none. Identity heals: it is known by its own guid henceforth, unless that is in `taken` (guids of stored
 * entries). A revised entry keeps the time at which it was first seen. Pure.
 */
export function decideChange(
  incoming: Entry,
  known: readonly KnownEntry[],
  step: MatchStep,
  taken: ReadonlySet<string>,
): Exclude<EntryChange, { kind: "new" }> | null {
  const past = findKnown(incoming, known, step);
  if (past === null) return null;
  const entry = knownAs(incoming, step === "own" ? incoming : identityAfter(incoming, past, taken));
  if (past.purged || incoming.contentHash === past.contentHash) {
    const isHealed = entry.guid !== past.guid && !past.purged;
    return {
      kind: "unchanged",
      id: past.id,
      healed: isHealed ? keysOf(entry) : null,
      firstSeenAt: past.firstSeenAt,
    };
  }
  const revised = { ...entry, ...keptTimes(incoming, past) };
  return { kind: "revised", id: past.id, entry: revised, significant: isSignificant(incoming, past) };
}

/**
 * An entry that is not known, under the first id that no other has; null where another says the very same thing: it is
 * that one's repeat.
 */
export function decideNew(incoming: Entry, taken: ReadonlySet<string>): Extract<EntryChange, { kind: "new" }> | null {
  const own = incoming.guidOrigin === "content";
  const identity = identitiesOf(incoming).find(({ guid, guidOrigin }) => {
    return !taken.has(guid) && (!own || guidOrigin === "content");
  });
  return identity === undefined ? null : { kind: "new", entry: knownAs(incoming, identity) };
}

/** An id that a neighbour or another story may claim tomorrow is no better than the one that the entry has. */
function identityAfter(incoming: Entry, past: KnownEntry, taken: ReadonlySet<string>): EntryIdentity {
  const identities = identitiesOf(incoming);
  const [own] = identities;
  const kept = identities.find(({ guid }) => guid === past.guid);
  const isOwnLasting = own.guidOrigin !== "content" && !(own.guidOrigin === "guid" && guidWorth(own) === "poor");
  if (kept !== undefined && (!isOwnLasting || taken.has(own.guid))) return kept;
  return identities.find(({ guid }) => !taken.has(guid)) ?? own;
}

/** Known by what it says although it has an address of its own: the address is a page's, and others have it too. */
function knownAs(incoming: Entry, identity: EntryIdentity): Entry {
  const { guid, guidOrigin, guidKey } = identity;
  const isShared = guidOrigin === "content" && incoming.url !== null && isPageAddress(incoming.url);
  return { ...incoming, guid, guidOrigin, guidKey, urlKey: isShared ? null : incoming.urlKey };
}

function keysOf({ guid, guidKey, urlKey }: Entry): IdentityKeys {
  return { guid, guidKey, urlKey };
}

function keptTimes(incoming: Entry, past: KnownEntry): Pick<Entry, "firstSeenAt" | "publishedAt"> {
  const firstSeenAt = Math.min(incoming.firstSeenAt, past.firstSeenAt);
  return { firstSeenAt, publishedAt: Math.min(incoming.publishedAt, firstSeenAt) };
}
