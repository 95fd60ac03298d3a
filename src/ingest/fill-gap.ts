import type { ClaimedFeed } from "../domain/feed.ts";
import type { FetchRequest, FetchRoute, Http } from "../domain/ports.ts";
import type { PollOutcome } from "../domain/store.ts";
import { readFeedMemory } from "./poll-memory.ts";
import type { Ingest, ReadOutcome } from "./poll-types.ts";

export interface FillGapInput {
  readonly http: Http;
  readonly ingest: Ingest;
  readonly claimed: ClaimedFeed;
  /** The document in which nothing was known. */
  readonly read: ReadOutcome;
  readonly outcome: PollOutcome;
  readonly signal: AbortSignal;
  readonly turn: NonNullable<FetchRequest["turn"]> & { leaveHost(): void };
  readonly headersAt: (url: string) => Readonly<Record<string, string>>;
  readonly routeAt: (url: string) => FetchRoute | null;
}

/**
 * Walks back through the archive documents of a feed (RFC 5005 section 4) until one holds an entry that is known, and adds what they brought
 * to the counts. Then nothing is missing any more, and the flag goes.
 */
export async function fillGap(input: FillGapInput): Promise<ReadOutcome> {
  let total = input.read;
  const seen = new Set<string>();
  let url = input.read.parsed?.prevArchiveUrl ?? null;
  while (url !== null && !seen.has(url) && seen.size < archivePagesMax) {
    seen.add(url);
    const page = await readArchive(input, url);
    if (page === null || page.error !== null) break;
    total = {
      ...total,
      newCount: total.newCount + page.newCount,
      revisedCount: total.revisedCount + page.revisedCount,
    };
    url = page.knownCount > 0 ? null : (page.parsed?.prevArchiveUrl ?? null);
  }
  return total;
}

const archivePagesMax = 10;

async function readArchive(input: FillGapInput, url: string): Promise<ReadOutcome | null> {
  const { turn, signal } = input;
  try {
    await turn.moveTo(url, signal);
  } catch {
    // A turn is refused only when the poller stops: what is missing stays flagged.
    return null;
  }
  const validators = { etag: null, lastModified: null };
  const [headers, route] = [input.headersAt(url), input.routeAt(url)];
  const result = await input.http.fetch({ url, validators, headers, route, signal, turn });
  turn.leaveHost();
  if (result.kind !== "modified" || signal.aborted) return null;
  return input.ingest(input.claimed, result, (page) =>
    page.knownCount > 0 ? withoutGap(input.outcome) : input.outcome,
  );
}

function withoutGap({ state, feed }: PollOutcome): PollOutcome {
  return { state: { ...state, memory: { ...readFeedMemory(state.memory), gap: null } }, feed };
}
