import type { Config } from "../../config/config.ts";
import type { Store } from "../../domain/store.ts";
import { openStore } from "../../store/open-store.ts";
import { isOwnerAlive } from "../process-owner.ts";
import { systemClock } from "../system-clock.ts";
import { createLogOf } from "./create-log.ts";

/**
 * Opens the store, and releases the leases of processes of this host that no longer run. `keeps`: also migrates the
 * store, and saves the configured feeds in it. Of several processes that share the work, only those with the role desk
 * do so.
 */
export async function openStoreOf(config: Config, keeps = true): Promise<Store> {
  const store = await openStore(config.store, { now: systemClock.now(), log: createLogOf(config), migrate: keeps });
  for (const owner of await store.listLeaseOwners()) if (!isOwnerAlive(owner)) await store.releaseLeases(owner);
  if (keeps) await store.syncFeeds(config.feeds, systemClock.now());
  return store;
}
