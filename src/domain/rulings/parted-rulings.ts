import type { EditorRuling, PairRuling } from "../verdict.ts";

/**
 * The rulings that take entries out of a group and keep them together. Each entry taken out is kept apart from each
 * entry that stays, and is tied to the first entry taken out. The second entry of a ruling is the one that moves. Empty
 * when nothing is taken out.
 */
export function partedRulings(
  level: PairRuling["level"],
  out: readonly number[],
  stay: readonly number[],
): readonly EditorRuling[] {
  const [first] = out;
  if (first === undefined) return [];
  return [
    ...out.flatMap((entryB) => stay.map((entryA): EditorRuling => ({ kind: "apart", level, entryA, entryB }))),
    ...out.slice(1).map((entryB): EditorRuling => ({ kind: "together", level, entryA: first, entryB })),
  ];
}
