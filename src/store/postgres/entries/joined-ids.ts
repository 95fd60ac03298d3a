import type { Transaction } from "../transaction.ts";

/** The id under which an entry is found now: its own id, or the id of the entry into which it was joined. */
export async function presentId(tx: Transaction, id: number): Promise<number> {
  return (await tx.get<{ into: number }>("SELECT into_id AS into FROM joined_entries WHERE id = $1", [id]))?.into ?? id;
}
