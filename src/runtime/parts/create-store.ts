import type { Config } from "../../config/config.ts";
import type { Store } from "../../domain/store.ts";
import { openStore } from "../../store/open-store.ts";
import { isOwnerAlive } from "../process-owner.ts";
import { systemClock } from "../system-clock.ts";
import { createLogOf } from "./create-log.ts";

/** Opens and migrates the store, and saves the configured feeds in it. */
export async function openStoreOf(config: Config): Promise<Store> {
  const store = await openStore(config.store, { now: systemClock.now(), log: createLogOf(config) });
  for (const owner of await store.listLeaseOwners()) if (!isOwnerAlive(owner)) await store.releaseLeases(owner);
  await store.syncFeeds(config.feeds, systemClock.now());
  return store;
}
