import type { Config } from "../config/config.ts";
import { ownerOf } from "../domain/command-store.ts";
import type { CommandResults, QueuedCommand } from "../domain/commands.ts";
import { messageOf, WireError } from "../domain/errors.ts";
import { elapsedOf } from "../domain/ports.ts";
import type { Store } from "../domain/store.ts";
import { recordCommand } from "../ingest/record-command.ts";
import { waitForAnswer } from "../ingest/wait-for-answer.ts";
import type { CliDeps } from "./cli-deps.ts";

/**
 * Records a command and waits until its owner has carried it out. The owner is the running service, or this process
 * when no service runs. Throws WireError not-yet after ten seconds; the command stays recorded. `seen`: the command
 * mark that the caller read before it read the state that the command changes.
 */
export async function carryOut<Kind extends QueuedCommand["kind"]>(
  deps: CliDeps,
  config: Config,
  store: Store,
  command: Extract<QueuedCommand, { kind: Kind }>,
  seen: number | null = null,
): Promise<CommandResults[Kind]> {
  const { clock } = deps;
  const id = await recordCommand({ store, clock }, command, seen);
  const recorded = { id, kind: command.kind as Kind };
  if (ownerOf(command) === "desk") return decideHere(deps, config, store, recorded);
  return waitForAnswer({ store, clock }, recorded, async () => {
    if (!(await deps.isServing(store))) await store.carryOutFeedCommands(clock.now(), feedCommandsMax);
  });
}

const feedCommandsMax = 100;

/** The shortest time between two attempts to become the desk. Each attempt takes the store's write lock. */
const deskRetryMs = 500;

/**
 * Becomes the desk, unless another process is the desk. In that case, the other process finds the recorded command by
 * itself.
 */
async function decideHere<Kind extends QueuedCommand["kind"]>(
  deps: CliDeps,
  config: Config,
  store: Store,
  recorded: { readonly id: number; readonly kind: Kind },
): Promise<CommandResults[Kind]> {
  const { clock } = deps;
  const desk = await deps.createDesk(config, store, () => undefined);
  let failure: unknown = null;
  let nextAt = elapsedOf(clock);
  const decide = async (): Promise<void> => {
    if (elapsedOf(clock) < nextAt) return;
    // Read the answer once more before throwing, because the desk may have failed only after it carried the command
    // out.
    if (failure !== null && !(failure instanceof WireError)) throw failure;
    failure = await desk.run().then(
      () => null,
      (error: unknown) => error,
    );
    nextAt = elapsedOf(clock) + deskRetryMs;
  };
  try {
    return await waitForAnswer({ store, clock }, recorded, decide);
  } catch (error) {
    if (!(error instanceof WireError) || error.code !== "not-yet" || failure === null) throw error;
    throw new WireError("not-yet", `${error.message} The desk failed: ${messageOf(failure)}`, { cause: failure });
  } finally {
    await desk.close();
  }
}
