import { WireError, type WireErrorCode } from "../../domain/errors.ts";

/**
 * Turns an expected failure of PostgreSQL, or of the connection to it, into a `WireError` with its cause. Any other
 * thrown value (a bug, a WireError) is returned unchanged. `name`: the server and database.
 */
export function toWireError(thrown: unknown, name: string): unknown {
  if (!(thrown instanceof Error) || thrown instanceof WireError) return thrown;
  const code = codeOf(thrown);
  const known = meanings.find(([prefix]) => code.startsWith(prefix));
  if (known !== undefined) return new WireError(known[1], `${name}: ${known[2]}`, { cause: thrown });
  if (isUnusable(thrown))
    return new WireError("store-away", `${name}: the server cannot be reached; it is asked again`, { cause: thrown });
  return thrown;
}

/**
 * Whether the same transaction may succeed when it runs again: after a deadlock, a serialisation failure, or a pause of
 * this process that was too long for the server. In none of these cases has anything been committed.
 */
export function isPassing(thrown: unknown): boolean {
  return thrown instanceof Error && (["40001", "40P01"].includes(codeOf(thrown)) || isEndedIdle(thrown));
}

/** Whether the server ended the session because its transaction was idle for too long. */
export function isEndedIdle(thrown: unknown): thrown is Error {
  return thrown instanceof Error && codeOf(thrown) === "25P03";
}

/**
 * Whether a statement was prepared before another process added to its tables ("cached plan must not change result
 * type"). Only a new connection prepares the statement again. The name of the server's routine identifies the error in
 * every language of the server.
 */
export function isOutdated(thrown: unknown): boolean {
  return thrown instanceof Error && "routine" in thrown && thrown.routine === "RevalidateCachedQuery";
}

/** Whether the connection to the server is broken or was never made. */
export function isUnusable(thrown: unknown): boolean {
  if (!(thrown instanceof Error) || thrown instanceof WireError) return false;
  const code = codeOf(thrown);
  return (
    ["08", "57P0", "53300"].some((prefix) => code.startsWith(prefix)) ||
    networkCodes.has(code) ||
    (thrown instanceof AggregateError && thrown.errors.some(isUnusable)) ||
    pgMessages.test(thrown.message)
  );
}

const networkCodes: ReadonlySet<string> = new Set([
  ...["ECONNREFUSED", "ECONNRESET", "ECONNABORTED", "EPIPE", "ETIMEDOUT", "EHOSTUNREACH", "ENETUNREACH"],
  ...["ENOTFOUND", "EAI_AGAIN", "ENOENT", "EACCES"],
]);

/** `pg` gives these failures no code. */
const pgMessages =
  /^(?:Connection terminated|timeout (?:exceeded|expired)|Query read timeout|Client has encountered a connection error|Client was closed)/;

function codeOf(thrown: Error): string {
  return "code" in thrown && typeof thrown.code === "string" ? thrown.code : "";
}

/**
 * The meanings of SQLSTATE codes, by the beginning of the code:
 * https://www.postgresql.org/docs/15/errcodes-appendix.html
 */
const meanings: readonly (readonly [string, WireErrorCode, string])[] = [
  ["28P01", "config-invalid", "the server refuses the password"],
  ["28", "config-invalid", "the server does not let this user in; see pg_hba.conf there"],
  ["3D000", "config-invalid", "there is no such database; create it first (docs/postgresql.md)"],
  ["42501", "io-failed", "the role lacks a right that wiredesk needs; grant it (docs/postgresql.md)"],
  ["25006", "io-failed", "the server takes no writes: it is a standby, or is set to read only"],
  ["53100", "io-failed", "the server's disk is full"],
  ["53200", "io-failed", "the server is out of memory"],
  ["53300", "store-away", "the server has no free connection; raise max_connections"],
  ["57P03", "store-away", "the server is starting or stopping; it is asked again"],
  ["57014", "timeout", "this takes too long; ask for longer or rarer words, or for fewer of them"],
  ["55P03", "store-locked", "another process holds the store locked"],
  ["40", "store-locked", "other processes are writing the same rows; try again"],
  ["25P03", "store-away", "the server ended a transaction that was idle for too long"],
  ["XX001", "store-corrupt", "the database is damaged; restore a backup"],
  ["XX002", "store-corrupt", "an index of the database is damaged; run REINDEX"],
  ["58", "io-failed", "the server's disk failed"],
];
