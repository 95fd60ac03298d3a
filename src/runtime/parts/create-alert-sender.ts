import type { Config } from "../../config/config.ts";
import type { Log } from "../../domain/ports.ts";
import { allReceivers, type ReceiverShare } from "../../domain/service/receiver-shares.ts";
import { createAlertSender } from "../../sending/alert-sender.ts";
import type { DueWork } from "../../sending/due-work.ts";
import { createPace } from "../../sending/pace.ts";
import { isOtherOwner, isOwnerAlive, isServiceOwner } from "../process-owner.ts";
import { createChannelsOf } from "./create-channels.ts";
import type { ClockedStore } from "./store-clock.ts";

/**
 * Makes the sender of alerts. `stop` ends the running requests; messages that were not sent stay in the store.
 * `receivers`: the channels of this process; undefined for a store in a file, where the service that decides also
 * sends.
 */
export function createAlertSenderOf(
  config: Config,
  { store, clock, receivers }: ClockedStore & { readonly receivers: ReceiverShare | undefined },
  log: Log,
): DueWork {
  const channels = createChannelsOf(config);
  const sender = createAlertSender({
    ...{ store, channels, pace: createPace(clock), clock, log },
    receivers: receivers ?? allReceivers,
    maySend: async () => receivers !== undefined || !isOtherService(await store.readDeskOwner(clock.now())),
  });
  receivers?.onLost(channels.cut);
  return {
    wake: sender.wake,
    async stop() {
      const stopped = sender.stop();
      await channels.close();
      await stopped;
    },
  };
}

/** Whether the owner of the desk's lease is another service that runs. */
function isOtherService(owner: string | null): boolean {
  return owner !== null && isServiceOwner(owner) && isOtherOwner(owner) && isOwnerAlive(owner);
}
