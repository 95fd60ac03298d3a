import type { Page, PageQuery } from "../domain/section.ts";
import type { Audience } from "../domain/store.ts";

export interface PageRequest {
  readonly query: PageQuery;
  readonly audience: Audience;
}

/**
 * Reads pages of the store in a thread of its own: such as anybody may ask for, in any number and at any cost. Rejects
 * with a WireError: `timeout` where the reading costs too much or was abandoned, `rate-limited` where too many wait.
 */
export interface PageReader {
  /** `signal` aborts when nobody waits for the page any more; null: somebody always does. */
  readPage(request: PageRequest, signal: AbortSignal | null): Promise<Page>;
}
