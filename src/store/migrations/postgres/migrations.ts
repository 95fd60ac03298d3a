import { first } from "./0001-first/first.ts";
import { alertOutbox } from "./0002-alert-outbox.ts";
import { lastPlace } from "./0003-last-place.ts";
import { families } from "./0004-families.ts";
import { changes } from "./0005-changes.ts";
import { alertThreads } from "./0006-alert-threads.ts";
import { pollerShards } from "./0007-poller-shards.ts";
import { processes } from "./0008-processes.ts";
import { digests } from "./0009-digests.ts";
import { freeFeeds } from "./0010-free-feeds.ts";

/**
 * Every migration of a PostgreSQL store in order. The schema's version is the number of migrations that have run.
 * Migrations are only ever added, and each runs in its own transaction.
 */
export const migrations: readonly string[] = [
  first,
  alertOutbox,
  lastPlace,
  families,
  changes,
  alertThreads,
  pollerShards,
  processes,
  digests,
  freeFeeds,
];
