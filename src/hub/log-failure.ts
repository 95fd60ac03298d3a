import { isStoreLost, messageOf } from "../domain/errors.ts";
import type { Log } from "../domain/ports.ts";

/** Logs a failure of the hub. The loss of the store file is told by whoever watches that file (`watch-store.ts`). */
export function logFailure(log: Log, thrown: unknown): void {
  if (!isStoreLost(thrown)) log.error({ err: thrown }, `hub: ${messageOf(thrown)}`);
}
