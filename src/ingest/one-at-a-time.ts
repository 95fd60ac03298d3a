import type { Ingest } from "./ingest-types.ts";

/** Ingests one document of a feed at a time. A hub may deliver while a poll's document is still being read. */
export function oneAtATime(ingest: Ingest): Ingest {
  const last = new Map<number, Promise<unknown>>();
  return (feed, fetched, decide) => {
    const { id } = feed;
    const before = last.get(id);
    const run = () => ingest(feed, fetched, decide);
    const turn = before === undefined ? run() : before.then(run, run);
    last.set(id, turn);
    const leave = (): void => {
      if (last.get(id) === turn) last.delete(id);
    };
    turn.then(leave, leave);
    return turn;
  };
}
