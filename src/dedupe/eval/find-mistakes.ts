import type { Reason, ToldReason } from "../../domain/reason.ts";
import { tellReason } from "../../domain/reason-words.ts";
import type { EvalItem, Mistake } from "./eval-types.ts";
import type { AnsweredPair } from "./score-pairs.ts";
import type { Streamed } from "./stream-items.ts";

/**
 * The worst mistakes, at most `max`: wrong copies, then wrong stories, then missed copies, then missed stories. A
 * mistake about a copy has the reasons of both items, a wrong story has the later item's reason, and a missed story has
 * none.
 */
export function findMistakes(
  items: readonly EvalItem[],
  streamed: Streamed,
  pairs: readonly AnsweredPair[],
  max: number,
): readonly Mistake[] {
  if (max === 0) return [];
  const places = new Map(items.map((item, place) => [item.id, place]));
  const reasonsOf = (item: EvalItem): Mistake["reasons"] =>
    (streamed.reasons[places.get(item.id) as number] ?? []).map((reason) => told(items, reason));
  const ofPairs = (label: string, joined: boolean, kind: Mistake["kind"]): Mistake[] =>
    pairs
      .filter((pair) => pair.label === label && pair.joined === joined)
      .map(({ a, b }) => ({ kind, a, b, reasons: [...reasonsOf(a), ...reasonsOf(b)] }));
  const found = [
    ...ofPairs("not_duplicate", true, "wrong-copy"),
    ...wrongStories(items, streamed),
    ...ofPairs("duplicate", false, "missed-copy"),
    ...missedStories(items, streamed),
  ];
  return found.slice(0, max);
}

/** Items that joined a story because of an item with another label. */
function wrongStories(items: readonly EvalItem[], streamed: Streamed): Mistake[] {
  return items.flatMap((item, place) =>
    (streamed.reasons[place] ?? []).flatMap((reason): Mistake[] => {
      const other = items[(reason.entries[0] ?? 0) - 1];
      if (reason.code !== "story" || other === undefined || item.story === null || other.story === null) return [];
      return other.story === item.story
        ? []
        : [{ kind: "wrong-story", a: item, b: other, reasons: [told(items, reason)] }];
    }),
  );
}

/** Puts a reason into words. In the engine, an item's id is its place in the set, counted from 1. */
function told(items: readonly EvalItem[], reason: Reason): ToldReason {
  return tellReason(reason, (id) => {
    const item = items[id - 1];
    if (item === undefined) return null;
    const publishedAt = Date.parse(item.published ?? "");
    return { source: item.source, at: Number.isNaN(publishedAt) ? null : publishedAt };
  });
}

/** For each label, its first item and the first item that opened another story. */
function missedStories(items: readonly EvalItem[], streamed: Streamed): Mistake[] {
  const firsts = new Map<string, number>();
  const missed: Mistake[] = [];
  for (let place = 0; place < items.length; place += 1) {
    const { story } = items[place] as EvalItem;
    if (story === null) continue;
    const first = firsts.get(story);
    if (first === undefined) firsts.set(story, place);
    else if (streamed.stories[first] !== streamed.stories[place]) {
      missed.push({ kind: "missed-story", a: items[first] as EvalItem, b: items[place] as EvalItem, reasons: [] });
    }
  }
  return missed;
}
