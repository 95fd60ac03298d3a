import type { Instant } from "../../domain/time.ts";
import type { Transaction } from "./transaction.ts";

/** `Store.endSession`, inside a transaction. */
export async function endSession(tx: Transaction, id: string, until: Instant, now: Instant): Promise<void> {
  await tx.run("DELETE FROM ended_sessions WHERE until <= $1", [now]);
  await tx.run("INSERT INTO ended_sessions (id, until) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING", [id, until]);
}

/** `ReadStore.isSessionEnded`, inside a transaction. */
export async function isSessionEnded(tx: Transaction, id: string): Promise<boolean> {
  return (await tx.get("SELECT 1 FROM ended_sessions WHERE id = $1", [id])) !== undefined;
}
