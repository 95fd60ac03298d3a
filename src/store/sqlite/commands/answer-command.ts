import type { CommandAnswer } from "../../../domain/command-store.ts";
import { dayMs, type Instant } from "../../../domain/time.ts";
import type { Connection } from "../connection.ts";

/** Inside the transaction that carries the command out. False where it was answered already, or is gone. */
export function answerCommand(connection: Connection, id: number, answer: CommandAnswer, now: Instant): boolean {
  const { changes } = connection
    .sql(
      `UPDATE commands SET answer = :answer, answered_at = :now, expires_at = :expiresAt, payload = ''
       WHERE id = :id AND answered_at IS NULL`,
    )
    .run({ id, answer: JSON.stringify(answer), now, expiresAt: now + answeredMs });
  return changes > 0;
}

/** How long an answer is kept for those who ask again. */
const answeredMs = dayMs;
