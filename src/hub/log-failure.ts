import { isStoreLost, messageOf } from "../domain/errors.ts";
import type { Log } from "../domain/ports.ts";

/** Logs a failure of the hub, unless the store is lost or cannot be reached, which `watch-store.ts` reports. */
export function logFailure(log: Log, thrown: unknown): void {
  if (!isStoreLost(thrown)) log.error({ err: thrown }, `hub: ${messageOf(thrown)}`);
}
