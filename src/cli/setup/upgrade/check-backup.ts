import type { Instant } from "../../../domain/time.ts";
import { dayMs } from "../../../domain/time.ts";
import { newestBackup } from "../../../ingest/daily-backups.ts";
import { spanOf } from "../../span-of.ts";
import { type Check, doubtful, well } from "../doctor/check.ts";

const name = "backup";

/**
 * Whether there is a recent backup. `isOlder`: whether the upgrade changes the store. `folder`: where the service makes
 * its daily backups; null when it makes none.
 */
export function checkBackup(about: {
  readonly isOlder: boolean;
  readonly isOnServer: boolean;
  readonly folder: string | null;
  readonly now: Instant;
}): Check {
  if (!about.isOlder) return well(name, "none is needed for this upgrade");
  if (about.isOnServer) return doubtful(name, "the server makes the backups of this store", "run pg_dump first");
  const at = about.folder === null ? null : newestBackup(about.folder);
  const advice = 'run "wiredesk backup FILE" with the earlier version first';
  if (at === null) return doubtful(name, "there is none that wiredesk knows of", advice);
  const found = `the newest is ${spanOf(Math.max(0, about.now - at))} old`;
  return about.now - at <= dayMs ? well(name, found) : doubtful(name, found, advice);
}
