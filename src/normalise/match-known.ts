import type { Entry } from "../domain/entry.ts";
import type { KnownEntry } from "../domain/store.ts";
import { type EntryIdentity, fallbackIdentity } from "./entry-identity.ts";
import { foldText } from "./fold-text.ts";
import { similarText } from "./similar-text.ts";
import { urlKey } from "./url-key.ts";

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
const positionCharsMax = 3;
const wordGuidCharsMax = 20;

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
  const identity = fallbackIdentity(incoming);
  const entry = known.find((candidate) => candidate.guid === identity.guid);
  return entry === undefined ? { kind: "reused", identity } : { kind: "match", entry, identity };
}

/** Some feeds number their places ("1", "2", "3"), or give one word or their home page for every item in turn. */
function isReused(incoming: Entry, past: KnownEntry): boolean {
  if (!isPoorGuid(incoming) || past.purged || sameUrl(incoming, past) || sameTitle(incoming, past)) return false;
  return similarText(`${incoming.title}\n${incoming.text}`, `${past.title}\n${past.text}`) < otherTextMax;
}

function isPoorGuid(entry: Entry): boolean {
  if (entry.guidOrigin !== "guid") return false;
  if (/^https?:\/\//i.test(entry.guid)) return urlKey(entry.guid) === null;
  return entry.guid.length <= positionCharsMax || (entry.guid.length <= wordGuidCharsMax && !/\d/.test(entry.guid));
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
