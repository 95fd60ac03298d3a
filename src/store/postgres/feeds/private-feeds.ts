import type { Transaction } from "../transaction.ts";

/**
 * The feeds of private sources. They are read in every transaction, because a feed may change its source, and a source
 * may become private.
 */
export async function privateFeeds(tx: Transaction): Promise<ReadonlySet<number>> {
  const rows = await tx.all<{ id: number }>(
    "SELECT f.id FROM sources s JOIN feeds f ON f.source_id = s.id WHERE s.is_private = 1",
  );
  return new Set(rows.map(({ id }) => id));
}

/** The private feeds that this transaction's audience must not see. */
export async function hiddenFeeds(tx: Transaction): Promise<ReadonlySet<number>> {
  return tx.audience === "editors" ? nothingHidden : await privateFeeds(tx);
}

const nothingHidden: ReadonlySet<number> = new Set();
