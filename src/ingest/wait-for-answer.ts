import type { CommandStore } from "../domain/command-store.ts";
import type { CommandResults, QueuedCommand } from "../domain/commands.ts";
import { WireError } from "../domain/errors.ts";
import { type Clock, elapsedOf } from "../domain/ports.ts";
import { secondMs } from "../domain/time.ts";

/** How long whoever asks waits for a command to take effect. */
export const answerMsMax = 10 * secondMs;
const lookMs = 50;

export const notYetMessage =
  "Recorded, not yet in effect: it takes effect when the service comes to it. Asking again adds nothing.";

/**
 * Waits until a command's owner has answered it. Rejects with the error that the owner answered, and with not-yet where
 * there is no answer in time. `nudge` is called before each look.
 */
export async function waitForAnswer<Kind extends QueuedCommand["kind"]>(
  deps: { readonly store: Pick<CommandStore, "readCommandAnswer">; readonly clock: Clock },
  command: { readonly id: number; readonly kind: Kind },
  nudge: () => Promise<unknown> = async () => undefined,
  msMax: number = answerMsMax,
): Promise<CommandResults[Kind]> {
  const startedAt = elapsedOf(deps.clock);
  for (;;) {
    await nudge();
    const answer = await deps.store.readCommandAnswer(command.id);
    // The row was recorded with a command of this kind.
    if (answer?.kind === "done") return answer.result as CommandResults[Kind];
    if (answer?.kind === "refused")
      throw answer.code === null ? new Error(answer.message) : new WireError(answer.code, answer.message);
    if (elapsedOf(deps.clock) - startedAt >= msMax) throw new WireError("not-yet", notYetMessage);
    await deps.clock.sleep(lookMs);
  }
}
