import type { FeedStore } from "../../../domain/feeds/feed-store.ts";
import { feedOf } from "../../rows/feed-rows.ts";
import type { Connection } from "../connection.ts";
import { joinEntries, listEntryIds, readKept } from "../entries/join-entries.ts";
import { readAlike, readKnown } from "../entries/read-known.ts";
import { saveFetched } from "../entries/save-fetched.ts";
import { createIndexSorter } from "../lists/search/sort-index.ts";
import { readCaptures } from "./captures.ts";
import { addFeed, pollSoon, renameFeed, setFeedState, undoMove } from "./change-feed.ts";
import { claimFeeds } from "./claim-feeds.ts";
import { listLeaseOwners, listLeases, releaseLeases, renewLeases } from "./leases.ts";
import { readQuarantined, saveQuarantined } from "./quarantine.ts";
import { readLastReading } from "./readings.ts";
import { savePoll } from "./save-poll.ts";
import { shardMethods } from "./shards.ts";
import { syncFeeds } from "./sync-feeds.ts";
import { findFeedRow } from "./write-feed.ts";

/** The store's methods for pollers. */
export function feedMethods(connection: Connection): FeedStore {
  const { read, write, writeBeside } = connection;
  const sortIndex = createIndexSorter(connection);
  return {
    syncFeeds: (configured, now) => write((tx) => syncFeeds(tx, configured, now)),
    addFeed: (spec, origin, now) => write((tx) => addFeed(tx, spec, origin, now)),
    setFeedState: (feedId, state) => write((tx) => setFeedState(tx, feedId, state)),
    renameFeed: (feedId, url) => write((tx) => renameFeed(tx, feedId, url)),
    pollSoon: (feedId, now, gapMs) => write((tx) => pollSoon(tx, feedId, now, gapMs)),
    undoMove: (feedId, now) => write((tx) => undoMove(tx, feedId, now)),
    findFeed: (url) =>
      read(async (tx) => {
        const row = await findFeedRow(tx, url);
        return row === null ? null : feedOf(row);
      }),
    claimFeeds: (claim) => claimFeeds(connection, claim),
    renewLeases: (renewal) => writeBeside((tx) => renewLeases(tx, renewal)),
    listLeases: (now) => read((tx) => listLeases(tx, now)),
    releaseLeases: (owner, quietUntil) => write((tx) => releaseLeases(tx, owner, quietUntil)),
    ...shardMethods(connection),
    listLeaseOwners: () => read(listLeaseOwners),
    readKnown: (feedId, wanted) => read((tx) => readKnown(tx, feedId, wanted)),
    readAlike: (feedId, wanted) => read((tx) => readAlike(tx, feedId, wanted)),
    readLastReading: (feedId, bodyHash) => read((tx) => readLastReading(tx, feedId, bodyHash)),
    saveFetched: async (fetched) => {
      const saved = await saveFetched(connection, fetched);
      sortIndex(fetched.changes);
      return saved;
    },
    savePoll: (feedId, poll) => savePoll(connection, feedId, poll),
    listEntryIds: (feedId) => read((tx) => listEntryIds(tx, feedId)),
    readKept: (ids) => read((tx) => readKept(tx, ids)),
    joinEntries: (joins) => write((tx) => joinEntries(tx, joins)),
    readQuarantined: (feedId) => read((tx) => readQuarantined(tx, feedId)),
    saveQuarantined: (document) => write((tx) => saveQuarantined(tx, document)),
    readCaptures: (feedId) => read((tx) => readCaptures(tx, feedId)),
  };
}
