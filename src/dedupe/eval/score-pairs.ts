import type { EvalItem, EvalPair, PairScore } from "./eval-types.ts";

/** A labelled pair with the engine's answer. */
export interface AnsweredPair {
  readonly a: EvalItem;
  readonly b: EvalItem;
  readonly label: string;
  readonly joined: boolean;
  readonly titlesEqual: boolean;
}

/**
 * Scores pairs: all together, by whether the titles are equal, and by language. Copies are scored on "duplicate"
 * against "not_duplicate".
 */
export function scorePairs(pairs: readonly AnsweredPair[]): readonly PairScore[] {
  const rows: PairScore[] = [score("all", pairs)];
  const languages = [...new Set(pairs.map((pair) => pair.a.lang ?? "?"))].sort();
  for (const equal of [true, false]) {
    const part = pairs.filter((pair) => pair.titlesEqual === equal);
    const what = equal ? "titles equal" : "titles differ";
    rows.push(score(what, part));
    if (languages.length < 2) continue;
    for (const language of languages)
      rows.push(
        score(
          `${language}, ${what}`,
          part.filter((pair) => (pair.a.lang ?? "?") === language),
        ),
      );
  }
  return rows.filter((row) => row.duplicates + row.notDuplicates + row.derived > 0);
}

/**
 * Adds the engine's answers to the pairs whose items are in the set. Pairs with other labels than those of `EvalPair`
 * ("related") get an answer too, but no score counts them.
 */
export function answerPairs(
  pairs: readonly EvalPair[],
  items: readonly EvalItem[],
  copies: readonly number[],
): readonly AnsweredPair[] {
  const places = new Map(items.map((item, place) => [item.id, place]));
  return pairs.flatMap((pair) => {
    const a = places.get(pair.a);
    const b = places.get(pair.b);
    if (a === undefined || b === undefined) return [];
    const [one, other] = [items[a] as EvalItem, items[b] as EvalItem];
    const titlesEqual = pair.title_equal ?? one.title === other.title;
    return [{ a: one, b: other, label: pair.label, joined: copies[a] === copies[b], titlesEqual }];
  });
}

function score(what: string, pairs: readonly AnsweredPair[]): PairScore {
  const count = (label: string, joined?: boolean): number =>
    pairs.filter((pair) => pair.label === label && (joined === undefined || pair.joined === joined)).length;
  const duplicates = count("duplicate");
  const found = count("duplicate", true);
  const wrong = count("not_duplicate", true);
  const precision = found + wrong === 0 ? null : found / (found + wrong);
  const recall = duplicates === 0 ? null : found / duplicates;
  const f =
    precision === null || recall === null || precision + recall === 0
      ? null
      : (2 * precision * recall) / (precision + recall);
  const derived = { derived: count("derived"), derivedJoined: count("derived", true) };
  return { what, duplicates, found, notDuplicates: count("not_duplicate"), wrong, ...derived, precision, recall, f };
}
