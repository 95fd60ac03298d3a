import { isStoreLost, messageOf } from "../domain/errors.ts";
import type { Log } from "../domain/ports.ts";

/** Logs a failure of the hub. It leaves out the loss of the store file, because `watch-store.ts` reports that. */
export function logFailure(log: Log, thrown: unknown): void {
  if (!isStoreLost(thrown)) log.error({ err: thrown }, `hub: ${messageOf(thrown)}`);
}
