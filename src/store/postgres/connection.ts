import type { Pool, PoolClient, QueryResult, QueryResultRow } from "pg";
import { WireError } from "../../domain/errors.ts";
import { noReadLimits, type ReadLimits } from "../../domain/read-limits.ts";
import type { Audience } from "../../domain/store.ts";
import { createInTurn } from "./in-turn.ts";
import { isOutdated, isPassing, isUnusable, toWireError } from "./postgres-error.ts";
import { numbered, statementOf, type Values, valuesFor } from "./statement.ts";

/** The pool of a process, with the two kinds of transaction: each method of `Store` is one read or one write. */
export interface Connection {
  /** The server and database in the form that messages use, without the password. */
  readonly name: string;
  readonly audience: Audience;
  /**
   * Runs a whole transaction as the store's only writer, like SQLite. So transactions commit ids and change marks in
   * the order in which they assigned them. `work` runs again after a deadlock or a serialisation failure, so it must
   * not change anything but the store.
   */
  write<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result>;
  /**
   * Runs a transaction beside other writers. It may only write rows that its own row locks or leases protect, and must
   * not give out ids or marks.
   */
  writeBeside<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result>;
  /** Runs a transaction in which all reads see the same state. */
  read<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result>;
  /** The same pool for another audience. */
  withAudience(audience: Audience): Connection;
  close(): Promise<void>;
}

/**
 * One transaction. Its statements run in the order of the calls. Each is sent without waiting for the answers to
 * earlier ones, so statements that are called together need only one round trip to the server.
 */
export interface Transaction {
  /**
   * The audience that reads. Rows that the public must not see are left out where they are read, so that callers need
   * not leave them out.
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
   * Runs a part that may fail without the rest. If it fails, its writes are undone, and the transaction can continue.
   */
  part<Result>(work: () => Promise<Result>): Promise<Result>;
}

interface StatementOptions {
  /** False for a text that is composed anew for each query. */
  readonly prepare?: boolean;
}

/** Deadlocks are rare, so if the third try fails too, something else is wrong. */
const triesMax = 3;
/** More than a pool has connections, each of which may have outdated statements after another process migrated. */
const renewedMax = 8;

export function makeConnection(
  pool: Pool,
  name: string,
  { schema, limits = noReadLimits }: { readonly schema: string; readonly limits?: ReadLimits | undefined },
): Connection {
  const beginWriting = `${writerSettings}; SELECT pg_advisory_xact_lock(${lockClass}, hashtext('${schema.replaceAll("'", "''")}'))`;
  const inTurn = createInTurn();
  let closed: Promise<void> | null = null;
  const close = () => {
    closed ??= pool.end();
    return closed;
  };
  const make = (audience: Audience): Connection => {
    const writing = (client: PoolClient) => transactionOn(client, audience, limits);
    const reading = (client: PoolClient) => {
      limits.begin();
      return writing(client);
    };
    return {
      name,
      audience,
      write: (work) => inTurn(() => attempt(pool, name, beginWriting, writing, work)),
      writeBeside: (work) => attempt(pool, name, writerSettings, writing, work),
      read: (work) => attempt(pool, name, beginLimited(limits), reading, work),
      withAudience: make,
      close,
    };
  };
  return make("editors");
}

/**
 * A writer's statements find rows by their keys, so one plan suits all values and is made only once. Sequential scans
 * are off because a plan that was made while the tables were empty must also use the indexes.
 */
const writerSettings = "BEGIN; SET LOCAL plan_cache_mode = force_generic_plan; SET LOCAL enable_seqscan = off";

/** "WDSK", as in SQLite files. */
const lockClass = 0x5744534b;

/** For statements that find rows by keys. One plan suits all keys, and planning often takes longer than reading. */
export const planOnce = "SET LOCAL plan_cache_mode = force_generic_plan";
/** For all other statements of a read. */
export const planEach = "SET LOCAL plan_cache_mode = force_custom_plan";

/** A generic plan would read the whole table even when a value is rare, so each read is planned for its own values. */
const beginReading =
  "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY; SET LOCAL plan_cache_mode = force_custom_plan; SET LOCAL enable_seqscan = off";

/** The server stops a read that takes too long, because `limits` can look at the clock only between statements. */
function beginLimited({ readMsMax }: ReadLimits): string {
  return readMsMax === null ? beginReading : `${beginReading}; SET LOCAL statement_timeout = ${Math.ceil(readMsMax)}`;
}

async function attempt<Result>(
  pool: Pool,
  name: string,
  begin: string,
  make: (client: PoolClient) => Sending,
  work: (tx: Transaction) => Promise<Result>,
): Promise<Result> {
  let resting = pool.idleCount;
  let renewed = 0;
  for (let tries = 1; ; ) {
    const client = await pool.connect().catch((thrown: unknown) => {
      throw toWireError(thrown, name);
    });
    const ended = await runOn(client, begin, make(client), work);
    if (ended.kind === "done") return ended.result;
    const isStale = ended.kind === "notBegun" && isUnusable(ended.thrown) && resting > 0;
    if (isStale) resting -= 1;
    else if (renewed < renewedMax && isOutdated(ended.thrown)) renewed += 1;
    else if (tries < triesMax && isPassing(ended.thrown)) tries += 1;
    else throw toWireError(ended.thrown, name);
  }
}

/**
 * How a transaction ended. `notBegun`: nothing was done, for example because the connection broke while it was idle.
 * After a restart of the server, the pool holds several such connections.
 */
type Ended<Result> =
  | { readonly kind: "done"; readonly result: Result }
  | { readonly kind: "failed" | "notBegun"; readonly thrown: unknown };

async function runOn<Result>(
  client: PoolClient,
  begin: string,
  { tx, begun, sent }: Sending,
  work: (tx: Transaction) => Promise<Result>,
): Promise<Ended<Result>> {
  let broken: Error | null = null;
  let hasBegun = true;
  try {
    begun(client.query(begin), () => {
      hasBegun = false;
    });
    const result = await work(tx);
    const committed = client.query("COMMIT");
    await Promise.all([sent(), committed]);
    return { kind: "done", result };
  } catch (thrown) {
    const first = await sent().then(
      () => thrown,
      (failed: unknown) => failed,
    );
    broken = await rolledBack(client, first);
    return { kind: hasBegun ? "failed" : "notBegun", thrown: first };
  } finally {
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
interface Sending {
  readonly tx: Transaction;
  /** Records the statement that begins the transaction. Calls `onFailed` if that statement fails. */
  begun(statement: Promise<unknown>, onFailed: () => void): void;
  /**
   * Waits for all pending statements. Rejects with the first failure, because the errors of later statements only
   * follow from it.
   */
  sent(): Promise<unknown>;
}

function transactionOn(client: PoolClient, audience: Audience, limits: ReadLimits): Sending {
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
