import type { Database, Statement } from "better-sqlite3";
import { noReadLimits, type ReadLimits } from "../../domain/read-limits.ts";
import type { Audience } from "../../domain/store.ts";
import { requireSameFile } from "./require-same-file.ts";
import { toWireError } from "./sqlite-error.ts";

/** One open SQLite connection: cached statements, and the two kinds of transaction that a method of `Store` may be. */
export interface Connection {
  readonly db: Database;
  /**
   * Who reads by it: what the public must not see is held back where rows are read, so that no caller can forget it.
   */
  readonly audience: Audience;
  /** What one reading may cost. */
  readonly limits: ReadLimits;
  /** The prepared statement of a text; prepared once. `Row` is what the text selects. */
  sql<Row = unknown>(text: string): Statement<unknown[], Row>;
  /** A whole transaction that takes the write lock at once, so that it cannot fail half way for want of it. */
  write<Result>(work: () => Result): Promise<Result>;
  /** A part of a transaction that fails alone: what it wrote is taken back, the rest of the transaction goes on. */
  part<Result>(work: () => Result): Result;
  /** Every read inside sees the same moment. */
  read<Result>(work: () => Result): Promise<Result>;
}

/**
 * Statement texts are a fixed set: values are always bound, never written into the text. The bound is a guard against a
 * bug.
 */
const statementsMax = 500;

export function makeConnection(db: Database, limits: ReadLimits = noReadLimits): Connection {
  const statements = new Map<string, Statement<unknown[], unknown>>();
  const transaction = db.transaction((work: () => unknown) => work());
  const requirePresent = requireSameFile(db.name);
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
