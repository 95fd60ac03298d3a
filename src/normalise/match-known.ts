import type { Entry } from "../domain/entry.ts";
import type { KnownEntry } from "../domain/store.ts";
import { type EntryIdentity, fallbackIdentity } from "./entry-identity.ts";
import { foldText } from "./fold-text.ts";
import { isPoorGuid } from "./is-poor-guid.ts";
import { similarText } from "./similar-text.ts";

export type KnownMatch =
  | { readonly kind: "none" }
  /** `identity`: what it is known by when its own guid is not; null where that is the incoming entry's own. */
  | { readonly kind: "match"; readonly entry: KnownEntry; readonly identity: EntryIdentity | null }
  /** The guid is another story's: the incoming entry is new, under this identity. */
  | { readonly kind: "reused"; readonly identity: EntryIdentity };

/** A shorter title proves nothing ("Weather"). */
const titleCharsMin = 8;
/** Two texts under one address and one title are one entry when so much of the shorter is in the other: a daily column's are not. */
const sameTextMin = 0.5;
/** Two texts under one poor guid are different stories when so little is shared. */
const otherTextMax = 0.2;

/**
 * Finds the stored entry that an incoming one is: the same guid; else the same guid but for scheme, host or tracking, with the same address or
 * title; else the same address and title with a like text. What is still live under its own guid is left alone.
 */
export function findKnown(incoming: Entry, known: readonly KnownEntry[], liveGuids: ReadonlySet<string>): KnownMatch {
  const same = known.find((entry) => entry.guid === incoming.guid);
  if (same !== undefined) return isReused(incoming, same) ? findReused(incoming, known) : matched(same);
  const past = known.filter((entry) => !liveGuids.has(entry.guid));
  const healed =
    past.find(
      (entry) => entry.guidKey === incoming.guidKey && (sameUrl(incoming, entry) || sameTitle(incoming, entry)),
    ) ?? past.find((entry) => sameUrl(incoming, entry) && sameTitle(incoming, entry) && sameText(incoming, entry));
  return healed === undefined ? { kind: "none" } : matched(healed);
}

function matched(entry: KnownEntry): KnownMatch {
  return { kind: "match", entry, identity: null };
}

function findReused(incoming: Entry, known: readonly KnownEntry[]): KnownMatch {
  // Without an address the guid stays a part of the id, so that two items of one document cannot meet in it.
  const identity = fallbackIdentity(
    incoming.url === null ? { ...incoming, title: `${incoming.guid}\n${incoming.title}` } : incoming,
  );
  const entry = known.find((candidate) => candidate.guid === identity.guid);
  return entry === undefined ? { kind: "reused", identity } : { kind: "match", entry, identity };
}

/** Another story altogether, under a guid that some feeds give to whatever stands in its place. */
function isReused(incoming: Entry, past: KnownEntry): boolean {
  if (!isPoorGuid(incoming) || past.purged || sameUrl(incoming, past) || sameTitle(incoming, past)) return false;
  return similarText(`${incoming.title}\n${incoming.text}`, `${past.title}\n${past.text}`) < otherTextMax;
}

function sameUrl(incoming: Entry, past: KnownEntry): boolean {
  return incoming.urlKey !== null && incoming.urlKey === past.urlKey;
}

function sameTitle(incoming: Entry, past: KnownEntry): boolean {
  const title = foldText(incoming.title);
  return title.length >= titleCharsMin && title === foldText(past.title);
}

function sameText(incoming: Entry, past: KnownEntry): boolean {
  // A purged entry has no text left: its address and title must do.
  if (past.text === "" || incoming.text === "") return true;
  return similarText(incoming.text, past.text) >= sameTextMin;
}
