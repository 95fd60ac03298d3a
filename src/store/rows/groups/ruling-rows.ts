import type { Instant } from "../../../domain/time.ts";
import type { EditorRuling, RecordedRuling } from "../../../domain/verdict.ts";

/** A ruling that was carried out; `word` is JSON. */
export interface RulingRow {
  readonly word: string;
  readonly said_by: string;
  readonly said_at: Instant;
}

/** Reads a ruling from its row. */
export function recordOf({ word, said_by, said_at }: RulingRow): RecordedRuling {
  return { ruling: JSON.parse(word) as EditorRuling, by: said_by, at: said_at, carriedOut: true };
}
