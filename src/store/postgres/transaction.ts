import type { PoolClient, QueryResult, QueryResultRow } from "pg";
import { WireError } from "../../domain/errors.ts";
import type { ReadLimits } from "../../domain/read-limits.ts";
import type { Audience } from "../../domain/store.ts";
import { isEndedIdle, isOutdated, isUnusable } from "./postgres-error.ts";
import { numbered, statementOf, type Values, valuesFor } from "./statement.ts";

/**
 * One transaction. Its statements run in the order of the calls. Each is sent without waiting for the answers to
 * earlier ones, so statements that are called together need only one round trip to the server.
 */
export interface Transaction {
  /**
   * The audience that reads. The reading functions leave out the rows that this audience must not see, so callers need
   * not filter them.
   */
  readonly audience: Audience;
  readonly limits: ReadLimits;
  /** Returns the rows of a statement. `Row` is their type. Each connection prepares each text once. */
  all<Row>(text: string, values?: Values, options?: StatementOptions): Promise<readonly Row[]>;
  get<Row>(text: string, values?: Values, options?: StatementOptions): Promise<Row | undefined>;
  /** Returns the number of rows that were written. */
  run(text: string, values?: Values, options?: StatementOptions): Promise<number>;
  /** Runs a statement without waiting for its result. If it fails, the transaction fails. */
  send(text: string, values?: Values): void;
  /** Runs statements without values, one after the other. */
  script(text: string): Promise<void>;
  /**
   * Runs a part of the transaction. If the part throws, its writes are undone; the caller can catch the error and
   * continue the transaction.
   */
  part<Result>(work: () => Promise<Result>): Promise<Result>;
}

interface StatementOptions {
  /** False for a text that is composed anew for each query. */
  readonly prepare?: boolean;
}

/**
 * How a transaction ended. `notBegun`: nothing was done, for example because the connection broke while it was idle.
 * After a restart of the server, the pool holds several such connections.
 */
type Ended<Result> =
  | { readonly kind: "done"; readonly result: Result }
  | { readonly kind: "failed" | "notBegun"; readonly thrown: unknown };

/** The statements that begin a transaction, and whether it only reads. */
export interface Beginning {
  readonly sql: string;
  readonly isReading: boolean;
}

/**
 * Runs a transaction on a connection and gives the connection back. The end of a transaction that only read is not
 * waited for: there is nothing that could still fail, and whoever uses the connection next sends behind it.
 */
export async function runOn<Result>(
  client: PoolClient,
  { sql, isReading }: Beginning,
  { tx, begun, sent }: Sending,
  work: (tx: Transaction) => Promise<Result>,
): Promise<Ended<Result>> {
  let broken: Error | null = null;
  let hasBegun = true;
  let endedIdle: Error | null = null;
  // Between two statements, only this event tells why the server ended the session.
  const onError = (failed: Error) => {
    if (isEndedIdle(failed)) endedIdle = failed;
  };
  client.on("error", onError);
  try {
    begun(client.query(sql), () => {
      hasBegun = false;
    });
    const result = await work(tx);
    const committed = client.query("COMMIT");
    // If the connection breaks here, whoever uses it next is told.
    if (isReading) void Promise.allSettled([committed]);
    else await Promise.all([sent(), committed]);
    return { kind: "done", result };
  } catch (thrown) {
    const first = await sent().then(
      () => thrown,
      (failed: unknown) => failed,
    );
    broken = await rolledBack(client, first);
    return { kind: hasBegun ? "failed" : "notBegun", thrown: endedIdle ?? first };
  } finally {
    client.off("error", onError);
    client.release(broken ?? false);
  }
}

/**
 * Rolls the transaction back. Returns the reason why the connection can no longer be used; null when it can be used.
 */
async function rolledBack(client: PoolClient, thrown: unknown): Promise<Error | null> {
  if (isUnusable(thrown) || isOutdated(thrown)) return thrown as Error;
  try {
    await client.query("ROLLBACK");
    return null;
  } catch (failed) {
    return failed instanceof Error ? failed : new WireError("store-away", "the transaction could not be ended");
  }
}

/** A transaction with its pending statements. */
export interface Sending {
  readonly tx: Transaction;
  /** Records the statement that begins the transaction. Calls `onFailed` if that statement fails. */
  begun(statement: Promise<unknown>, onFailed: () => void): void;
  /**
   * Waits for all pending statements. Rejects with the first failure, because the errors of later statements only
   * follow from it.
   */
  sent(): Promise<unknown>;
}

/** Makes a transaction for a connection on which none runs. `runOn` begins and ends it. */
export function transactionOn(client: PoolClient, audience: Audience, limits: ReadLimits): Sending {
  let pending: Promise<unknown>[] = [];
  const note = (statement: Promise<unknown>): void => {
    // `sent` reports the failure. Without this handler, Node would report an unhandled rejection before that.
    statement.catch(() => undefined);
    pending.push(statement);
  };
  const sent = () => Promise.all(pending);
  const query = (text: string, values: Values, prepare: boolean): Promise<QueryResult<QueryResultRow>> => {
    const { names, ...statement } = prepare ? statementOf(text) : numbered(text);
    return client.query({ ...statement, values: [...valuesFor(names, values)] });
  };
  const all = async <Row>(text: string, values: Values = [], { prepare = true }: StatementOptions = {}) =>
    (await query(text, values, prepare)).rows as unknown as readonly Row[];
  const tx: Transaction = {
    audience,
    limits,
    all,
    get: async <Row>(text: string, values?: Values, options?: StatementOptions) =>
      (await all<Row>(text, values, options))[0],
    run: async (text, values = [], { prepare = true } = {}) => (await query(text, values, prepare)).rowCount ?? 0,
    send: (text, values = []) => note(query(text, values, true)),
    script: async (text) => {
      await client.query(text);
    },
    part: async (work) => {
      await sent();
      await client.query("SAVEPOINT part");
      try {
        const result = await work();
        await sent();
        await client.query("RELEASE SAVEPOINT part");
        return result;
      } catch (thrown) {
        const first = await sent().then(
          () => thrown,
          (failed: unknown) => failed,
        );
        pending = [];
        if (!isUnusable(first)) await client.query("ROLLBACK TO SAVEPOINT part; RELEASE SAVEPOINT part");
        throw first;
      }
    },
  };
  const begun = (statement: Promise<unknown>, onFailed: () => void): void => {
    statement.catch(onFailed);
    pending.push(statement);
  };
  return { tx, begun, sent };
}
