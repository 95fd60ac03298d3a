import type { Entry } from "../domain/entry.ts";
import { guidKey } from "./guid-key.ts";
import { hashText } from "./hash-text.ts";

export type EntryIdentity = Pick<Entry, "guid" | "guidOrigin" | "guidKey">;

/** What an item offers to be known by. */
export interface IdentityClaims {
  /** Trimmed; "" where none. */
  readonly guid: string;
  readonly url: string | null;
  readonly title: string;
  readonly text: string;
  readonly attachments: readonly { readonly url: string }[];
}

const guidCharsMax = 2048;

/** An entry's identity: the feed's guid, else the permalink, else what it says. */
export function entryIdentity(claims: IdentityClaims): EntryIdentity {
  if (claims.guid !== "") return guidIdentity(claims.guid);
  return claims.url === null ? contentIdentity(claims) : permalinkIdentity(claims.url);
}

/** The identity of an entry whose guid is no id: its permalink, else what it says. */
export function fallbackIdentity(claims: Omit<IdentityClaims, "guid">): EntryIdentity {
  return entryIdentity({ ...claims, guid: "" });
}

function permalinkIdentity(url: string): EntryIdentity {
  return { guid: url, guidOrigin: "permalink", guidKey: guidKey(url) };
}

/** By address, title and text together: two items that say different things are never one, at the price that an edit makes a new one. */
export function contentIdentity(claims: IdentityClaims): EntryIdentity {
  const files = claims.attachments.map((attachment) => attachment.url).join("\n");
  const guid = `content:${hashText([claims.url ?? "", claims.title, claims.text, files])}`;
  return { guid, guidOrigin: "content", guidKey: guid };
}

/** A guid beyond the bound is told by its hash. */
function guidIdentity(claimed: string): EntryIdentity {
  const guid = claimed.length > guidCharsMax ? `sha256:${hashText([claimed])}` : claimed;
  return { guid, guidOrigin: "guid", guidKey: guidKey(guid) };
}
