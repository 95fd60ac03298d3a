import type { Config } from "../../config/config.ts";
import type { Store } from "../../domain/store.ts";
import { openStore } from "../../store/open-store.ts";
import { isOwnerAlive } from "../process-owner.ts";
import { systemClock } from "../system-clock.ts";
import { createLogOf } from "./create-log.ts";

/**
 * Opens the store. A process that keeps it, which is every process outside a service of several, also migrates it and
 * saves the configured feeds in it.
 */
export async function openStoreOf(config: Config, keeps = true): Promise<Store> {
  const store = await openStore(config.store, { now: systemClock.now(), log: createLogOf(config), migrate: keeps });
  for (const owner of await store.listLeaseOwners()) if (!isOwnerAlive(owner)) await store.releaseLeases(owner);
  if (keeps) await store.syncFeeds(config.feeds, systemClock.now());
  return store;
}
