import type { Database, Statement } from "better-sqlite3";
import { noReadLimits, type ReadLimits } from "../../domain/read-limits.ts";
import type { Audience } from "../../domain/store.ts";
import { requireSameFile } from "./require-same-file.ts";
import { toWireError } from "./sqlite-error.ts";

/**
 * One open SQLite connection, with cached statements and with the two kinds of transaction: each method of `Store` is
 * one read or one write.
 */
export interface Connection {
  readonly db: Database;
  /**
   * The audience that reads through this connection. The reading functions leave out the rows that this audience must
   * not see, so callers need not filter them.
   */
  readonly audience: Audience;
  /** The limits of one read. */
  readonly limits: ReadLimits;
  /** The prepared statement for an SQL text. Each text is prepared once. `Row` is the type of the selected rows. */
  sql<Row = unknown>(text: string): Statement<unknown[], Row>;
  /**
   * Runs a whole transaction that may write. It takes the write lock at its start, so it cannot fail half-way because
   * another connection holds the lock.
   */
  write<Result>(work: () => Result): Promise<Result>;
  /**
   * Runs a part of a transaction. If the part throws, its writes are undone; the caller can catch the error and
   * continue the transaction.
   */
  part<Result>(work: () => Result): Result;
  /** Runs a transaction in which all reads see the same state. */
  read<Result>(work: () => Result): Promise<Result>;
}

/**
 * There is a fixed set of statement texts, because values are always bound and never written into the text. More texts
 * than this mean a bug.
 */
const statementsMax = 500;

/** Makes the connection for an open database, for editors. */
export function makeConnection(db: Database, limits: ReadLimits = noReadLimits): Connection {
  const statements = new Map<string, Statement<unknown[], unknown>>();
  const transaction = db.transaction((work: () => unknown) => work());
  const requirePresent = requireSameFile(db.name, () => Number(db.pragma("schema_version", { simple: true })));
  const attempt = async <Result>(run: () => unknown): Promise<Result> => {
    try {
      requirePresent();
      return run() as Result;
    } catch (thrown) {
      throw toWireError(thrown, db.name);
    }
  };
  return {
    db,
    audience: "editors",
    limits,
    sql: <Row>(text: string) => {
      let statement = statements.get(text);
      if (statement === undefined) {
        if (statements.size >= statementsMax) throw new Error(`more than ${statementsMax} statement texts`);
        statement = db.prepare<unknown[], unknown>(text);
        statements.set(text, statement);
      }
      return statement as Statement<unknown[], Row>;
    },
    part: <Result>(work: () => Result) => transaction(work) as Result,
    write: (work) => attempt(() => transaction.immediate(work)),
    read: (work) =>
      attempt(() => {
        limits.begin();
        return transaction.deferred(work);
      }),
  };
}
