import type { Instant } from "./time.ts";

/**
 * What HTTP said of one version of a feed document. The ETag follows from the content; the Last-Modified does not
 * always.
 */
export interface SavedValidators {
  readonly feedKey: string;
  readonly etag: string;
  readonly lastModified: Instant;
}

export interface SavedValidatorsStore {
  /**
   * Keeps the stamps of the newest versions. A stamp with an earlier Last-Modified than the kept one changes nothing.
   * At most `savedValidatorsMax` stay.
   */
  saveValidators(stamps: readonly SavedValidators[], now: Instant): Promise<void>;
}

/** Queries make documents without end: those that changed longest ago are forgotten beyond so many. */
export const savedValidatorsMax = 20_000;
