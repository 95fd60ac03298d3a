import { readFileSync } from "node:fs";
import type { ConnectionOptions } from "node:tls";
import pg from "pg";
import { messageOf, WireError } from "../../domain/errors.ts";
import { GatheringSocket } from "./gathering-socket.ts";
import { watchSilence } from "./watch-silence.ts";

/** Where a store is, read from `postgres://user:password@host:port/database?schema=…&sslmode=…`. */
export interface DatabaseAddress {
  /** The server and database in the form that messages use, without the password. */
  readonly name: string;
  readonly schema: string;
  readonly config: pg.PoolConfig;
}

/** How many connections one pool opens. The service's ingest thread has a pool, and each reader has its own. */
const connectionsMax = 4;
/** How long a method waits for another process's write before it fails with store-locked. */
const lockMsMax = 10_000;
/**
 * The server ends a transaction that is idle for this long. So the locks of a process that was stopped in
 * mid-transaction are released well before other processes stop waiting for them.
 */
const idleMsMax = 5_000;
const connectMsMax = 10_000;
/** A connection that was idle for this long is closed. */
const restMsMax = 5 * 60_000;

/** How the store's connections are set up. */
interface DatabaseOptions {
  readonly readOnly?: boolean;
  /** If absent, ten seconds. */
  readonly busyTimeoutMs?: number | undefined;
}

/** Makes the pool of a process. It does not connect to the server yet. Error: config-invalid. */
export function openPool({ config, schema }: DatabaseAddress, options: DatabaseOptions = {}): pg.Pool {
  const pool = new pg.Pool({
    ...config,
    pipeline: true,
    stream: () => new GatheringSocket(),
    max: connectionsMax,
    connectionTimeoutMillis: connectMsMax,
    idleTimeoutMillis: restMsMax,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    lock_timeout: options.busyTimeoutMs ?? lockMsMax,
    idle_in_transaction_session_timeout: idleMsMax,
    application_name: "wiredesk",
    options: startOptions(schema, options.readOnly === true),
    types: { getTypeParser },
  });
  // When a connection breaks, the caller that waits for it gets the error, and the pool drops the connection. Without
  // these listeners, the process would end.
  pool.on("error", ignoreBreak);
  pool.on("connect", (client) => client.on("error", ignoreBreak));
  watchSilence(pool);
  return pool;
}

function ignoreBreak(_broken: Error): undefined {
  return undefined;
}

/**
 * Settings of each connection. Plans for short statements cost less without the just-in-time compiler. If this machine
 * can no longer be reached, the server notices it within half a minute and releases the machine's locks.
 */
function startOptions(schema: string, isReadOnly: boolean): string {
  const settings = {
    search_path: `"${schema.replaceAll('"', '""')}"`,
    jit: "off",
    tcp_keepalives_idle: "10",
    tcp_keepalives_interval: "5",
    tcp_keepalives_count: "3",
    tcp_user_timeout: "20000",
    ...(isReadOnly ? { default_transaction_read_only: "on" } : {}),
  };
  return Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value.replace(/[\\ ]/g, "\\$&")}`)
    .join(" ");
}

/** Reads int8 and numeric as numbers, because ids, times and counts are all far below 2^53. */
function getTypeParser(oid: number, format?: "text" | "binary"): (value: string) => unknown {
  if (oid === pg.types.builtins.INT8 || oid === pg.types.builtins.NUMERIC) return Number;
  return pg.types.getTypeParser(oid, format as "text");
}

/**
 * Reads the address of a store. For parts that the address leaves out, `pg` uses the environment variables (PGHOST,
 * PGUSER and others). Error: config-invalid.
 */
export function databaseAddress(url: string): DatabaseAddress {
  const parsed = URL.parse(url);
  if (parsed === null || !/^postgres(?:ql)?:$/.test(parsed.protocol))
    throw refused("expected postgres://user@host/database");
  const { searchParams: asked } = parsed;
  for (const name of asked.keys()) if (!known.has(name)) throw refused(`${name} is not a setting of the address`);
  const schema = asked.get("schema") ?? "public";
  if (schema === "" || schema.includes("\0")) throw refused("the schema has no name");
  const database = decoded(parsed.pathname.replace(/^\//, ""));
  const host = asked.get("host") ?? decoded(parsed.hostname);
  const config: pg.PoolConfig = {
    ...(host === "" ? {} : { host }),
    ...(parsed.port === "" ? {} : { port: Number(parsed.port) }),
    ...(parsed.username === "" ? {} : { user: decoded(parsed.username) }),
    ...(parsed.password === "" ? {} : { password: decoded(parsed.password) }),
    ...(database === "" ? {} : { database }),
    ...tlsOf(asked),
  };
  const { hostname, port } = parsed;
  const place = `${host === "" ? hostname : host}${port === "" ? "" : `:${port}`}`;
  return { name: `postgres://${place}/${database}${schema === "public" ? "" : `?schema=${schema}`}`, schema, config };
}

const known: ReadonlySet<string> = new Set(["schema", "host", "sslmode", "sslrootcert", "sslcert", "sslkey"]);

/**
 * As in libpq, "require" encrypts but does not check the server's certificate; "verify-ca" checks the certificate;
 * "verify-full" also checks the host name.
 */
function tlsOf(asked: URLSearchParams): Pick<pg.PoolConfig, "ssl"> {
  const mode = asked.get("sslmode");
  if (mode === null && !["sslrootcert", "sslcert", "sslkey"].some((name) => asked.has(name))) return {};
  if (mode === "disable") return { ssl: false };
  if (!["require", "verify-ca", "verify-full", null].includes(mode))
    throw refused("sslmode is one of disable, require, verify-ca, verify-full");
  const ssl: ConnectionOptions = {
    rejectUnauthorized: mode !== "require",
    ...(mode === "verify-ca" ? { checkServerIdentity: () => undefined } : {}),
    ...fileOf(asked, "sslrootcert", "ca"),
    ...fileOf(asked, "sslcert", "cert"),
    ...fileOf(asked, "sslkey", "key"),
  };
  return { ssl };
}

function fileOf(asked: URLSearchParams, name: string, option: "ca" | "cert" | "key"): ConnectionOptions {
  const file = asked.get(name);
  if (file === null) return {};
  try {
    return { [option]: readFileSync(file, "utf8") };
  } catch (cause) {
    throw new WireError("config-invalid", `store: ${name} ${file} cannot be read (${messageOf(cause)})`, { cause });
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    throw new WireError("config-invalid", "store: a percent sign in the address must be written %25", { cause });
  }
}

function refused(message: string): WireError {
  return new WireError("config-invalid", `store: ${message}`);
}
