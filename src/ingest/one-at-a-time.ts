import type { Ingest } from "./poll/poll-types.ts";

/**
 * The same ingest, one document of a feed after another: what a hub delivers may come while a poll's document is being
 * read.
 */
export function oneAtATime(ingest: Ingest): Ingest {
  const last = new Map<number, Promise<unknown>>();
  return (claimed, result, decideOutcome) => {
    const { id } = claimed.feed;
    const before = last.get(id);
    const run = () => ingest(claimed, result, decideOutcome);
    const turn = before === undefined ? run() : before.then(run, run);
    last.set(id, turn);
    const leave = (): void => {
      if (last.get(id) === turn) last.delete(id);
    };
    turn.then(leave, leave);
    return turn;
  };
}
