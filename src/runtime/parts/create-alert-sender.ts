import type { Config } from "../../config/config.ts";
import type { Log } from "../../domain/ports.ts";
import { createAlertSender } from "../../sending/alert-sender.ts";
import type { DueWork } from "../../sending/due-work.ts";
import { createPace } from "../../sending/pace.ts";
import { isOtherOwner, isOwnerAlive, isServiceOwner } from "../process-owner.ts";
import { createChannelsOf } from "./create-channels.ts";
import type { ClockedStore } from "./store-clock.ts";

/**
 * Makes the sender of alerts. `stop` ends the running requests; messages that were not sent stay in the store.
 * `holdsSend`: whether this process holds the lease on sending; undefined for a store in a file, where the service that
 * decides also sends.
 */
export function createAlertSenderOf(
  config: Config,
  { store, clock, holdsSend }: ClockedStore & { readonly holdsSend: (() => boolean) | undefined },
  log: Log,
): DueWork {
  const channels = createChannelsOf(config);
  const sender = createAlertSender({
    ...{ store, channels, pace: createPace(clock), clock, log },
    maySend: async () => holdsSend?.() ?? !isOtherService(await store.readDeskOwner(clock.now())),
  });
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
