import type { Entry } from "../../domain/entry.ts";
import type { EntryChange, IdentityKeys, KnownEntry } from "../../domain/feeds/feed-store.ts";
import type { Instant } from "../../domain/time.ts";
import { foldBody, foldText } from "../fold-text.ts";
import { type EntryIdentity, identitiesOf } from "./entry-identity.ts";
import { isPageAddress } from "./fold-url.ts";
import { guidWorth } from "./guid-worth.ts";
import { statedAt } from "./stated-at.ts";

/**
 * Decides whether an incoming entry, which was recognised as the stored `past`, revises it or leaves it unchanged. From
 * now on the entry is stored under its new guid, unless `taken` (the guids of other stored entries) contains that guid.
 * A revised entry keeps the time when it was first seen. Pure.
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
 * Decides on an entry that is not stored yet. The entry gets the first of its ids that no other entry has. Returns null
 * when other entries have all its ids, even the id made from its content. The entry then repeats another one.
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
 * The identity after this change. The entry keeps the id under which it is stored if the id that it states is taken, or
 * may belong to another item tomorrow.
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
 * The entry with this identity. An entry that is identified by its content loses the key of its address if that is the
 * address of a page, because other entries have the same address.
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
 * From this many revisions on, changes of figures alone no longer count, because the entry is probably a counter, a
 * price or a clock, and not a death toll.
 */
const figuresRevisionsMax = 4;

/**
 * Whether readers should be told of a change: a word or a figure of the title or the body changed, and not only
 * punctuation, case or accents. An entry whose figures keep changing would be announced with every poll. So once four
 * revisions are stored, figures no longer count, except in a title with a numbered cue ("UPDATE 3").
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

/** A folded text in which every figure is replaced by the same mark, so that "1 234" and "7" are equal. */
function withoutFigures(folded: string): string {
  return folded.replace(/\p{N}[\p{N} ]*/gu, "0 ");
}
