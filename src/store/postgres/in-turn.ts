/**
 * Returns a function that runs one piece of work at a time, in the order of the calls. Only one transaction of a
 * database may hold the writers' lock. The writers of one process wait for it here and not in the server, because a
 * writer that waits in the server holds a connection that other transactions could use.
 */
export function createInTurn(): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work, work);
    last = turn.catch(() => undefined);
    return turn;
  };
}
