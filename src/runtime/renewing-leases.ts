import { isStoreLost, messageOf } from "../domain/errors.ts";
import type { Log } from "../domain/ports.ts";
import { secondMs } from "../domain/time.ts";
import { defaultPollingSettings, type Poller } from "../ingest/poll/poll-types.ts";

/**
 * Wraps a poller so that its leases are renewed, and its share of the hosts is kept, until it stops. A failed renewal
 * is tried again well before the leases end.
 */
export function renewingLeases(poller: Poller, log: Log): Poller {
  const renew = () =>
    poller.renewLeases().catch((thrown: unknown) => {
      if (!isStoreLost(thrown)) log.warn({ err: thrown }, `could not renew leases: ${messageOf(thrown)}`);
    });
  const share = async () => {
    try {
      if (await poller.shareHosts()) await poller.tick();
    } catch (thrown) {
      if (!isStoreLost(thrown)) log.warn({ err: thrown }, `could not share the hosts: ${messageOf(thrown)}`);
    }
  };
  const renewing = setInterval(() => void renew(), defaultPollingSettings.leaseMs / 6).unref();
  const sharing = setInterval(() => void share(), secondMs).unref();
  return {
    ...poller,
    async stop() {
      clearInterval(renewing);
      clearInterval(sharing);
      await poller.stop();
    },
  };
}
