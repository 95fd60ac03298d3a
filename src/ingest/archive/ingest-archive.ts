import { WireError } from "../../domain/errors.ts";
import type { Feed, FeedSpec } from "../../domain/feed.ts";
import type { EntryChange, FeedStore } from "../../domain/feeds/feed-store.ts";
import type { ParsedFeed } from "../../domain/parsed-feed.ts";
import type { Clock, Log, Parser } from "../../domain/ports.ts";
import type { ReadStore } from "../../domain/store.ts";
import type { Instant } from "../../domain/time.ts";
import { archiveArrival, detectAlwaysNow } from "../../normalise/date-policy.ts";
import { normaliseFeed } from "../../normalise/normalise-feed.ts";
import { decideChanges } from "../decide-changes.ts";
import { decideDeleted, withoutDeleted } from "../decide-deleted.ts";
import { feedContextOf } from "../reading/feed-context-of.ts";
import type { ArchiveFile } from "./archive-files.ts";
import { chooseArchiveFeed } from "./choose-archive-feed.ts";
import { readArchived } from "./read-archived.ts";

export interface ArchiveDeps {
  readonly store: FeedStore & Pick<ReadStore, "listFeeds" | "readEntry" | "readRevisions">;
  readonly parser: Parser;
  readonly clock: Clock;
  readonly log: Log;
  /** The configured feeds, for their sources' names, kinds and ranks. */
  readonly configured: readonly FeedSpec[];
}

/**
 * The result of ingesting one archived document. `error` is set when the document could not be ingested; the other
 * documents are still ingested.
 */
export interface ArchiveReport {
  readonly path: string;
  readonly feed: Feed | null;
  readonly entries: number;
  readonly newCount: number;
  readonly revisedCount: number;
  readonly error: WireError | null;
}

/**
 * How many documents are read ahead of the one being saved. This keeps the parser's threads busy and bounds the memory.
 */
const readAheadMax = 4;

/**
 * Ingests archived documents in the given order, each as if it had been fetched at the time of its file (`at`). The
 * desk decides copies and stories afterwards in order of arrival, so the order of the files does not affect them.
 */
export async function* ingestArchive(
  deps: ArchiveDeps,
  files: readonly ArchiveFile[],
  feedUrl: string | null,
): AsyncGenerator<ArchiveReport> {
  const feeds = (await deps.store.listFeeds()).map((status) => status.feed);
  const ahead: Promise<Read>[] = [];
  for (const [index, file] of files.entries()) {
    while (ahead.length < readAheadMax && index + ahead.length < files.length) {
      ahead.push(readFile(deps.parser, files[index + ahead.length] ?? file, feedUrl));
    }
    const read = await (ahead.shift() ?? readFile(deps.parser, file, feedUrl));
    yield await catchWireError(file, async () => saveDocument(deps, file, read(), feedUrl, feeds));
  }
}

/**
 * Returns the document that was read, or throws the error of reading it. Documents are read ahead, and a promise that
 * is rejected while no code waits for it would end the process. So the error is kept, and this function throws it.
 */
type Read = () => ParsedFeed;

async function readFile(parser: Parser, file: ArchiveFile, feedUrl: string | null): Promise<Read> {
  try {
    const parsed = await readArchived(parser, file, feedUrl);
    return () => parsed;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

/** Reports a document that cannot be ingested, with its name. The other documents are still ingested. */
async function catchWireError(file: ArchiveFile, take: () => Promise<ArchiveReport>): Promise<ArchiveReport> {
  try {
    return await take();
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    const message = error.message.startsWith(file.path) ? error.message : `${file.path}: ${error.message}`;
    const named = new WireError(error.code, message, { cause: error });
    return { path: file.path, feed: null, entries: 0, newCount: 0, revisedCount: 0, error: named };
  }
}

async function saveDocument(
  deps: ArchiveDeps,
  file: ArchiveFile,
  parsed: ParsedFeed,
  feedUrl: string | null,
  feeds: Feed[],
): Promise<ArchiveReport> {
  const feed = await feedOf(deps, parsed, file, feedUrl, feeds);
  const alwaysNow = detectAlwaysNow(parsed, file.at);
  const arrival = (item: ParsedFeed["items"][number]) => Math.min(archiveArrival(item, file.at, alwaysNow), file.at);
  const { entries, problems } = normaliseFeed(parsed, feedContextOf(feed), arrival, file.at);
  for (const problem of problems) deps.log.warn({ file: file.path, problem }, "item left out");
  const listed = withoutDeleted(entries, parsed.deleted);
  const decided = [
    ...(await decideChanges(deps.store, feed.id, listed)),
    ...(await decideDeleted(deps.store, feed, parsed.deleted, listed)),
  ];
  const changes = await dropKnownStates(deps.store, file.at, decided);
  const saved = await deps.store.saveFetched({
    feedId: feed.id,
    now: file.at,
    storedAt: deps.clock.now(),
    changes,
    poll: null,
    capture: null,
    capturesMax: 0,
  });
  return {
    path: file.path,
    feed,
    entries: entries.length,
    newCount: saved.newIds.length,
    revisedCount: saved.revisedIds.length,
    error: null,
  };
}

/**
 * Turns revisions whose state is already outdated into "unchanged". An archive that is ingested twice, or is older than
 * the stored entries, contains such states. Only a state newer than the entry's present one may revise it.
 */
async function dropKnownStates(
  store: ArchiveDeps["store"],
  at: Instant,
  changes: readonly EntryChange[],
): Promise<EntryChange[]> {
  const kept: EntryChange[] = [];
  for (const change of changes) {
    const isPast = change.kind === "revised" && (await wasSeen(store, at, change.id, change.entry.contentHash));
    kept.push(isPast ? { kind: "unchanged", id: change.id, healed: null } : change);
  }
  return kept;
}

/**
 * True when the entry has a newer state, or already had this state at exactly this time (an archive may hold two
 * documents of one second).
 */
async function wasSeen(
  store: ArchiveDeps["store"],
  at: Instant,
  entryId: number,
  contentHash: string,
): Promise<boolean> {
  const revisions = await store.readRevisions(entryId);
  const presentAt = revisions.at(-1)?.seenAt ?? at;
  return presentAt > at || (presentAt === at && revisions.some((revision) => revision.contentHash === contentHash));
}

async function feedOf(
  deps: ArchiveDeps,
  parsed: ParsedFeed,
  file: ArchiveFile,
  feedUrl: string | null,
  feeds: Feed[],
): Promise<Feed> {
  const { store, configured } = deps;
  const choice = await chooseArchiveFeed({ parsed, path: file.path, feedUrl, feeds, configured, store });
  switch (choice.kind) {
    case "known":
      return choice.feed;
    case "named": {
      await store.renameFeed(choice.feed.id, choice.url);
      const named = { ...choice.feed, url: choice.url };
      feeds[feeds.indexOf(choice.feed)] = named;
      return named;
    }
    case "new": {
      const added = await store.addFeed(choice.spec, "ingested", deps.clock.now());
      feeds.push(added);
      return added;
    }
  }
}
