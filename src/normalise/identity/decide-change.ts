import type { Entry } from "../../domain/entry.ts";
import type { EntryChange, IdentityKeys, KnownEntry } from "../../domain/feeds/feed-store.ts";
import type { Instant } from "../../domain/time.ts";
import { foldBody, foldText } from "../fold-text.ts";
import { type EntryIdentity, identitiesOf } from "./entry-identity.ts";
import { isPageAddress } from "./fold-url.ts";
import { guidWorth } from "./guid-worth.ts";
import { statedAt } from "./stated-at.ts";

/**
 * Decides on an incoming entry that is the stored `past`: revised or unchanged. The identity heals: the entry is known
 * by its new guid from now on, unless `taken` (the guids of other stored entries) contains it. A revised entry keeps
 * the time when it was first seen. Pure.
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
      ...(past.purged ? {} : { revision: past.revision, ...restated(incoming, past) }),
    };
  }
  const revised = { ...entry, ...keptTimes(incoming, past) };
  const significant = isSignificant(incoming, past);
  return { kind: "revised", id: past.id, entry: revised, significant, ...restated(incoming, revised) };
}

/** A newly stated date changes nothing for readers, but it helps to recognise the entry when its guid changes. */
function restated(incoming: Entry, stored: Pick<KnownEntry, "publishedAt" | "restatedAt">): { restatedAt?: Instant } {
  const date = statedAt(incoming, 2);
  return date === null || date === (stored.restatedAt ?? stored.publishedAt) ? {} : { restatedAt: date };
}

/**
 * Decides on an entry that is not known. It gets the first id that no other entry has. Returns null when another entry
 * says exactly the same: this one is then a repetition.
 */
export function decideNew(incoming: Entry, taken: ReadonlySet<string>): Extract<EntryChange, { kind: "new" }> | null {
  // Most guids are free. Then the other identities need not be computed.
  if (!taken.has(incoming.guid)) return { kind: "new", entry: knownAs(incoming, incoming) };
  const own = incoming.guidOrigin === "content";
  const identity = identitiesOf(incoming).find(({ guid, guidOrigin }) => {
    return !taken.has(guid) && (!own || guidOrigin === "content");
  });
  return identity === undefined ? null : { kind: "new", entry: knownAs(incoming, identity) };
}

/**
 * The identity after this change. The entry keeps its present id if its own id is taken, or if another item may have
 * that id tomorrow.
 */
function identityAfter(incoming: Entry, past: KnownEntry, taken: ReadonlySet<string>): EntryIdentity {
  const identities = identitiesOf(incoming);
  const [own] = identities;
  const kept = identities.find(({ guid }) => guid === past.guid);
  const isOwnLasting = own.guidOrigin !== "content" && !(own.guidOrigin === "guid" && guidWorth(own) === "poor");
  if (kept !== undefined && (!isOwnLasting || taken.has(own.guid))) return kept;
  return identities.find(({ guid }) => !taken.has(guid)) ?? own;
}

/**
 * The entry with this identity. An entry that is known by its content loses the key of its address if that is the
 * address of a page, because other entries also have it.
 */
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
 * After this many revisions, changes in figures alone no longer count: the entry is a counter, a price or a clock, not
 * a death toll.
 */
const figuresRevisionsMax = 4;

/**
 * Whether readers should be told of a change: a word or figure of the headline (or its cue) or of the body changed, not
 * only a comma, a case or an accent. An entry whose figures keep changing would be announced with every poll, so from
 * its fourth revision on only the cue's own number counts ("UPDATE 3").
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

/** A folded text in which every figure is one mark, however it is grouped: "1 234" and "7" are equal. */
function withoutFigures(folded: string): string {
  return folded.replace(/\p{N}[\p{N} ]*/gu, "0 ");
}
