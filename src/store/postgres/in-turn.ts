/**
 * Runs one work at a time, in the order of the calls. Only one transaction of a database may hold the writers' lock, so
 * the writers of one process wait here: a writer that waits in the server holds a connection, which a transaction that
 * needs no lock could use.
 */
export function createInTurn(): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work, work);
    last = turn.catch(() => undefined);
    return turn;
  };
}
