import type { Instant } from "../domain/time.ts";

/** One outlet's carrying of the text, as the formats show it. */
export interface MergedCarrier {
  readonly source: string;
  readonly isAgency: boolean;
  readonly url: string | null;
  readonly title: string;
  readonly publishedAt: Instant;
}
