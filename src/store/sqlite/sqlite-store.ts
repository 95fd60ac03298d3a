import { existsSync, renameSync, rmSync } from "node:fs";
import type { Database } from "better-sqlite3";
import SqliteDatabase from "better-sqlite3";
import { WireError } from "../../domain/errors.ts";
import type { Audience, PublicStore, ReadStore, Store } from "../../domain/store.ts";
import { alertMethods } from "./alerts/alert-methods.ts";
import { commandMethods } from "./commands/command-methods.ts";
import { compact } from "./compact.ts";
import type { Connection } from "./connection.ts";
import { endSession } from "./ended-sessions.ts";
import { packOlder } from "./entries/pack-older.ts";
import { purge } from "./entries/purge.ts";
import { readRetention } from "./entries/retention-figures.ts";
import { feedMethods } from "./feeds/feed-methods.ts";
import { writeSavedValidators } from "./feeds/saved-validators.ts";
import { deskMethods } from "./groups/desk-methods.ts";
import { pageFingerprint } from "./lists/page-fingerprint.ts";
import { takeOverIndexed } from "./lists/search/take-over.ts";
import { outboxMethods } from "./outbox/outbox-methods.ts";
import { beatProcess, endProcess } from "./processes.ts";
import { readMethods } from "./read-methods.ts";
import { toWireError } from "./sqlite-error.ts";
import { hubMethods } from "./subscriptions/hub-methods.ts";
import { upstreamHubMethods } from "./subscriptions/upstream-hub-methods.ts";
import { keepIdBase } from "./totals.ts";
import { growWords } from "./words/grow-words.ts";

/** The whole `Store` on one SQLite connection. */
export function sqliteStore(connection: Connection): Store {
  return {
    ...sqliteReadStore(connection),
    ...feedMethods(connection),
    ...deskMethods(connection),
    ...commandMethods(connection),
    ...hubMethods(connection),
    ...upstreamHubMethods(connection),
    ...outboxMethods(connection),
    ...alertMethods(connection),
    saveValidators: (stamps, now) => connection.write(() => writeSavedValidators(connection, stamps, now)),
    endSession: (id, until, now) => connection.write(() => endSession(connection, id, until, now)),
    beatProcess: (heartbeat) => connection.write(() => beatProcess(connection, heartbeat)),
    endProcess: (owner) => connection.write(() => endProcess(connection, owner)),
    keepIdBase: (baseUrl) => connection.write(() => keepIdBase(connection, baseUrl)),
    readNow: async () => null,
    backup: (file) => backup(connection, file),
    packOlder: (limit) => connection.write(() => packOlder(connection, limit)),
    compact: (asked) => compact(connection.db, asked),
    growWords: (limit) => growWords(connection, limit),
    takeOverIndexed: (limit) => connection.write(() => takeOverIndexed(connection, limit)),
    readRetention: (asked) => connection.read(() => readRetention(connection, asked)),
    purge: (before, limit, now = before) => connection.write(() => purge(connection, before, limit, now)),
    close: async () => closeWriter(connection.db),
    forPublic() {
      const seen: Connection = { ...connection, audience: "public" };
      return {
        ...sqliteReadStore(seen),
        readPageFingerprint: (query) => seen.read(() => pageFingerprint(seen, query)),
      };
    },
  };
}

/**
 * Writes the write-ahead log into the file, then closes the writer. SQLite itself does this only when it closes the
 * last connection, so it would leave the log if another command is reading at this moment. The function waits at most
 * `checkpointMsMax` for a reader.
 */
function closeWriter(db: Database): void {
  if (!db.readonly) {
    db.pragma(`busy_timeout = ${checkpointMsMax}`);
    db.pragma("wal_checkpoint(TRUNCATE)");
  }
  db.close();
}

const checkpointMsMax = 200;

/** A store opened for reading. It shows what the public may see; its `forEditors` shows what editors may see. */
export function sqlitePublicStore(connection: Connection): PublicStore {
  const of = (audience: Audience) => sqliteReadStore({ ...connection, audience });
  const seen: Connection = { ...connection, audience: "public" };
  return {
    ...of("public"),
    forEditors: of("editors"),
    readPageFingerprint: (query) => seen.read(() => pageFingerprint(seen, query)),
  };
}

function sqliteReadStore(connection: Connection): ReadStore {
  return {
    ...readMethods(connection),
    close: async () => {
      connection.db.close();
    },
  };
}

/**
 * `Store.backup`. The copy is written beside the target and then renamed, so that an incomplete backup never replaces a
 * good one.
 */
async function backup(connection: Connection, file: string): Promise<void> {
  const part = `${file}.part`;
  if (existsSync(file)) throw new WireError("conflict", `${file} exists already; a backup does not overwrite`);
  try {
    await connection.db.backup(part);
    dropLeases(part);
    renameSync(part, file);
  } catch (thrown) {
    rmSync(part, { force: true });
    throw asIoFailure(thrown, file);
  }
}

/** Removes all leases from the backup, so that after a restore no feed has to wait until they end. */
function dropLeases(file: string): void {
  const copy = new SqliteDatabase(file);
  try {
    copy.exec(
      `UPDATE polls SET lease_owner = NULL, lease_until = NULL WHERE lease_owner IS NOT NULL;
       UPDATE desk SET owner = NULL, lease_until = NULL; UPDATE shards SET owner = NULL; DELETE FROM pollers;`,
    );
  } finally {
    copy.close();
  }
}

/**
 * A WireError for any failure of a backup. `toWireError` does not know all of them: better-sqlite3 reports a missing
 * folder with a TypeError, and the file system has its own codes.
 */
function asIoFailure(thrown: unknown, file: string): unknown {
  const known = toWireError(thrown, file);
  if (known instanceof WireError) return known;
  return new WireError("io-failed", `${file}: the backup cannot be written`, { cause: thrown });
}
