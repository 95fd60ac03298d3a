import type { CommandOwner, WaitingCommand } from "../../../domain/command-store.ts";
import type { QueuedCommand } from "../../../domain/commands.ts";
import type { Instant } from "../../../domain/time.ts";
import type { Transaction } from "../transaction.ts";

/** The commands that wait for an owner, in the order in which they were recorded. */
export async function readWaiting(
  tx: Transaction,
  owner: CommandOwner,
  now: Instant,
  limit: number,
): Promise<readonly WaitingCommand[]> {
  const rows = await tx.all<{ id: number; payload: string; askedAt: Instant }>(
    `SELECT id, payload, asked_at AS "askedAt" FROM commands
     WHERE owner = $1 AND answered_at IS NULL AND expires_at > $2 ORDER BY id LIMIT $3`,
    [owner, now, limit],
  );
  return rows.map(({ id, payload, askedAt }) => ({ id, command: JSON.parse(payload) as QueuedCommand, askedAt }));
}
