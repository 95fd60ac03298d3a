import type { Entry } from "../domain/entry.ts";
import type { EntryChange, IdentityKeys, KnownEntry } from "../domain/store.ts";
import { isSignificant } from "./is-significant.ts";
import { findKnown } from "./match-known.ts";

/**
 * What becomes of an incoming entry, given the stored entries of its feed that may be it: new, revised, or unchanged. Identity heals: see
 * `findKnown`. `liveGuids`: the guids of the document that `incoming` came in; a stored entry that is still in it is never another's past.
 * A revised entry keeps the time at which it was first seen. Pure.
 */
export function decideChange(
  incoming: Entry,
  known: readonly KnownEntry[],
  liveGuids: ReadonlySet<string> = new Set(),
): EntryChange {
  const match = findKnown(incoming, known, liveGuids);
  if (match.kind === "none") return { kind: "new", entry: incoming };
  if (match.kind === "reused") return { kind: "new", entry: { ...incoming, ...match.identity } };
  const { entry: past, identity } = match;
  const healed = keysOf(identity === null ? incoming : { ...incoming, ...identity });
  const isHealed = healed.guid !== past.guid;
  if (past.purged || incoming.contentHash === past.contentHash) {
    return { kind: "unchanged", id: past.id, healed: isHealed && !past.purged ? healed : null };
  }
  const entry = { ...incoming, ...identity, ...keptTimes(incoming, past) };
  return { kind: "revised", id: past.id, entry, significant: isSignificant(incoming, past) };
}

function keysOf(entry: Entry): IdentityKeys {
  return { guid: entry.guid, guidKey: entry.guidKey, urlKey: entry.urlKey };
}

function keptTimes(incoming: Entry, past: KnownEntry): Pick<Entry, "firstSeenAt" | "publishedAt"> {
  const firstSeenAt = Math.min(incoming.firstSeenAt, past.firstSeenAt);
  return { firstSeenAt, publishedAt: Math.min(incoming.publishedAt, firstSeenAt) };
}
