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
 * Records a command and waits until its owner has carried it out: the service that runs, or this process where none
 * does. Throws WireError not-yet after ten seconds: the command stays recorded. `seen`: the command mark that was read
 * before the state that the command speaks of.
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

/** A desk that is another process is asked for no more often than this: each attempt takes the store's write lock. */
const deskRetryMs = 500;

/** Becomes the desk where no other process is it; that one hears of the command by itself. */
async function decideHere<Kind extends QueuedCommand["kind"]>(
  deps: CliDeps,
  config: Config,
  store: Store,
  recorded: { readonly id: number; readonly kind: Kind },
): Promise<CommandResults[Kind]> {
  const { clock } = deps;
  const desk = deps.createDesk(config, store, () => undefined);
  let failure: unknown = null;
  let nextAt = elapsedOf(clock);
  const decide = async (): Promise<void> => {
    if (elapsedOf(clock) < nextAt) return;
    // What failed after the command was answered is not the command's failure: the answer is looked at first.
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
