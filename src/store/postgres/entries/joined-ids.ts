import type { Transaction } from "../connection.ts";

/** What an entry's id answers with: its own, or that of the entry that it was joined with. */
export async function presentId(tx: Transaction, id: number): Promise<number> {
  return (await tx.get<{ into: number }>("SELECT into_id AS into FROM joined_entries WHERE id = $1", [id]))?.into ?? id;
}
