import { first } from "./0001-to-0012/0001-first.ts";
import { hub } from "./0001-to-0012/0002-hub.ts";
import { upstreamHubs } from "./0001-to-0012/0003-upstream-hubs.ts";
import { significance } from "./0001-to-0012/0004-significance.ts";
import { pollClock } from "./0001-to-0012/0005-poll-clock.ts";
import { publicCounts } from "./0001-to-0012/0006-public-counts.ts";
import { reasonsAsData } from "./0001-to-0012/0007-reasons-as-data.ts";
import { commands } from "./0001-to-0012/0008-commands.ts";
import { hubDestinations } from "./0001-to-0012/0009-hub-destinations.ts";
import { endedSessions } from "./0001-to-0012/0010-ended-sessions.ts";
import { trust } from "./0001-to-0012/0011-trust.ts";
import { alikeEntries } from "./0001-to-0012/0012-alike-entries.ts";
import { idBase } from "./0013-id-base.ts";
import { entryRulings } from "./0014-entry-rulings.ts";
import { joinedEntries } from "./0015-joined-entries.ts";
import { quarantine } from "./0016-quarantine.ts";
import { readings } from "./0017-readings.ts";
import { analysedIndex } from "./0018-analysed-index.ts";
import { changedMarks } from "./0019-changed-marks.ts";
import { revisedEntries } from "./0020-revised-entries.ts";
import { packedTexts } from "./0021-packed-texts.ts";
import { entryStates } from "./0022-entry-states.ts";
import { words } from "./0023-words.ts";
import { pollLog } from "./0024-poll-log.ts";
import { statedDates } from "./0025-stated-dates.ts";
import { casedRows } from "./0026-cased-rows.ts";
import { alertOutbox } from "./0027-alert-outbox.ts";
import { lastPlace } from "./0028-last-place.ts";
import { families } from "./0029-families.ts";
import { changes } from "./0030-changes.ts";
import { alertThreads } from "./0031-alert-threads.ts";
import { pollerShards } from "./0032-poller-shards.ts";
import { processes } from "./0033-processes.ts";
import { digests } from "./0034-digests.ts";

/**
 * Every migration in order. The schema's version is the number of migrations that have run. Migrations are only ever
 * added, and each runs in its own transaction.
 */
export const migrations: readonly string[] = [
  first,
  hub,
  upstreamHubs,
  significance,
  pollClock,
  publicCounts,
  reasonsAsData,
  commands,
  hubDestinations,
  endedSessions,
  trust,
  alikeEntries,
  idBase,
  entryRulings,
  joinedEntries,
  quarantine,
  readings,
  analysedIndex,
  changedMarks,
  revisedEntries,
  packedTexts,
  entryStates,
  words,
  pollLog,
  statedDates,
  casedRows,
  alertOutbox,
  lastPlace,
  families,
  changes,
  alertThreads,
  pollerShards,
  processes,
  digests,
];
