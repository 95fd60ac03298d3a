import type { Entry } from "../../domain/entry.ts";
import type { Instant } from "../../domain/time.ts";
import { hashText } from "../content-hash.ts";
import { foldText } from "../fold-text.ts";
import { guidKey } from "./fold-url.ts";
import { guidWorth } from "./guid-worth.ts";
import { statedAt } from "./stated-at.ts";

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
 * The identity of an entry: the feed's guid, or else the permalink, or else its content. The key of a worthless guid is
 * made from address and title, so that a purged entry differs from the next entry with the same guid.
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

export type StatedGuid = Pick<Entry, "guid" | "guidOrigin">;

/**
 * The guid of an item, as far as the item alone shows it: the feed's own guid, or the permalink if `guid` is ""; null
 * when the item has neither. A guid that is too long is replaced by its hash.
 */
export function statedGuid(guid: string, url: string | null): StatedGuid | null {
  if (guid === "") return url === null ? null : { guid: url, guidOrigin: "permalink" };
  return { guid: guid.length > guidCharsMax ? `sha256:${hashText([guid])}` : guid, guidOrigin: "guid" };
}

/**
 * Identity by address, title and text together: items with different content are never one. An edited item is found
 * again by its key.
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

/** Whether an entry is also known by its date. A different date then means a different report. */
export function isDatedGuid(guid: string): boolean {
  return guid.startsWith("content:") && guid.includes("@");
}

/** Whether a key is made from address and title. Such a key says less than a guid's own key. */
export function isContentKey(key: string): boolean {
  return key.startsWith("content:");
}

function contentKey({ url, title }: Pick<IdentityClaims, "url" | "title">): string {
  return `content:${hashText([url === null ? "" : guidKey(url), foldText(title)])}`;
}

/**
 * All identities under which the store may know an entry: its own, the permalink, the content, and the content with its
 * date. The identity that an item gets depends on its neighbours on the page, and on earlier stories in its place. Each
 * guid appears once.
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

/** Caches identities: they cost five hashes, and each comparison of an entry with a stored one needs them. */
const identitiesByEntry = new WeakMap<Entry, Identities>();
