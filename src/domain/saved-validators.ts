import type { Instant } from "./time.ts";

/**
 * The HTTP validators of one version of a feed document. The ETag follows from the content; the Last-Modified does not
 * always.
 */
export interface SavedValidators {
  readonly feedKey: string;
  readonly etag: string;
  readonly lastModified: Instant;
}

export interface SavedValidatorsStore {
  /**
   * Keeps the validators of the newest versions. Validators whose Last-Modified is earlier than the kept one are
   * ignored. At most `savedValidatorsMax` are kept.
   */
  saveValidators(stamps: readonly SavedValidators[], now: Instant): Promise<void>;
}

/**
 * Queries can name any number of documents, so only this many are kept. The ones that changed longest ago are forgotten
 * first.
 */
export const savedValidatorsMax = 20_000;
