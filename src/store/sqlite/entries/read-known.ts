import type { AlikeKeys, IdentityKeys, KnownEntry } from "../../../domain/feeds/feed-store.ts";
import { identityHash } from "../../rows/identity-hash.ts";
import { type KnownRow, knownPerKeyMax, type PurgedRow, purgedOf, withKeysOf } from "../../rows/known-rows.ts";
import type { Connection } from "../connection.ts";

/** `FeedStore.readKnown`. Entries come first, then purged identities. */
export function readKnown(
  connection: Connection,
  feedId: number,
  wanted: readonly IdentityKeys[],
): readonly KnownEntry[] {
  const known = new Map<number, KnownEntry>();
  const purgedAny = connection.sql("SELECT 1 FROM purged WHERE feed_id = ? LIMIT 1").get(feedId) !== undefined;
  for (const keys of wanted) {
    for (const row of rowsOf(connection, feedId, keys)) known.set(row.id, { ...row, purged: false });
  }
  if (!purgedAny) return [...known.values()];
  for (const keys of wanted) {
    for (const entry of findPurged(connection, feedId, keys))
      known.set(entry.id, withKeysOf(entry, known.get(entry.id)));
  }
  return [...known.values()];
}

/** `FeedStore.readAlike`. */
export function readAlike(connection: Connection, feedId: number, wanted: readonly AlikeKeys[]): readonly KnownEntry[] {
  const known = new Map<number, KnownEntry>();
  for (const { title, publishedAt, guidStem } of wanted) {
    const rows = [
      ...connection.sql<KnownRow>(alikeSql("title = ?")).all(feedId, title),
      ...(publishedAt === null ? [] : connection.sql<KnownRow>(alikeSql("published_at = ?")).all(feedId, publishedAt)),
      // A version is a number, and ":" is the character after "9", so this range holds every version of the stem.
      ...(guidStem === null
        ? []
        : connection
            .sql<KnownRow>(alikeSql("guid_key >= ? AND guid_key < ?"))
            .all(feedId, `${guidStem}0`, `${guidStem}:`)),
    ];
    for (const row of rows) known.set(row.id, { ...row, purged: false });
  }
  return [...known.values()];
}

function alikeSql(condition: string): string {
  const order = condition.startsWith("guid_key") ? "guid_key DESC, id DESC" : "id DESC";
  return `SELECT ${knownColumns} FROM entries WHERE feed_id = ? AND ${condition} ORDER BY ${order} LIMIT ${knownPerKeyMax}`;
}

const knownColumns = `id, guid, guid_key AS guidKey, url, url_key AS urlKey, title, text, content_hash AS contentHash,
  revision, published_at AS publishedAt, date_class AS dateClass, first_seen_at AS firstSeenAt,
  (SELECT stated_at FROM stated_dates WHERE entry_id = entries.id) AS restatedAt`;

function rowsOf(connection: Connection, feedId: number, keys: IdentityKeys): KnownRow[] {
  const byGuid = connection
    .sql<KnownRow>(`SELECT ${knownColumns} FROM entries WHERE feed_id = ? AND guid = ?`)
    .all(feedId, keys.guid);
  const byKey = connection
    .sql<KnownRow>(
      `SELECT ${knownColumns} FROM entries WHERE feed_id = ? AND guid_key = ? ORDER BY id DESC LIMIT ${knownPerKeyMax}`,
    )
    .all(feedId, keys.guidKey);
  if (keys.urlKey === null) return [...byGuid, ...byKey];
  const byUrl = connection
    .sql<KnownRow>(
      `SELECT ${knownColumns} FROM entries WHERE url_key = ? AND feed_id = ?
       ORDER BY first_seen_at DESC LIMIT ${knownPerKeyMax}`,
    )
    .all(keys.urlKey, feedId);
  return [...byGuid, ...byKey, ...byUrl];
}

function findPurged(connection: Connection, feedId: number, keys: IdentityKeys): KnownEntry[] {
  const rows = connection.sql<PurgedRow>(purgedSql).all({
    feed: feedId,
    guid: identityHash(keys.guid),
    guidKey: identityHash(keys.guidKey),
    urlKey: keys.urlKey === null ? null : identityHash(keys.urlKey),
  });
  return rows.map((row) => purgedOf(row, keys));
}

const purgedSql = `SELECT id, first_seen_at, guid_hash = :guid AS guid, guid_key_hash = :guidKey AS guid_key,
  coalesce(url_key_hash = :urlKey, 0) AS url_key FROM purged WHERE id IN (
    SELECT id FROM purged WHERE feed_id = :feed AND guid_hash = :guid
    UNION SELECT id FROM purged WHERE feed_id = :feed AND guid_key_hash = :guidKey
    UNION SELECT id FROM (SELECT id FROM purged WHERE feed_id = :feed AND url_key_hash = :urlKey
                          ORDER BY id DESC LIMIT ${knownPerKeyMax}))`;
