import type { CommandOwner, WaitingCommand } from "../../../domain/command-store.ts";
import type { QueuedCommand } from "../../../domain/commands.ts";
import type { Instant } from "../../../domain/time.ts";
import type { Connection } from "../connection.ts";

/** The commands that wait for an owner, in the order in which they were recorded. */
export function readWaiting(
  connection: Connection,
  owner: CommandOwner,
  now: Instant,
  limit: number,
): readonly WaitingCommand[] {
  return connection
    .sql<WaitingRow>(
      `SELECT id, payload, asked_at FROM commands WHERE owner = ? AND answered_at IS NULL AND expires_at > ?
       ORDER BY id LIMIT ?`,
    )
    .all(owner, now, limit)
    .map(({ id, payload, asked_at }) => ({ id, command: JSON.parse(payload) as QueuedCommand, askedAt: asked_at }));
}

interface WaitingRow {
  readonly id: number;
  readonly payload: string;
  readonly asked_at: Instant;
}
