import { isStoreLost, messageOf } from "../domain/errors.ts";
import type { Log } from "../domain/ports.ts";
import { defaultPollingSettings, type Poller } from "../ingest/poll/poll-types.ts";

/**
 * The poller with its leases renewed until it stops. A renewal that fails is tried again at the next, well before the
 * leases end.
 */
export function renewingLeases(poller: Poller, log: Log): Poller {
  const renew = () =>
    poller.renewLeases().catch((thrown: unknown) => {
      if (!isStoreLost(thrown)) log.warn({ err: thrown }, `leases not renewed: ${messageOf(thrown)}`);
    });
  const renewing = setInterval(() => void renew(), defaultPollingSettings.leaseMs / 6).unref();
  return {
    ...poller,
    async stop() {
      clearInterval(renewing);
      await poller.stop();
    },
  };
}
