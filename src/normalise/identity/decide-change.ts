import type { Entry } from "../../domain/entry.ts";
import type { EntryChange, IdentityKeys, KnownEntry } from "../../domain/feeds/feed-store.ts";
import { foldBody, foldText } from "../fold-text.ts";
import { type EntryIdentity, identitiesOf } from "./entry-identity.ts";
import { isPageAddress } from "./fold-url.ts";
import { guidWorth } from "./guid-worth.ts";

/**
 * What becomes of an incoming entry that is the stored `past`: revised or unchanged. Identity heals: it is known by its
 * own guid henceforth, unless that is in `taken` (guids of other stored entries). A revised entry keeps the time at
 * which it was first seen. Pure.
 */
export function decideChange(
  incoming: Entry,
  past: KnownEntry,
  taken: ReadonlySet<string>,
): Exclude<EntryChange, { kind: "new" }> {
  const isOwn = incoming.guid === past.guid;
  const entry = knownAs(incoming, isOwn ? incoming : identityAfter(incoming, past, taken));
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

/**
 * An entry that has been revised so often and changes in its figures alone again is a counter, a price or a clock, not
 * a death toll.
 */
const figuresRevisionsMax = 4;

/**
 * Whether a reader should be told: a word or figure of the headline (its cue among them) or of the body changed, not
 * merely a comma, a case or an accent. An entry that keeps changing in figures alone would be renewed with every poll:
 * from its fourth revision on those no longer count, but for a cue's own number ("UPDATE 3").
 */
function isSignificant(
  incoming: Pick<Entry, "title" | "text" | "cue">,
  past: Pick<KnownEntry, "title" | "text" | "revision">,
): boolean {
  const [title, pastTitle] = [foldText(incoming.title), foldText(past.title)];
  if (title !== pastTitle && incoming.cue !== null && incoming.cue.number !== null) return true;
  const compared = past.revision < figuresRevisionsMax ? (folded: string) => folded : withoutFigures;
  if (compared(title) !== compared(pastTitle)) return true;
  return incoming.text !== past.text && compared(foldBody(incoming.text)) !== compared(foldBody(past.text));
}

/** A folded text with one mark for each figure, however it is grouped: "1 234" and "7" are the same. */
function withoutFigures(folded: string): string {
  return folded.replace(/\p{N}[\p{N} ]*/gu, "0 ");
}
