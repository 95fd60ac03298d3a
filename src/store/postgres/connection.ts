import type { Pool, PoolClient, QueryResult, QueryResultRow } from "pg";
import { WireError } from "../../domain/errors.ts";
import { noReadLimits, type ReadLimits } from "../../domain/read-limits.ts";
import type { Audience } from "../../domain/store.ts";
import { isPassing, isUnusable, toWireError } from "./postgres-error.ts";
import { numbered, statementOf, type Values, valuesFor } from "./statement.ts";

/** The pool of a process, with the two kinds of transaction that a method of `Store` may be. */
export interface Connection {
  /** The server and database, without the password, as messages name them. */
  readonly name: string;
  readonly audience: Audience;
  /**
   * Runs a whole transaction as the store's only writer, as on SQLite: ids and change marks are then committed in the
   * order in which they were given out. `work` runs again when PostgreSQL asks for it (a deadlock), so it must not
   * change anything but the store.
   */
  write<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result>;
  /** Runs a transaction in which all reads see the same state. */
  read<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result>;
  /** The same pool for other readers. */
  withAudience(audience: Audience): Connection;
  close(): Promise<void>;
}

/** One transaction. Its statements run one after the other. */
export interface Transaction {
  /**
   * Who reads. Rows that the public must not see are held back where they are read, so that no caller can forget to do
   * so.
   */
  readonly audience: Audience;
  readonly limits: ReadLimits;
  /** The rows of a statement. `Row` is their type. Each text is prepared once in each connection. */
  all<Row>(text: string, values?: Values, options?: StatementOptions): Promise<readonly Row[]>;
  get<Row>(text: string, values?: Values, options?: StatementOptions): Promise<Row | undefined>;
  /** Returns the number of rows that were written. */
  run(text: string, values?: Values, options?: StatementOptions): Promise<number>;
  /** Runs statements without values, one after the other. */
  script(text: string): Promise<void>;
  /** Runs a part that may fail by itself. Its writes are then undone, and the rest of the transaction continues. */
  part<Result>(work: () => Promise<Result>): Promise<Result>;
}

interface StatementOptions {
  /** False for a text that is composed anew for each question. */
  readonly prepare?: boolean;
}

/** Two transactions that wait for one another are rare, so a third try means that something else is wrong. */
const triesMax = 3;

export function makeConnection(
  pool: Pool,
  name: string,
  { schema, limits = noReadLimits }: { readonly schema: string; readonly limits?: ReadLimits | undefined },
): Connection {
  const lockSql = `SELECT pg_advisory_xact_lock(${lockClass}, hashtext('${schema.replaceAll("'", "''")}'))`;
  let closed: Promise<void> | null = null;
  const close = () => {
    closed ??= pool.end();
    return closed;
  };
  const make = (audience: Audience): Connection => ({
    name,
    audience,
    write: (work) =>
      attempt(pool, name, `BEGIN; ${lockSql}`, (client) => work(transactionOn(client, audience, limits))),
    read: (work) =>
      attempt(pool, name, beginLimited(limits), (client) => {
        limits.begin();
        return work(transactionOn(client, audience, limits));
      }),
    withAudience: make,
    close,
  });
  return make("editors");
}

/** "WDSK", as in the files of SQLite. */
const lockClass = 0x5744534b;

/** A plan for any value reads the whole table where the value is rare, so lists are planned for their values. */
const beginReading = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY; SET LOCAL plan_cache_mode = force_custom_plan";

/** The server stops a reading that takes too long, because `limits` can look at the clock only between statements. */
function beginLimited({ readMsMax }: ReadLimits): string {
  return readMsMax === null ? beginReading : `${beginReading}; SET LOCAL statement_timeout = ${Math.ceil(readMsMax)}`;
}

async function attempt<Result>(
  pool: Pool,
  name: string,
  begin: string,
  work: (client: PoolClient) => Promise<Result>,
): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await runOnce(pool, begin, work);
    } catch (thrown) {
      if (tries < triesMax && isPassing(thrown)) continue;
      throw toWireError(thrown, name);
    }
  }
}

async function runOnce<Result>(
  pool: Pool,
  begin: string,
  work: (client: PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await begun(pool, begin);
  let broken: Error | null = null;
  try {
    const result = await work(client);
    await client.query("COMMIT");
    return result;
  } catch (thrown) {
    broken = await rolledBack(client, thrown);
    throw thrown;
  } finally {
    client.release(broken ?? false);
  }
}

/**
 * A connection with a transaction that has begun. Connections that broke while they rested, as after a restart of the
 * server, are thrown away: nothing was done on them.
 */
async function begun(pool: Pool, begin: string): Promise<PoolClient> {
  for (let resting = pool.idleCount; ; resting -= 1) {
    const client = await pool.connect();
    try {
      await client.query(begin);
      return client;
    } catch (thrown) {
      client.release((await rolledBack(client, thrown)) ?? false);
      if (resting <= 0 || !isUnusable(thrown)) throw thrown;
    }
  }
}

/** Returns why the connection cannot be used any more; null when it can. */
async function rolledBack(client: PoolClient, thrown: unknown): Promise<Error | null> {
  if (isUnusable(thrown)) return thrown as Error;
  try {
    await client.query("ROLLBACK");
    return null;
  } catch (failed) {
    return failed instanceof Error ? failed : new WireError("store-away", "the transaction could not be ended");
  }
}

function transactionOn(client: PoolClient, audience: Audience, limits: ReadLimits): Transaction {
  const query = (text: string, values: Values, prepare: boolean): Promise<QueryResult<QueryResultRow>> => {
    const { names, ...statement } = prepare ? statementOf(text) : numbered(text);
    return client.query({ ...statement, values: [...valuesFor(names, values)] });
  };
  const all = async <Row>(text: string, values: Values = [], { prepare = true }: StatementOptions = {}) =>
    (await query(text, values, prepare)).rows as unknown as readonly Row[];
  return {
    audience,
    limits,
    all,
    get: async <Row>(text: string, values?: Values, options?: StatementOptions) =>
      (await all<Row>(text, values, options))[0],
    run: async (text, values = [], { prepare = true } = {}) => (await query(text, values, prepare)).rowCount ?? 0,
    script: async (text) => {
      await client.query(text);
    },
    part: async (work) => {
      await client.query("SAVEPOINT part");
      try {
        const result = await work();
        await client.query("RELEASE SAVEPOINT part");
        return result;
      } catch (thrown) {
        if (!isUnusable(thrown)) await client.query("ROLLBACK TO SAVEPOINT part; RELEASE SAVEPOINT part");
        throw thrown;
      }
    },
  };
}
