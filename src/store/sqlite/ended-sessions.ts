import type { Instant } from "../../domain/time.ts";
import type { Connection } from "./connection.ts";

/** `Store.endSession`, inside a transaction. */
export function endSession(connection: Connection, id: string, until: Instant, now: Instant): void {
  connection.sql("DELETE FROM ended_sessions WHERE until <= ?").run(now);
  connection.sql("INSERT INTO ended_sessions (id, until) VALUES (?, ?) ON CONFLICT (id) DO NOTHING").run(id, until);
}

/** `ReadStore.isSessionEnded`, inside a transaction. */
export function isSessionEnded(connection: Connection, id: string): boolean {
  return connection.sql("SELECT 1 FROM ended_sessions WHERE id = ?").get(id) !== undefined;
}
