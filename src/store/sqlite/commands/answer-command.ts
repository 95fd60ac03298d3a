import type { CommandAnswer } from "../../../domain/command-store.ts";
import { dayMs, type Instant } from "../../../domain/time.ts";
import type { Connection } from "../connection.ts";

/**
 * Answers a command, inside the transaction that carries it out. Returns false when it was already answered or no
 * longer exists.
 */
export function answerCommand(connection: Connection, id: number, answer: CommandAnswer, now: Instant): boolean {
  const { changes } = connection
    .sql(
      `UPDATE commands SET answer = :answer, answered_at = :now, expires_at = :expiresAt, payload = ''
       WHERE id = :id AND answered_at IS NULL`,
    )
    .run({ id, answer: JSON.stringify(answer), now, expiresAt: now + answeredMs });
  return changes > 0;
}

/** How long an answer is kept for senders who ask again. */
const answeredMs = dayMs;
