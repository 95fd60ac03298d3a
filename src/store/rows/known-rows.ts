import type { IdentityKeys, KnownEntry } from "../../domain/feeds/feed-store.ts";
import type { Instant } from "../../domain/time.ts";

/**
 * How many entries one key may return. There is a limit because some feeds give all items the same link. The newest
 * entries are returned, because the feed is more likely to still contain them.
 */
export const knownPerKeyMax = 8;

/** A stored entry as the statements select it. */
export type KnownRow = Omit<KnownEntry, "purged">;

/**
 * Merges two results for one purged entry. There can be two results, because two wanted entries can match different
 * keys of the purged entry.
 */
export function withKeysOf(entry: KnownEntry, other: KnownEntry | undefined): KnownEntry {
  if (other === undefined) return entry;
  const { guid, guidKey, urlKey } = other;
  return { ...entry, guid: guid || entry.guid, guidKey: guidKey || entry.guidKey, urlKey: urlKey ?? entry.urlKey };
}

/** The row of a purged entry. A key is 1 if its stored hash is the hash of the requested key. */
export interface PurgedRow {
  readonly id: number;
  readonly first_seen_at: Instant;
  readonly guid: number;
  readonly guid_key: number;
  readonly url_key: number;
}

/**
 * Makes a `KnownEntry` from the row of a purged entry. The store has only hashes of its keys. So the result has no
 * text, and only those of the wanted `keys` whose hashes match.
 */
export function purgedOf(row: PurgedRow, keys: IdentityKeys): KnownEntry {
  return {
    id: row.id,
    guid: row.guid === 1 ? keys.guid : "",
    guidKey: row.guid_key === 1 ? keys.guidKey : "",
    url: null,
    urlKey: row.url_key === 1 ? keys.urlKey : null,
    title: "",
    text: "",
    contentHash: "",
    revision: 0,
    publishedAt: row.first_seen_at,
    dateClass: "missing",
    firstSeenAt: row.first_seen_at,
    purged: true,
  };
}
