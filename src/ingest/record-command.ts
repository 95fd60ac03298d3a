import { createHash } from "node:crypto";
import type { CommandStore } from "../domain/command-store.ts";
import type { QueuedCommand } from "../domain/commands.ts";
import type { Clock } from "../domain/ports.ts";
import { dayMs, hourMs } from "../domain/time.ts";

/**
 * Records a command for its owner and answers its id; the same command asked again is not recorded twice. `seen`: see
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

/** A month without a desk or a poller: nobody remembers what was asked. */
const queuedMsMax = 30 * dayMs;
/** By then the feed was polled anyway. */
const pollSoonMsMax = hourMs;

/** Who asks does not matter: two editors who press one button decide the same. */
function keyOf(command: QueuedCommand): string {
  const content = command.kind === "recordRulings" ? { ...command, by: null } : command;
  return createHash("sha256").update(JSON.stringify(content)).digest("base64url");
}
