import type { Entry } from "../../domain/entry.ts";
import type { Instant } from "../../domain/time.ts";
import { hashText } from "../content-hash.ts";
import { foldText } from "../fold-text.ts";
import { guidKey } from "./fold-url.ts";
import { guidWorth } from "./guid-worth.ts";
import { statedAt } from "./stated-at.ts";

export type EntryIdentity = Pick<Entry, "guid" | "guidOrigin" | "guidKey">;

/** What an item offers to be known by. */
interface IdentityClaims {
  /** Trimmed; "" where none. */
  readonly guid: string;
  readonly url: string | null;
  readonly title: string;
  readonly text: string;
  readonly attachments: readonly { readonly url: string }[];
}

const guidCharsMax = 2048;

/**
 * An entry's identity: the feed's guid, else the permalink, else what it says. The key of a guid that is worth nothing
 * is that of address and title, so that a purged entry can still be told from the next one at its place.
 */
export function entryIdentity(claims: IdentityClaims): EntryIdentity {
  const own = claimedIdentity(claims);
  return guidWorth(own) === "poor" ? { ...own, guidKey: contentKey(claims) } : own;
}

/** The identity of an entry whose guid is no id: its permalink, else what it says. */
export function fallbackIdentity(claims: Omit<IdentityClaims, "guid">): EntryIdentity {
  return entryIdentity({ ...claims, guid: "" });
}

function claimedIdentity(claims: IdentityClaims): EntryIdentity {
  if (claims.guid !== "") return guidIdentity(claims.guid);
  return claims.url === null ? contentIdentity(claims) : permalinkIdentity(claims.url);
}

function permalinkIdentity(url: string): EntryIdentity {
  return { guid: url, guidOrigin: "permalink", guidKey: guidKey(url) };
}

/**
 * By address, title and text together: two items that say different things are never one. An edit is found again by the
 * key.
 */
export function contentIdentity(claims: Omit<IdentityClaims, "guid">): EntryIdentity {
  const files = claims.attachments.map((attachment) => attachment.url).join("\n");
  const guid = `content:${hashText([claims.url ?? "", claims.title, claims.text, files])}`;
  return { guid, guidOrigin: "content", guidKey: contentKey(claims) };
}

/** By content and stated date: reports of the same words that stand side by side under no id of their own. */
export function datedIdentity(claims: Omit<IdentityClaims, "guid">, at: Instant): EntryIdentity {
  const identity = contentIdentity(claims);
  return { ...identity, guid: `${identity.guid}@${at}` };
}

/** Whether an entry is known by its date, too: another date is another report. */
export function isDatedGuid(guid: string): boolean {
  return guid.startsWith("content:") && guid.includes("@");
}

/** Whether a key is that of address and title: it says less than a guid's own. */
export function isContentKey(key: string): boolean {
  return key.startsWith("content:");
}

function contentKey({ url, title }: Pick<IdentityClaims, "url" | "title">): string {
  return `content:${hashText([url === null ? "" : guidKey(url), foldText(title)])}`;
}

/** A guid beyond the bound is told by its hash. */
function guidIdentity(claimed: string): EntryIdentity {
  const guid = claimed.length > guidCharsMax ? `sha256:${hashText([claimed])}` : claimed;
  return { guid, guidOrigin: "guid", guidKey: guidKey(guid) };
}

/**
 * Everything that an entry may be known by in the store, its own identity first, then the permalink, then what it says,
 * then that with its date: with neighbours at its page, or at a place that another story had before, an item goes by
 * another id than alone. Each guid once.
 */
export function identitiesOf(entry: Entry): readonly [EntryIdentity, ...EntryIdentity[]] {
  const { guid, guidOrigin, guidKey } = entry;
  const others: EntryIdentity[] = [];
  const date = statedAt(entry, 1);
  const dated = date === null ? [] : [datedIdentity(entry, date)];
  for (const identity of [fallbackIdentity(entry), contentIdentity(entry), ...dated]) {
    if (identity.guid !== guid && !others.some((other) => other.guid === identity.guid)) others.push(identity);
  }
  return [{ guid, guidOrigin, guidKey }, ...others];
}
