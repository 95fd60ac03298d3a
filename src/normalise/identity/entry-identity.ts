import type { Entry } from "../../domain/entry.ts";
import type { Instant } from "../../domain/time.ts";
import { hashText } from "../content-hash.ts";
import { foldText } from "../fold-text.ts";
import { guidKey } from "./fold-url.ts";
import { guidWorth } from "./guid-worth.ts";
import { statedAt } from "./stated-at.ts";

/** An id of an entry, where it comes from, and its key for comparison. */
export type EntryIdentity = Pick<Entry, "guid" | "guidOrigin" | "guidKey">;

/** The values by which an item can be identified. */
interface IdentityClaims {
  /** Trimmed; "" when there is none. */
  readonly guid: string;
  readonly url: string | null;
  readonly title: string;
  readonly text: string;
  readonly attachments: readonly { readonly url: string }[];
}

const guidCharsMax = 2048;

/**
 * The identity of an entry: the feed's guid, or else the permalink, or else its content. The key of a poor guid (see
 * `guidWorth`) is made from address and title, so that a purged entry differs from the next entry with the same guid.
 */
export function entryIdentity(claims: IdentityClaims): EntryIdentity {
  const own = claimedIdentity(claims);
  return guidWorth(own) === "poor" ? { ...own, guidKey: contentKey(claims) } : own;
}

/** The identity of an entry whose guid is not an id: its permalink, or else its content. */
export function fallbackIdentity(claims: Omit<IdentityClaims, "guid">): EntryIdentity {
  return entryIdentity({ ...claims, guid: "" });
}

function claimedIdentity(claims: IdentityClaims): EntryIdentity {
  const stated = statedGuid(claims.guid, claims.url);
  return stated === null ? contentIdentity(claims) : { ...stated, guidKey: guidKey(stated.guid) };
}

/** A guid as an item states it, and where it comes from. */
export type StatedGuid = Pick<Entry, "guid" | "guidOrigin">;

/**
 * The guid that an item states: its own guid, or the permalink if `guid` is ""; null when the item has neither. A guid
 * of more than 2,048 characters is replaced by its hash.
 */
export function statedGuid(guid: string, url: string | null): StatedGuid | null {
  if (guid === "") return url === null ? null : { guid: url, guidOrigin: "permalink" };
  return { guid: guid.length > guidCharsMax ? `sha256:${hashText([guid])}` : guid, guidOrigin: "guid" };
}

/**
 * Identity by address, title, text and attachments together: items with different content have different ids. An edited
 * item can still be found by its key, which is made from address and title.
 */
export function contentIdentity(claims: Omit<IdentityClaims, "guid">): EntryIdentity {
  const files = claims.attachments.map((attachment) => attachment.url).join("\n");
  const guid = `content:${hashText([claims.url ?? "", claims.title, claims.text, files])}`;
  return { guid, guidOrigin: "content", guidKey: contentKey(claims) };
}

/** Identity by content and stated date, for reports of one document that have equal words and no ids of their own. */
export function datedIdentity(claims: Omit<IdentityClaims, "guid">, at: Instant): EntryIdentity {
  const identity = contentIdentity(claims);
  return { ...identity, guid: `${identity.guid}@${at}` };
}

/** Whether a guid contains the entry's date (see `datedIdentity`). A different date then means a different report. */
export function isDatedGuid(guid: string): boolean {
  return guid.startsWith("content:") && guid.includes("@");
}

/** Whether a key is made from address and title. Such a key proves less than a key made from a guid. */
export function isContentKey(key: string): boolean {
  return key.startsWith("content:");
}

function contentKey({ url, title }: Pick<IdentityClaims, "url" | "title">): string {
  return `content:${hashText([url === null ? "" : guidKey(url), foldText(title)])}`;
}

/**
 * All identities under which an entry may be stored: its own, the permalink, the content, and the content with its
 * date. Which of them an item gets depends on the other items of its document, and on the entries that are stored
 * already. Each guid appears once.
 */
export function identitiesOf(entry: Entry): Identities {
  const known = identitiesByEntry.get(entry);
  if (known !== undefined) return known;
  const { guid, guidOrigin, guidKey } = entry;
  const others: EntryIdentity[] = [];
  const content = contentIdentity(entry);
  const date = statedAt(entry, 1);
  const dated = date === null ? [] : [{ ...content, guid: `${content.guid}@${date}` }];
  for (const identity of [fallbackIdentity(entry), content, ...dated]) {
    if (identity.guid !== guid && !others.some((other) => other.guid === identity.guid)) others.push(identity);
  }
  const identities: Identities = [{ guid, guidOrigin, guidKey }, ...others];
  identitiesByEntry.set(entry, identities);
  return identities;
}

type Identities = readonly [EntryIdentity, ...EntryIdentity[]];

/**
 * Caches identities. Making them takes up to five hashes, and each comparison of an entry with a stored one needs them.
 */
const identitiesByEntry = new WeakMap<Entry, Identities>();
