import { gzipSync } from "node:zlib";
import type { RawDocument } from "../domain/document.ts";
import type { Entry } from "../domain/entry.ts";
import { WireError } from "../domain/errors.ts";
import type { Feed } from "../domain/feed.ts";
import type { Capture, EntryChange, FeedStore, FetchedEntries } from "../domain/feeds/feed-store.ts";
import type { ParsedFeed } from "../domain/parsed-feed.ts";
import type { Clock, Log, Parser } from "../domain/ports.ts";
import type { ReadStore } from "../domain/store.ts";
import type { Instant } from "../domain/time.ts";
import { redactUrl } from "../fetch/redact-url.ts";
import { normaliseFeed } from "../normalise/normalise-feed.ts";
import { decideChanges } from "./decide-changes.ts";
import { decideDeleted, withoutDeleted } from "./decide-deleted.ts";
import type { Decided, FetchedDocument, Ingested, ReadOutcome } from "./ingest-types.ts";

export interface IngestDeps {
  readonly store: FeedStore & Pick<ReadStore, "readEntry">;
  readonly parser: Parser;
  readonly clock: Clock;
  readonly log: Log;
  readonly capturesMax: number;
}

/**
 * Ingests one document: parse, normalise, decide what changed, and save the entries and the poll's outcome in one
 * transaction. The desk decides copies and stories afterwards.
 */
export async function ingestFeed<Next extends Decided>(
  deps: IngestDeps,
  feed: Feed,
  { document, fetchedAt }: FetchedDocument,
  decide: (read: ReadOutcome) => Next,
): Promise<Ingested<Next>> {
  const now = deps.clock.now();
  const { capturesMax } = deps;
  const capture = captureOf(document, fetchedAt, capturesMax);
  const parsed = await readDocument(deps.parser, document);
  if (parsed instanceof WireError) {
    const read: ReadOutcome = { parsed: null, error: parsed, ...countChanges([]) };
    const next = decide(read);
    const poll = next?.outcome ?? null;
    await deps.store.saveFetched({ feedId: feed.id, now, changes: [], poll, capture, capturesMax });
    return { read, next };
  }
  const normalised = normaliseFeed(parsed, describeFeed(feed, parsed), () => now, now);
  for (const problem of normalised.problems) deps.log.warn({ feed: redactUrl(feed.url), problem }, "item left out");
  const entries = withoutDeleted(normalised.entries, parsed.deleted);
  const changes = [
    ...(await decideChanges(deps.store, feed.id, entries)),
    ...(await decideDeleted(deps.store, feed, parsed.deleted, entries)),
  ];
  const decided: ReadOutcome = { parsed, error: null, ...countChanges(changes) };
  const next = decide(decided);
  const fetched = { feedId: feed.id, now, changes, poll: next?.outcome ?? null, capture, capturesMax };
  const saved = await saveAll(deps.store, fetched, entries);
  const knownCount = Math.max(0, entries.length - saved.newCount);
  return { read: { ...decided, ...saved, knownCount }, next };
}

/**
 * How often saving is tried. Another process that stores the same feed may take a guid first; the rest is then decided
 * again.
 */
const savesMax = 3;

/**
 * Saves until every entry that counted as new is stored or known, so that none is lost to another entry's guid. Returns
 * what was stored.
 */
async function saveAll(
  store: FeedStore,
  first: FetchedEntries,
  entries: readonly Entry[],
): Promise<Pick<ReadOutcome, "newCount" | "revisedCount">> {
  let total = { newCount: 0, revisedCount: 0 };
  let fetched = first;
  for (let saves = 1; ; saves += 1) {
    const { newIds, revisedIds } = await store.saveFetched(fetched);
    total = { newCount: total.newCount + newIds.length, revisedCount: total.revisedCount + revisedIds.length };
    const refused = countChanges(fetched.changes).newCount - newIds.length;
    if (refused === 0 || saves === savesMax) return total;
    const changes = await decideChanges(store, first.feedId, entries);
    fetched = { ...first, changes, poll: null, capture: null };
  }
}

async function readDocument(parser: Parser, document: RawDocument): Promise<ParsedFeed | WireError> {
  try {
    return await parser.parse(document);
  } catch (error) {
    if (error instanceof WireError) return error;
    throw error;
  }
}

/** What the normaliser needs to know about the feed of a document. */
export function describeFeed(feed: Feed, parsed: ParsedFeed): Parameters<typeof normaliseFeed>[1] {
  return {
    url: feed.url,
    language: parsed.language ?? feed.language,
    siteUrl: parsed.siteUrl ?? feed.siteUrl,
    sourceName: feed.source.name,
  };
}

function countChanges(changes: readonly EntryChange[]) {
  const count = (kind: string) => changes.filter((change) => change.kind === kind).length;
  return {
    newCount: count("new"),
    revisedCount: count("revised"),
    knownCount: count("revised") + count("unchanged"),
    knownSince: changes.map(knownSince).reduce(earliest, null),
  };
}

function knownSince(change: EntryChange): Instant | null {
  if (change.kind === "new") return null;
  return (change.kind === "revised" ? change.entry.firstSeenAt : change.firstSeenAt) ?? null;
}

function earliest(a: Instant | null, b: Instant | null): Instant | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}

function captureOf(document: RawDocument, fetchedAt: Instant, capturesMax: number): Capture | null {
  if (capturesMax === 0) return null;
  return {
    fetchedAt,
    url: document.url,
    contentType: document.contentType,
    gzip: gzipSync(document.bytes, { level: 4 }),
  };
}
