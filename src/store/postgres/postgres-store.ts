import { WireError } from "../../domain/errors.ts";
import type { Compaction, PublicStore, ReadStore, Store } from "../../domain/store.ts";
import type { Instant } from "../../domain/time.ts";
import { alertMethods } from "./alerts/alert-methods.ts";
import { analyseTables } from "./analyse-tables.ts";
import { commandMethods } from "./commands/command-methods.ts";
import type { Connection } from "./connection.ts";
import { endSession } from "./ended-sessions.ts";
import { purge } from "./entries/purge.ts";
import { readRetention } from "./entries/retention-figures.ts";
import { feedMethods } from "./feeds/feed-methods.ts";
import { writeSavedValidators } from "./feeds/saved-validators.ts";
import { deskMethods } from "./groups/desk-methods.ts";
import { outboxMethods } from "./outbox/outbox-methods.ts";
import { beatProcess, endProcess } from "./processes.ts";
import { readMethods } from "./read-methods.ts";
import { hubMethods } from "./subscriptions/hub-methods.ts";
import { upstreamHubMethods } from "./subscriptions/upstream-hub-methods.ts";
import { keepIdBase } from "./totals.ts";
import type { Transaction } from "./transaction.ts";
import { growWords } from "./words/grow-words.ts";

/** The whole `Store` on the connections of one pool. */
export function postgresStore(connection: Connection): Store {
  const { read, write } = connection;
  return {
    ...readMethods(connection),
    ...feedMethods(connection),
    ...deskMethods(connection),
    ...commandMethods(connection),
    ...hubMethods(connection),
    ...upstreamHubMethods(connection),
    ...outboxMethods(connection),
    ...alertMethods(connection),
    saveValidators: (stamps, now) => write((tx) => writeSavedValidators(tx, stamps, now)),
    endSession: (id, until, now) => write((tx) => endSession(tx, id, until, now)),
    beatProcess: (heartbeat) => write((tx) => beatProcess(tx, heartbeat)),
    endProcess: (owner) => write((tx) => endProcess(tx, owner)),
    keepIdBase: (baseUrl) => write((tx) => keepIdBase(tx, baseUrl)),
    readNow: () => read(readNow),
    backup: (file) => refuseBackup(connection, file),
    // Earlier builds left nothing to convert: since the first schema, texts are packed and indexed in the present form.
    packOlder: async () => 0,
    takeOverIndexed: async () => 0,
    compact: () => compact(connection),
    growWords: (limit) => growWords(connection, limit),
    readRetention: (asked) => read((tx) => readRetention(tx, asked)),
    purge: (before, limit, now = before) => write((tx) => purge(tx, before, limit, now)),
    close: connection.close,
    forPublic: () => readMethods(connection.withAudience("public")),
  };
}

/** A store opened for reading. It shows what the public may see; its `forEditors` shows what editors may see. */
export function postgresPublicStore(connection: Connection): PublicStore {
  const of = (seen: Connection): ReadStore & Pick<PublicStore, "readPageFingerprint"> => ({
    ...readMethods(seen),
    close: connection.close,
  });
  return { ...of(connection.withAudience("public")), forEditors: of(connection.withAudience("editors")) };
}

async function readNow(tx: Transaction): Promise<Instant> {
  const row = await tx.get<{ now: Instant }>("SELECT wd_now() AS now");
  if (row === undefined) throw new Error("the query for the time returned no row");
  return row.now;
}

/** Throws usage, with the command that makes the backup. `pg_dump` can run while the service is running. */
async function refuseBackup({ name }: Connection, file: string): Promise<void> {
  const [place, schema] = name.split("?schema=");
  const part = schema === undefined ? "" : ` --schema=${schema}`;
  const command = `pg_dump --format=custom${part} --file=${file} "${place}"`;
  throw new WireError("usage", `the server makes the backups of this store: ${command}`);
}

/**
 * The server reuses free space by itself (autovacuum), so nothing needs to be rewritten. This only takes missing
 * samples.
 */
async function compact(connection: Connection): Promise<Compaction> {
  const tables = await analyseTables(connection);
  const size = await connection.read((tx) =>
    tx.get<{ bytes: number }>("SELECT pg_database_size(current_database()) AS bytes"),
  );
  return { kind: tables > 0 ? "analysed" : "needless", bytes: size?.bytes ?? 0, freeBytes: 0 };
}
