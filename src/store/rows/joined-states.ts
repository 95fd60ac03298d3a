import type { FiledState } from "./filed-states.ts";

/** How many of an entry's latest states are kept, including the present one. Its first state is kept as well. */
export const lastRevisionsMax = 50;

/** A state of one of two entries that are joined. */
export interface JoinedState extends FiledState {
  readonly entryId: number;
  readonly isPresent: boolean;
}

/** The states of the entry that remains after two entries were joined. */
export interface JoinedStates {
  /** The earlier states, with new numbers. */
  readonly filed: readonly FiledState[];
  /** The entry whose present state becomes the present state of the remaining entry. */
  readonly source: number;
  readonly present: Pick<FiledState, "seenAt" | "significant">;
  /** The number of the present state. */
  readonly revision: number;
}

/**
 * Merges the states of two entries in the order in which they were seen. Of successive states with the same content,
 * only the last is kept.
 */
export function joinedStates(states: readonly JoinedState[], keepId: number, joinId: number): JoinedStates {
  const all = states.toSorted(
    (a, b) =>
      a.seenAt - b.seenAt || lateness(a, joinId) - lateness(b, joinId) || a.number - b.number || a.entryId - b.entryId,
  );
  const kept = thinned(all.filter((state, at) => state.contentHash !== all[at + 1]?.contentHash));
  const present = kept.at(-1);
  return {
    // If the newest state is not a present state of either entry, the remaining entry keeps its own present state.
    source: present?.isPresent === true ? present.entryId : keepId,
    filed: kept
      .slice(0, -1)
      .map((state, at) => ({ ...state, number: at + 1, significant: isSignificant(state, kept[at - 1]) })),
    present: {
      seenAt: present?.seenAt ?? 0,
      significant: present === undefined ? 1 : isSignificant(present, kept.at(-2)),
    },
    revision: kept.length,
  };
}

/** Among states that were seen at the same moment, the joined entry's present state comes last. */
function lateness({ isPresent, entryId }: JoinedState, joinId: number): number {
  return isPresent && entryId === joinId ? 1 : 0;
}

/** Keeps the first state and the last ones, as for any entry. */
function thinned(states: readonly JoinedState[]): readonly JoinedState[] {
  const [first, ...rest] = states;
  return first === undefined ? [] : [first, ...rest.slice(-lastRevisionsMax)];
}

/** The first state is significant, and so is each later state that has another title or text than the state before. */
function isSignificant({ title, text }: JoinedState, before: JoinedState | undefined): 0 | 1 {
  return before === undefined || before.title !== title || before.text !== text ? 1 : 0;
}
