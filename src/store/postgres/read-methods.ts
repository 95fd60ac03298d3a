import type { HubStore } from "../../domain/hub.ts";
import type { ReadStore } from "../../domain/store.ts";
import { readDigests, readLastDigest } from "./alerts/digests.ts";
import { readNewsSince } from "./alerts/read-news.ts";
import { listAlertRules } from "./alerts/stored-rules.ts";
import { readChanges, readLogEnd, readPlaceKey } from "./changes/read-changes.ts";
import { readCommandMark } from "./commands/command-methods.ts";
import type { Connection } from "./connection.ts";
import { isSessionEnded } from "./ended-sessions.ts";
import { listFeeds } from "./feeds/list-feeds.ts";
import { readPolls } from "./feeds/poll-log.ts";
import { findSavedValidators } from "./feeds/saved-validators.ts";
import { readRulingsAbout, readRulingsNaming } from "./groups/editor-rulings.ts";
import { listMethods } from "./lists/list-methods.ts";
import { listOutbox, readOutboxFigures } from "./outbox/list-outbox.ts";
import { listProcesses } from "./processes.ts";
import { readDroppedDeliveries, readHubFigures } from "./subscriptions/hub-delivery-counts.ts";
import { readChangeMark, readCounts, readIdBase, readShownMark } from "./totals.ts";

/** The reading methods of the store. `close` closes the whole pool. */
export function readMethods(connection: Connection): ReadStore & Pick<HubStore, "readPageFingerprint"> {
  const { read } = connection;
  return {
    ...listMethods(connection),
    readChangeMark: () => read(readChangeMark),
    readShownMark: () => read(readShownMark),
    readIndexWaiting: async () => 0,
    readRulingsNaming: (ids) => read((tx) => readRulingsNaming(tx, ids)),
    readRulingsAbout: (storyId) => read((tx) => readRulingsAbout(tx, storyId)),
    readCommandMark: (owner) => read((tx) => readCommandMark(tx, owner)),
    readPolls: (feedId) => read((tx) => readPolls(tx, feedId)),
    listFeeds: (page) => read((tx) => listFeeds(tx, page ?? null)),
    readCounts: () => read(readCounts),
    readSavedValidators: (feedKey) => read((tx) => findSavedValidators(tx, feedKey)),
    readIdBase: () => read(readIdBase),
    isSessionEnded: (id) => read((tx) => isSessionEnded(tx, id)),
    readNewsSince: (after, limit) => read((tx) => readNewsSince(tx, after, limit)),
    listAlertRules: () => read(listAlertRules),
    readDigests: (section, filter) => read((tx) => readDigests(tx, section, filter)),
    readLastDigest: (section) => read((tx) => readLastDigest(tx, section)),
    listOutbox: (list) => read((tx) => listOutbox(tx, list)),
    readOutboxFigures: (now) => read((tx) => readOutboxFigures(tx, now)),
    readChanges: (query) => read((tx) => readChanges(tx, query)),
    readLogEnd: () => read(readLogEnd),
    readPlaceKey: () => read(readPlaceKey),
    readHubFigures: () => read(readHubFigures),
    readDroppedDeliveries: (limit) => read((tx) => readDroppedDeliveries(tx, limit)),
    listProcesses: (since, now) => read((tx) => listProcesses(tx, since, now)),
    close: connection.close,
  };
}
