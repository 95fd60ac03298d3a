import { gzipSync } from "node:zlib";
import type { RawDocument } from "../domain/document.ts";
import type { Entry } from "../domain/entry.ts";
import { WireError } from "../domain/errors.ts";
import type { Feed } from "../domain/feed.ts";
import type { Capture, EntryChange, FeedStore, FetchedEntries } from "../domain/feeds/feed-store.ts";
import type { KnownItem, LastReading } from "../domain/feeds/known-items.ts";
import type { Clock, Log } from "../domain/ports.ts";
import type { ReadStore } from "../domain/store.ts";
import type { Instant } from "../domain/time.ts";
import { redactUrl } from "../fetch/redact-url.ts";
import { type DocumentBeside, decideChanges } from "./decide-changes.ts";
import { decideDeleted, withoutDeleted } from "./decide-deleted.ts";
import type { Decided, FetchedDocument, Ingested, ReadOutcome } from "./ingest-types.ts";
import { bodyHash } from "./reading/body-hash.ts";
import { captureGzipLevel } from "./reading/capture-gzip-level.ts";
import { feedContextOf } from "./reading/feed-context-of.ts";
import type { ReadDocument, Reader } from "./reading/reading-types.ts";

export interface IngestDeps {
  readonly store: FeedStore & Pick<ReadStore, "readEntry">;
  readonly reader: Reader;
  readonly clock: Clock;
  readonly log: Log;
  readonly capturesMax: number;
}

/**
 * Ingests one document: reads it as entries, decides what changed, and saves the entries and the poll's outcome in one
 * transaction. A document that equals the last one is not read. The desk decides on copies and stories afterwards.
 */
export async function ingestFeed<Next extends Decided>(
  deps: IngestDeps,
  feed: Feed,
  { document, fetchedAt }: FetchedDocument,
  decide: (read: ReadOutcome) => Next,
): Promise<Ingested<Next>> {
  const now = deps.clock.now();
  const hash = bodyHash(document);
  const before = await deps.store.readLastReading(feed.id, hash);
  if (before === "same") return saveSame(deps, feed, decide);
  const read = await readDocument(deps, document, feed, now, before);
  const capture = captureOf(document, fetchedAt, deps.capturesMax, read);
  const unchanged = { feedId: feed.id, now, capture, capturesMax: deps.capturesMax };
  if (read instanceof WireError) {
    const outcome: ReadOutcome = { parsed: null, error: read, ...countChanges([]) };
    const next = decide(outcome);
    await deps.store.saveFetched({ ...unchanged, changes: [], poll: next?.outcome ?? null });
    return { read: outcome, next };
  }
  for (const problem of read.problems) deps.log.warn({ feed: redactUrl(feed.url), problem }, "item left out");
  const beside = besideOf(read, before);
  const entries = withoutDeleted(read.entries, read.head.deleted);
  const changes = [
    ...(await decideChanges(deps.store, feed.id, entries, beside)),
    ...(await decideDeleted(deps.store, feed, read.head.deleted, entries)),
  ];
  const counted = countChanges(changes, beside.seen);
  const decided: ReadOutcome = { parsed: read.head, error: null, ...counted };
  const next = decide(decided);
  const reading: LastReading = { bodyHash: changes.every(changesNothing) ? hash : null, items: beside.seen };
  const poll = next?.outcome ?? null;
  // A hub's delivery is not the document that is polled, so it does not count as the last reading.
  const fetched = { ...unchanged, changes, poll, reading: poll === null ? null : reading };
  const saved = await saveAll(deps.store, fetched, entries, beside);
  const knownCount = Math.max(0, entries.length + beside.seen.length - saved.newCount);
  return { read: { ...decided, ...saved, knownCount }, next };
}

/** Saves only the poll, because the document is byte for byte the last one and its entries have not changed since. */
async function saveSame<Next extends Decided>(
  { store }: IngestDeps,
  feed: Feed,
  decide: (read: ReadOutcome) => Next,
): Promise<Ingested<Next>> {
  const read: ReadOutcome = { parsed: null, error: null, ...countChanges([]) };
  const next = decide(read);
  if (next !== null) await store.savePoll(feed.id, next.outcome);
  return { read, next };
}

/**
 * How often saving is tried. Another process that stores the same feed may take a guid first. The changes are then
 * decided again.
 */
const savesMax = 3;

/**
 * Saves until every entry that counted as new is stored or known, at most `savesMax` times. So no entry is lost because
 * another process stored its guid first. Returns the numbers of stored entries.
 */
async function saveAll(
  store: FeedStore,
  first: FetchedEntries,
  entries: readonly Entry[],
  beside: DocumentBeside,
): Promise<Pick<ReadOutcome, "newCount" | "revisedCount">> {
  let total = { newCount: 0, revisedCount: 0 };
  let fetched = first;
  for (let saves = 1; ; saves += 1) {
    const { newIds, revisedIds } = await store.saveFetched(fetched);
    total = { newCount: total.newCount + newIds.length, revisedCount: total.revisedCount + revisedIds.length };
    const refused = countChanges(fetched.changes).newCount - newIds.length;
    if (refused === 0 || saves === savesMax) return total;
    const changes = await decideChanges(store, first.feedId, entries, beside);
    fetched = { ...first, changes, poll: null, capture: null };
  }
}

async function readDocument(
  { reader, capturesMax }: IngestDeps,
  document: RawDocument,
  feed: Feed,
  now: Instant,
  known: readonly KnownItem[],
): Promise<ReadDocument | WireError> {
  try {
    return await reader.read(document, { feed: feedContextOf(feed), now, known, isCaptured: capturesMax > 0 });
  } catch (error) {
    if (error instanceof WireError) return error;
    throw error;
  }
}

/** The parts of the document besides the entries that were read. */
function besideOf(read: ReadDocument, known: readonly KnownItem[]): DocumentBeside {
  const byHash = new Map(known.map((item) => [item.hash, item]));
  return {
    seen: read.seen.flatMap(({ hash, guidStem }) => {
      const item = byHash.get(hash);
      return item === undefined ? [] : [{ ...item, guidStem }];
    }),
    hashes: new Map(read.entries.map((entry, at) => [entry, read.itemHashes[at] ?? null])),
  };
}

/** A document is skipped next time only if it changed nothing this time. */
function changesNothing(change: EntryChange): boolean {
  return change.kind === "unchanged" && change.healed === null;
}

function countChanges(changes: readonly EntryChange[], seen: readonly KnownItem[] = []) {
  const count = (kind: string) => changes.filter((change) => change.kind === kind).length;
  return {
    newCount: count("new"),
    revisedCount: count("revised"),
    knownCount: count("revised") + count("unchanged") + seen.length,
    knownSince: [...changes.map(knownSince), ...seen.map(({ firstSeenAt }) => firstSeenAt)].reduce(earliest, null),
  };
}

function knownSince(change: EntryChange): Instant | null {
  if (change.kind === "new") return null;
  return (change.kind === "revised" ? change.entry.firstSeenAt : change.firstSeenAt) ?? null;
}

function earliest(a: Instant | null, b: Instant | null): Instant | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}

function captureOf(
  document: RawDocument,
  fetchedAt: Instant,
  capturesMax: number,
  read: ReadDocument | WireError,
): Capture | null {
  if (capturesMax === 0) return null;
  const packed = read instanceof WireError ? null : read.gzip;
  const gzip = packed ?? gzipSync(document.bytes, { level: captureGzipLevel });
  return { fetchedAt, url: document.url, contentType: document.contentType, gzip };
}
