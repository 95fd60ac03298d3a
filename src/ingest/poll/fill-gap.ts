import type { ClaimedFeed } from "../../domain/feed.ts";
import type { FeedStore, PollOutcome } from "../../domain/feeds/feed-store.ts";
import { type FeedMemory, readFeedMemory } from "../../domain/poll-memory.ts";
import type { FetchRequest, Http } from "../../domain/ports.ts";
import type { Ingest, ReadOutcome } from "../ingest-types.ts";

export interface FillGapInput {
  readonly store: Pick<FeedStore, "savePoll">;
  readonly http: Http;
  readonly ingest: Ingest;
  readonly claimed: ClaimedFeed;
  /** The poll's outcome. Its gap says where the walk continues. */
  readonly outcome: PollOutcome;
  readonly signal: AbortSignal;
  readonly turn: NonNullable<FetchRequest["turn"]> & { leaveHost(): void };
  /** The headers, query and route for a request to an address. */
  readonly accessAt: (url: string) => Pick<FetchRequest, "headers" | "query" | "route">;
}

/** The numbers of entries that archive documents brought. */
export type Filled = Pick<ReadOutcome, "newCount" | "revisedCount">;
type Gap = NonNullable<FeedMemory["gap"]>;

/**
 * Walks back through a feed's archive documents (RFC 5005 section 4) until one contains an entry that was known before
 * the gap. Then nothing is missing any more, and the gap is closed. Each step is stored with its entries, so that an
 * interrupted walk continues at the next poll.
 */
export async function fillGap(input: FillGapInput): Promise<Filled> {
  const filled = { newCount: 0, revisedCount: 0 };
  const seen = new Set<string>();
  // The poll is saved and its lease is over, so the walk is saved without a fence.
  let outcome: PollOutcome | null = { state: input.outcome.state, feed: null };
  while (outcome !== null) {
    const { gap } = readFeedMemory(outcome.state.memory);
    if (gap === null || !isWalkOpen(gap)) break;
    outcome = await readPage(input, outcome, gap, seen, filled);
  }
  return filled;
}

/** Whether there are archive documents left to read. */
export function isWalkOpen({ from, pagesLeft }: Gap): boolean {
  return from !== null && pagesLeft > 0;
}

/** How many archive documents are read for one gap. */
export const archivePagesMax = 10;

/** Reads one archive document. Returns the state of the walk; null when the walk stops until the next poll. */
async function readPage(
  input: FillGapInput,
  outcome: PollOutcome,
  gap: Gap,
  seen: Set<string>,
  filled: { newCount: number; revisedCount: number },
): Promise<PollOutcome | null> {
  const url = gap.from ?? "";
  seen.add(url);
  const result = await fetchPage(input, url);
  if (result === null) return null;
  if (result.kind !== "modified") {
    await input.store.savePoll(input.claimed.feed.id, withGap(outcome, { ...gap, pagesLeft: gap.pagesLeft - 1 }));
    return null;
  }
  const { read, next } = await input.ingest(input.claimed.feed, result, (page) => ({
    outcome: withGap(outcome, gapAfter(gap, page, seen)),
  }));
  filled.newCount += read.newCount;
  filled.revisedCount += read.revisedCount;
  return read.error === null ? next.outcome : null;
}

/** Returns null when the request was stopped. Then nothing is stored, and nothing is forgotten. */
async function fetchPage({ http, turn, signal, accessAt }: FillGapInput, url: string) {
  try {
    await turn.moveTo(url, signal);
  } catch {
    // A turn is refused when the poller stops, or when another poller has the host.
    return null;
  }
  const validators = { etag: null, lastModified: null };
  const result = await http.fetch({ url, validators, ...accessAt(url), signal, turn });
  turn.leaveHost();
  return signal.aborted ? null : result;
}

/**
 * The gap after a page. Pages may overlap, so a page may contain entries that this walk has stored itself. Such entries
 * do not close the gap.
 */
function gapAfter(gap: Gap, page: ReadOutcome, seen: ReadonlySet<string>): Gap | null {
  const pagesLeft = gap.pagesLeft - 1;
  if (page.error !== null) return { ...gap, pagesLeft };
  if (page.knownSince !== null && page.knownSince <= gap.at - gap.missingMs) return null;
  const from = page.parsed?.prevArchiveUrl ?? null;
  return { ...gap, from: from !== null && seen.has(from) ? null : from, pagesLeft };
}

function withGap({ state }: PollOutcome, gap: Gap | null): PollOutcome {
  return { state: { ...state, memory: { ...readFeedMemory(state.memory), gap } }, feed: null };
}
