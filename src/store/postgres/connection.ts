import type { Pool, PoolClient } from "pg";
import { noReadLimits, type ReadLimits } from "../../domain/read-limits.ts";
import type { Audience } from "../../domain/store.ts";
import { createInTurn } from "./in-turn.ts";
import { isOutdated, isPassing, isUnusable, toWireError } from "./postgres-error.ts";
import { type Beginning, runOn, type Sending, type Transaction, transactionOn } from "./transaction.ts";

/** The pool of a process, with the two kinds of transaction: each method of `Store` is one read or one write. */
export interface Connection {
  /** The server and database in the form that messages use, without the password. */
  readonly name: string;
  readonly audience: Audience;
  /**
   * Runs a whole transaction as the store's only writer, like SQLite. So transactions commit ids and change marks in
   * the order in which they assigned them. `work` runs again after a deadlock, a serialisation failure or a pause
   * that was too long for the server, so it must not change anything but the store.
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

/** Deadlocks and long pauses are rare, so if the third try fails too, something else is wrong. */
const triesMax = 3;
/**
 * How many connections with outdated statements a transaction may meet before it fails. After another process migrated,
 * every connection of the pool may be outdated; a pool has fewer connections than this.
 */
const renewedMax = 8;

/**
 * Makes the connection of a pool, for editors. `name`: the database in messages. The writers of one `schema` share a
 * lock.
 */
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
      write: (work) => inTurn(() => attempt(pool, name, { sql: beginWriting, isReading: false }, writing, work)),
      writeBeside: (work) => attempt(pool, name, { sql: writerSettings, isReading: false }, writing, work),
      read: (work) => attempt(pool, name, { sql: beginLimited(limits), isReading: true }, reading, work),
      withAudience: make,
      close,
    };
  };
  return make("editors");
}

/**
 * A writer's statements find rows by their keys, so one plan suits all values and is made only once. A plan that was
 * made while the tables were empty must also suit large tables. So plans that read a whole table or index are off:
 * sequential scans, hash joins and merge joins.
 */
const writerSettings = [
  "BEGIN",
  "SET LOCAL plan_cache_mode = force_generic_plan",
  "SET LOCAL enable_seqscan = off",
  "SET LOCAL enable_hashjoin = off",
  "SET LOCAL enable_mergejoin = off",
].join("; ");

/** The class of our advisory locks: "WDSK", the same number as `applicationId` in SQLite files. */
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
  begin: Beginning,
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
