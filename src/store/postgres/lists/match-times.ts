import type { SearchQuery } from "../../../domain/query/search-query.ts";
import { createTermFinder } from "../../../domain/query/term-finder.ts";
import { stepsPerText } from "../../../domain/read-limits.ts";
import type { Instant } from "../../../domain/time.ts";
import { firstMatchingState } from "../../searching/first-matching-state.ts";
import { readFiledStates } from "../entries/filed-states.ts";
import type { Transaction } from "../transaction.ts";
import type { SomeMatch } from "./filter-match.ts";
import { readSearched, storyAnswers } from "./search/checked-entries.ts";

/** An entry and the time of its arrival. */
export interface Timed {
  readonly entryId: number;
  readonly at: Instant;
}

/** Tells when entries that match now began to match. */
export interface MatchTimes {
  /** Looks up entries, so that `of` knows them. */
  lookUp(entries: readonly Timed[]): Promise<void>;
  /** When the entry arrived, or when the first of its matching states was seen. */
  of(entry: Timed): Instant;
}

/** Makes `MatchTimes` for one query. Conditions on the story are tested against the story as it is now. */
export function matchTimes(tx: Transaction, match: SomeMatch, query: SearchQuery): MatchTimes {
  const finder = createTermFinder([query]);
  const known = new Map<number, Instant>();

  async function lookUp(entries: readonly Timed[]): Promise<void> {
    const asked = new Map(entries.filter(({ entryId }) => !known.has(entryId)).map((one) => [one.entryId, one.at]));
    for (const [id, at] of asked) known.set(id, at);
    const states = await readFiledStates(tx, [...asked.keys()]);
    const ids = [...states.keys()];
    if (ids.length === 0) return;
    const texts = await readSearched(tx, ids, false);
    const story = await storyAnswers(tx, match, query, ids);
    const revised = await revisedAt(tx, ids);
    for (const [id, earlier] of states) {
      const at = asked.get(id) ?? 0;
      const text = texts.get(id);
      if (text === undefined) continue;
      tx.limits.check(stepsPerText * earlier.length);
      const present = {
        ...text,
        ofStory: (condition: Parameters<NonNullable<typeof text.ofStory>>[0]) => story.get(condition)?.has(id) === true,
      };
      const seenAt = firstMatchingState(query, finder, present, earlier);
      known.set(id, Math.max(at, seenAt === "arrival" ? at : (seenAt ?? revised.get(id) ?? at)));
    }
  }

  return { lookUp, of: ({ entryId, at }) => known.get(entryId) ?? at };
}

async function revisedAt(tx: Transaction, ids: readonly number[]): Promise<ReadonlyMap<number, Instant>> {
  const rows = await tx.all<{ id: number; at: Instant }>(
    "SELECT id, revised_at AS at FROM entries WHERE id = ANY($1::bigint[])",
    [ids],
  );
  return new Map(rows.map(({ id, at }) => [id, at]));
}
