import { createHash } from "node:crypto";
import type { CommandStore } from "../domain/command-store.ts";
import type { QueuedCommand } from "../domain/commands.ts";
import type { Clock } from "../domain/ports.ts";
import { dayMs, hourMs } from "../domain/time.ts";

/**
 * Records a command for its owner and returns its id. An equal command is not recorded twice. `seen`: see
 * CommandStore.askCommand.
 */
export function recordCommand(
  deps: { readonly store: Pick<CommandStore, "askCommand">; readonly clock: Clock },
  command: QueuedCommand,
  seen: number | null,
): Promise<number> {
  const now = deps.clock.now();
  const waitMsMax = command.kind === "pollSoon" ? pollSoonMsMax : queuedMsMax;
  return deps.store.askCommand({ command, key: keyOf(command), seen, now, expiresAt: now + waitMsMax });
}

/** How long a command waits. After a month without a desk or a poller, nobody remembers the request. */
const queuedMsMax = 30 * dayMs;
/** After this time the feed has been polled anyway. */
const pollSoonMsMax = hourMs;

/**
 * A key of the command's content. It leaves out the person, because two editors who press the same button make the same
 * decision.
 */
function keyOf(command: QueuedCommand): string {
  const content = command.kind === "recordRulings" ? { ...command, by: null } : command;
  return createHash("sha256").update(JSON.stringify(content)).digest("base64url");
}
