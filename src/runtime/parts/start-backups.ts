import type { Config } from "../../config/config.ts";
import type { Store } from "../../domain/store.ts";
import type { Instant } from "../../domain/time.ts";
import { startCron } from "../../ingest/cron.ts";
import { createDailyBackups } from "../../ingest/daily-backups.ts";
import { systemClock } from "../system-clock.ts";
import { createLogOf } from "./create-log.ts";

/** Makes the configured backups until `stop`. Does nothing if none are configured. */
export function startBackups(
  config: Config,
  store: Pick<Store, "backup">,
  onBackup: (at: Instant) => void,
): { stop(): Promise<void> } {
  const { backup } = config;
  if (backup === null) return { stop: async () => undefined };
  const backups = createDailyBackups({ store, clock: systemClock, log: createLogOf(config), ...backup, onBackup });
  const [hour, minute] = backup.at.split(":").map(Number);
  const cron = startCron(`${minute} ${hour} * * *`, backups.run, systemClock);
  void backups.catchUp();
  return {
    async stop() {
      backups.stop();
      await cron.stop();
    },
  };
}
