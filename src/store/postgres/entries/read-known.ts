import type { AlikeKeys, IdentityKeys, KnownEntry } from "../../../domain/feeds/feed-store.ts";
import { identityHash } from "../../rows/identity-hash.ts";
import { type KnownRow, knownPerKeyMax, type PurgedRow, purgedOf, withKeysOf } from "../../rows/known-rows.ts";
import type { Transaction } from "../transaction.ts";

/** `FeedStore.readKnown`. Entries come first, then purged identities. */
export async function readKnown(
  tx: Transaction,
  feedId: number,
  wanted: readonly IdentityKeys[],
): Promise<readonly KnownEntry[]> {
  const rows = await tx.all<KnownRow>(knownSql, {
    feedId,
    guids: wanted.map(({ guid }) => guid),
    guidKeys: wanted.map(({ guidKey }) => guidKey),
    urlKeys: wanted.map(({ urlKey }) => urlKey),
  });
  const known = new Map<number, KnownEntry>(rows.map((row) => [row.id, { ...row, purged: false }]));
  for (const entry of await readPurged(tx, feedId, wanted)) {
    known.set(entry.id, withKeysOf(entry, known.get(entry.id)));
  }
  return [...known.values()];
}

/** `FeedStore.readAlike`. */
export async function readAlike(
  tx: Transaction,
  feedId: number,
  wanted: readonly AlikeKeys[],
): Promise<readonly KnownEntry[]> {
  const rows = await tx.all<KnownRow>(alikeSql, {
    feedId,
    titles: wanted.map(({ title }) => title),
    dates: wanted.map(({ publishedAt }) => publishedAt),
    // A version is a number, and ":" is the character after "9", so this range holds every version of the stem.
    stems: wanted.map(({ guidStem }) => guidStem && `${guidStem}0`),
    ends: wanted.map(({ guidStem }) => guidStem && `${guidStem}:`),
  });
  return rows.map((row) => ({ ...row, purged: false }));
}

async function readPurged(
  tx: Transaction,
  feedId: number,
  wanted: readonly IdentityKeys[],
): Promise<readonly KnownEntry[]> {
  if ((await tx.get("SELECT 1 FROM purged WHERE feed_id = $1 LIMIT 1", [feedId])) === undefined) return [];
  const rows = await tx.all<PurgedRow & { readonly at: number }>(purgedSql, {
    feedId,
    guids: wanted.map(({ guid }) => identityHash(guid)),
    guidKeys: wanted.map(({ guidKey }) => identityHash(guidKey)),
    urlKeys: wanted.map(({ urlKey }) => (urlKey === null ? null : identityHash(urlKey))),
  });
  return rows.flatMap((row) => {
    const keys = wanted[row.at - 1];
    return keys === undefined ? [] : [purgedOf(row, keys)];
  });
}

const knownColumns = `e.id, e.guid, e.guid_key AS "guidKey", e.url, e.url_key AS "urlKey", e.title, e.text,
  e.content_hash AS "contentHash", e.revision, e.published_at AS "publishedAt", e.date_class AS "dateClass",
  e.first_seen_at AS "firstSeenAt", (SELECT stated_at FROM stated_dates WHERE entry_id = e.id) AS "restatedAt"`;

/** Selects the entries whose ids `found` returns, each entry once, in the order in which `found` first returns them. */
function entriesFound(keys: string, found: string): string {
  return `WITH found AS (SELECT x.id, min(ARRAY[k.at, x.how, x.nth]) AS place FROM ${keys} CROSS JOIN LATERAL (${found}) x GROUP BY x.id)
    SELECT ${knownColumns} FROM found JOIN entries e ON e.id = found.id ORDER BY found.place`;
}

/** Selects the entries of a feed for one key. `how`: the rank of the kind of key. */
function byKey(how: number, condition: string, order: string): string {
  return `(SELECT id, ${how} AS how, row_number() OVER (ORDER BY ${order}) AS nth FROM entries
    WHERE feed_id = :feedId AND ${condition} ORDER BY ${order} LIMIT ${knownPerKeyMax})`;
}

const knownSql = entriesFound(
  "unnest(:guids::text[], :guidKeys::text[], :urlKeys::text[]) WITH ORDINALITY k (guid, guid_key, url_key, at)",
  [
    byKey(1, "md5(guid)::uuid = md5(k.guid)::uuid AND guid = k.guid", "id"),
    byKey(2, "md5(guid_key)::uuid = md5(k.guid_key)::uuid AND guid_key = k.guid_key", "id DESC"),
    byKey(3, "md5(url_key)::uuid = md5(k.url_key)::uuid AND url_key = k.url_key", "first_seen_at DESC"),
  ].join(" UNION ALL "),
);

const alikeSql = entriesFound(
  "unnest(:titles::text[], :dates::bigint[], :stems::text[], :ends::text[]) WITH ORDINALITY k (title, published_at, stem, stem_end, at)",
  [
    byKey(1, "md5(title)::uuid = md5(k.title)::uuid AND title = k.title", "id DESC"),
    byKey(2, "published_at = k.published_at", "id DESC"),
    byKey(
      3,
      `"left"(guid_key, 200) >= "left"(k.stem, 200) AND "left"(guid_key, 200) <= "left"(k.stem_end, 200)
       AND guid_key >= k.stem AND guid_key < k.stem_end`,
      "guid_key DESC, id DESC",
    ),
  ].join(" UNION ALL "),
);

const purgedSql = `SELECT k.at, p.id, p.first_seen_at, (p.guid_hash = k.guid)::int AS guid, (p.guid_key_hash = k.guid_key)::int AS guid_key,
  coalesce((p.url_key_hash = k.url_key)::int, 0) AS url_key
  FROM unnest(:guids::bytea[], :guidKeys::bytea[], :urlKeys::bytea[]) WITH ORDINALITY k (guid, guid_key, url_key, at)
  CROSS JOIN LATERAL (
    SELECT id FROM purged WHERE feed_id = :feedId AND guid_hash = k.guid
    UNION SELECT id FROM purged WHERE feed_id = :feedId AND guid_key_hash = k.guid_key
    UNION (SELECT id FROM purged WHERE feed_id = :feedId AND url_key_hash = k.url_key ORDER BY id DESC LIMIT ${knownPerKeyMax})
  ) x JOIN purged p ON p.id = x.id ORDER BY k.at, p.id`;
