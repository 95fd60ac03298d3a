import type { Hits, HitsQuery } from "../domain/query/hits.ts";
import type { Page, PageQuery } from "../domain/section.ts";
import type { Audience } from "../domain/store.ts";

export interface PageRequest {
  readonly query: PageQuery;
  readonly audience: Audience;
}

export interface HitsRequest {
  readonly query: HitsQuery;
  readonly audience: Audience;
}

/**
 * Reads pages of the store in a thread of its own, because anybody may request any number of pages, and a page may take
 * long to read. Rejects with a WireError: `timeout` when the reading costs too much or was abandoned, `rate-limited`
 * when too many readings wait.
 */
export interface PageReader {
  /** `signal` aborts when the client no longer waits for the page. null: the client always waits. */
  readPage(request: PageRequest, signal: AbortSignal | null): Promise<Page>;
  readHits(request: HitsRequest, signal: AbortSignal | null): Promise<Hits>;
}
