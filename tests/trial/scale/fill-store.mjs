import { join } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * Fills an empty store with feeds on hosts by a few large statements. The feeds become due evenly over `intervalMs`,
 * after which each is due again. `dist`: the folder with the compiled program.
 */
export async function fillStore(client, { dist, feeds, hosts, intervalMs }) {
  const { hostKey, shardOf } = await import(pathToFileURL(join(dist, "domain/feeds/host-key.js")));
  const keys = Array.from({ length: hosts }, (_, at) => hostKey(`https://${hostName(at)}/`));
  await client.query("SET synchronous_commit = off; SET maintenance_work_mem = '512MB'");
  await client.query("CREATE TEMP TABLE host (at int PRIMARY KEY, key text, shard int)");
  await client.query("INSERT INTO host SELECT * FROM unnest($1::int[], $2::text[], $3::int[])", [
    keys.map((_, at) => at),
    keys,
    keys.map(shardOf),
  ]);
  await client.query(
    "INSERT INTO sources (id, name, name_key, rank) SELECT at + 1, 'Source ' || at, 'source ' || at, 50 FROM host",
  );
  await client.query(
    `INSERT INTO feeds (id, url, spec_url, source_id, origin, state, title, site_url, language, interval_ms)
     SELECT n, u, u, 1 + n % $1, 'added', 'active', 'Feed ' || n, 'https://host' || n % $1 || '.example/', 'en', $2
     FROM generate_series(1, $3::int) n, LATERAL (SELECT 'https://host' || n % $1 || '.example/feed-' || n || '.xml') a (u)`,
    [hosts, intervalMs, feeds],
  );
  // Neighbours in the table are due at different times, as after a long time of service.
  await client.query(
    `INSERT INTO polls (feed_id, next_poll_at, next_poll_reason, etag, last_modified, last_poll_at, last_success_at,
       last_new_entry_at, last_status, memory, host_key, shard)
     SELECT n, d, 'the configured interval', '"' || md5(n::text) || '"', 'Tue, 01 Dec 2026 00:00:00 GMT', d - $2::bigint,
       d - $2::bigint, d - $2::bigint, 304, $3, h.key, h.shard
     FROM generate_series(1, $4::int) n JOIN host h ON h.at = n % $1,
       LATERAL (SELECT wd_now() + (n::bigint * 7919 % $4) * $2::bigint / $4) x (d)`,
    [hosts, intervalMs, memoryOf(), feeds],
  );
  for (const table of ["sources", "feeds", "polls"])
    await client
      .query(`SELECT setval(pg_get_serial_sequence('${table}', 'id'), $1)`, [feeds + 1])
      .catch(() => undefined);
  await client.query("VACUUM (ANALYZE) sources, feeds, polls");
}

const hostName = (at) => `host${at}.example`;

/** What a poller remembers of a usual feed: the hours at which it has news, and its publisher's wishes. */
function memoryOf() {
  const at = Date.now();
  const counts = Array.from({ length: 168 }, (_, hour) => (hour % 5 === 0 ? 0.25 : 0));
  const rhythm = { counts, observedMs: 9e8, updatedAt: at, fadedAt: at };
  const wishes = {
    freshMs: 3e5,
    freshRule: "max-age",
    ttlMinutes: 60,
    updatePeriodMs: null,
    skipHours: [],
    skipDays: [],
  };
  return JSON.stringify({ rhythm, wishes });
}
