import type { CommandStore } from "../domain/command-store.ts";
import type { CommandResults, QueuedCommand } from "../domain/commands.ts";
import { WireError } from "../domain/errors.ts";
import { type Clock, elapsedOf } from "../domain/ports.ts";
import { secondMs } from "../domain/time.ts";

/** How long a sender waits for a command to take effect. */
export const answerMsMax = 10 * secondMs;
const lookMs = 50;

export const notYetMessage =
  "Recorded, not yet in effect. The service will carry it out. Repeating the request adds nothing.";

/**
 * Waits until a command's owner has answered. Rejects with the owner's error, or with not-yet when no answer comes in
 * time. `nudge` is called before each look.
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
    // The row has a command of this kind, so its result has this type.
    if (answer?.kind === "done") return answer.result as CommandResults[Kind];
    if (answer?.kind === "refused")
      throw answer.code === null ? new Error(answer.message) : new WireError(answer.code, answer.message);
    if (elapsedOf(deps.clock) - startedAt >= msMax) throw new WireError("not-yet", notYetMessage);
    await deps.clock.sleep(lookMs);
  }
}
