import type { CommandAnswer } from "../../../domain/command-store.ts";
import { dayMs, type Instant } from "../../../domain/time.ts";
import type { Transaction } from "../transaction.ts";

/**
 * Answers a command, inside the transaction that carries it out. Returns false when it was already answered or no
 * longer exists.
 */
export async function answerCommand(
  tx: Transaction,
  id: number,
  answer: CommandAnswer,
  now: Instant,
): Promise<boolean> {
  const changed = await tx.run(
    `UPDATE commands SET answer = :answer, answered_at = :now, expires_at = :expiresAt, payload = ''
     WHERE id = :id AND answered_at IS NULL`,
    { id, answer: JSON.stringify(answer), now, expiresAt: now + answeredMs },
  );
  return changed > 0;
}

/** How long an answer is kept for senders who ask again. */
const answeredMs = dayMs;
