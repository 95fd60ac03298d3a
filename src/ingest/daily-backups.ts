import { mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { messageOf, WireError } from "../domain/errors.ts";
import type { Clock, Log } from "../domain/ports.ts";
import type { Store } from "../domain/store.ts";
import { hourMs, type Instant } from "../domain/time.ts";

export interface DailyBackupsDeps {
  readonly store: Pick<Store, "backup">;
  readonly clock: Pick<Clock, "now">;
  readonly log: Log;
  /** The folder of the backups, and how many are kept. */
  readonly folder: string;
  readonly keep: number;
  /**
   * Called with the time of the newest backup: once for the newest that `catchUp` finds, and once for each that is
   * made.
   */
  readonly onBackup: (at: Instant) => void;
}

/**
 * Makes backups whose names contain their time in UTC: `wiredesk-20261130-031500.db`. Failures are logged, never
 * thrown.
 */
export interface DailyBackups {
  /**
   * Makes a backup, then deletes the oldest ones beyond `keep`. While another is being made, only waits for that one.
   */
  run(): Promise<void>;
  /** Makes a backup if none is newer than 25 hours, because the service may not have run at the scheduled time. */
  catchUp(): Promise<void>;
  /** Call this before the store is closed. Closing it ends a running backup, which then does not count as a failure. */
  stop(): void;
}

export function createDailyBackups({ store, clock, log, folder, keep, onBackup }: DailyBackupsDeps): DailyBackups {
  let running: Promise<void> | null = null;
  let isStopped = false;

  async function make(): Promise<void> {
    const startedAt = clock.now();
    const file = join(folder, nameAt(startedAt));
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      await store.backup(file);
      onBackup(startedAt);
      const seconds = Math.round((clock.now() - startedAt) / 1000);
      log.info({ file, bytes: statSync(file).size, seconds }, "backup written");
      for (const old of listBackups(folder).slice(keep)) rmSync(join(folder, old.name));
    } catch (thrown) {
      if (isStopped) return log.info({ file }, "the backup was abandoned because the service is stopping");
      const newest = newestBackup(folder);
      const last = newest === null ? "there is none yet" : `the newest was made at ${new Date(newest).toISOString()}`;
      const cause = thrown instanceof WireError ? { code: thrown.code } : { err: thrown };
      log.error({ ...cause, folder }, `the backup failed (${messageOf(thrown)}); ${last}`);
    }
  }

  async function run(): Promise<void> {
    running ??= make().finally(() => {
      running = null;
    });
    await running;
  }

  return {
    run,
    async catchUp() {
      const newest = newestBackup(folder);
      if (newest !== null) onBackup(newest);
      if (newest === null || clock.now() - newest > missedMsMin) await run();
    },
    stop() {
      isStopped = true;
    },
  };
}

/** A day plus an hour, because one day a year has 25 hours. */
const missedMsMin = 25 * hourMs;

/** The time of the newest backup in a folder, read from its name; null when there is none. */
export function newestBackup(folder: string): Instant | null {
  return listBackups(folder)[0]?.at ?? null;
}

/** The backups in the folder, the newest first. Other files are ignored. */
function listBackups(folder: string): { readonly name: string; readonly at: Instant }[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (thrown) {
    // The folder does not exist before the first backup. If anything else is wrong with it, `make` reports it.
    if (thrown instanceof Error) return [];
    throw thrown;
  }
  return names
    .flatMap((name) => {
      const at = timeOf(name);
      return at === null ? [] : [{ name, at }];
    })
    .sort((a, b) => b.at - a.at);
}

function nameAt(at: Instant): string {
  const [day = "", time = ""] = new Date(at).toISOString().split(".")[0]?.split("T") ?? [];
  return `wiredesk-${day.replaceAll("-", "")}-${time.replaceAll(":", "")}.db`;
}

function timeOf(name: string): Instant | null {
  const parts = /^wiredesk-(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)\.db$/.exec(name);
  if (parts === null) return null;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts.slice(1).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second);
}
