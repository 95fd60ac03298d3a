import type { Instant } from "../../domain/time.ts";

/** A table that is copied, with the columns by which its rows are read in order. */
export interface CopiedTable {
  readonly name: string;
  readonly key: readonly string[];
  /** True for a table that has exactly one row. A new store already has that row. */
  readonly isSingle?: boolean;
}

/**
 * All tables that are copied, ordered so that a row comes after the rows to which it refers. Both stores have the same
 * tables and columns. The full-text index is built anew, because each kind of store has its own.
 */
export const copiedTables: readonly CopiedTable[] = [
  { name: "sources", key: ["id"] },
  { name: "feeds", key: ["id"] },
  { name: "polls", key: ["feed_id"] },
  { name: "poll_log", key: ["feed_id", "at"] },
  { name: "quarantine", key: ["feed_id"] },
  { name: "readings", key: ["feed_id"] },
  { name: "captures", key: ["id"] },
  { name: "upstream_hubs", key: ["feed_id"] },
  { name: "entries", key: ["id"] },
  { name: "stated_dates", key: ["entry_id"] },
  { name: "revisions", key: ["entry_id", "number"] },
  { name: "joined_entries", key: ["id"] },
  { name: "purged", key: ["id"] },
  { name: "pending", key: ["first_seen_at", "entry_id"] },
  { name: "stories", key: ["id"] },
  { name: "copies", key: ["id"] },
  { name: "memberships", key: ["entry_id"] },
  { name: "reasons", key: ["entry_id"] },
  { name: "changes", key: ["seq"] },
  { name: "editor_words", key: ["id"] },
  { name: "commands", key: ["id"] },
  { name: "subscriptions", key: ["id"] },
  { name: "deliveries", key: ["subscription_id"] },
  { name: "dropped_deliveries", key: ["id"] },
  { name: "alert_outbox", key: ["id"] },
  { name: "alert_threads", key: ["story_id", "rule"] },
  { name: "alert_held", key: ["id"] },
  { name: "alert_moments", key: ["key"] },
  { name: "alert_rules", key: ["name"] },
  { name: "digests", key: ["section", "until_at"] },
  { name: "digest_items", key: ["section", "until_at", "place"] },
  { name: "ended_sessions", key: ["id"] },
  { name: "feed_stamps", key: ["feed_key"] },
  { name: "words", key: ["word", "language"] },
  { name: "words_read", key: ["id"], isSingle: true },
  { name: "desk", key: ["id"], isSingle: true },
  { name: "totals", key: ["id"], isSingle: true },
];

/** Tables that never use an id twice, even after the row with the highest id was deleted. */
export const sequencedTables = [
  "entries",
  "captures",
  "commands",
  "editor_words",
  "subscriptions",
  "alert_outbox",
  "alert_held",
] as const;

/** A row, with its values by column name. */
export type CopiedRow = Readonly<Record<string, unknown>>;

/** One of the two stores of a copy: the source or the target. Each method is one transaction. */
export interface CopyEnd {
  /** The store's name in messages, without a password. */
  readonly name: string;
  /** A value that distinguishes the store from all others. */
  identity(): Promise<string>;
  /** Whether the store is in use at `now`. SQLite: by any process. PostgreSQL: by a service. */
  isInUse(now: Instant): Promise<boolean>;
  columns(table: string): Promise<readonly string[]>;
  /** Reads rows in the order of the key, after a given key. null: from the beginning. */
  read(
    table: CopiedTable,
    columns: readonly string[],
    after: CopiedRow | null,
    limit: number,
  ): Promise<readonly CopiedRow[]>;
  count(table: string): Promise<number>;
  lastRow(table: CopiedTable): Promise<CopiedRow | null>;
  write(table: CopiedTable, columns: readonly string[], rows: readonly CopiedRow[]): Promise<void>;
  /** The highest id that a table has ever given to a row. */
  lastId(table: string): Promise<number>;
  setLastId(table: string, id: number): Promise<void>;
  /** If this store holds an unfinished copy, the identity of the source store; otherwise null. */
  unfinished(): Promise<string | null>;
  begin(identity: string): Promise<void>;
  /** Indexes the words of the next entries. Returns how many entries were indexed; 0 when all are. */
  indexMore(limit: number): Promise<number>;
  /** Removes the mark of an unfinished copy, and the copied leases of the process that used the source. */
  finish(): Promise<void>;
  close(): Promise<void>;
}
