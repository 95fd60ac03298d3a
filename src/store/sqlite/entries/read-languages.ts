import { commonLanguages } from "../../searching/common-languages.ts";
import type { Connection } from "../connection.ts";
import { hiddenFeeds } from "../feeds/private-feeds.ts";

/** `ReadStore.readLanguages`, inside a transaction. */
export function readLanguages(connection: Connection, limit: number): readonly string[] {
  const hidden = hiddenFeeds(connection);
  const rows = connection
    .sql<{ feedId: number; language: string | null }>(
      `SELECT m.feed_id AS feedId, e.language FROM memberships m CROSS JOIN entries e ON e.id = m.entry_id
       ORDER BY m.first_seen_at DESC, m.entry_id DESC LIMIT ?`,
    )
    .all(limit);
  return commonLanguages(rows.filter(({ feedId }) => !hidden.has(feedId)).map(({ language }) => language));
}
