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
  /** Where the backups are, and how many are kept. */
  readonly folder: string;
  readonly keep: number;
  /** Called with the time of the newest backup: one that is found at the start, and each that is made. */
  readonly onBackup: (at: Instant) => void;
}

/** Backups under names that tell their time (UTC): `wiredesk-20261130-031500.db`. Failures are logged, never thrown. */
export interface DailyBackups {
  /** Makes a backup, then deletes the oldest ones beyond `keep`. Does nothing while another is being made. */
  run(): Promise<void>;
  /** Makes a backup if the newest is older than a day, because the service did not run at the time for it. */
  catchUp(): Promise<void>;
  /** The store is about to be closed, which ends a running backup. That is then no failure. */
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
      if (isStopped) return log.info({ file }, "the backup was given up because the service stops");
      const newest = newestOf(folder);
      const last = newest === null ? "there is none yet" : `the newest is of ${new Date(newest).toISOString()}`;
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
      const newest = newestOf(folder);
      if (newest !== null) onBackup(newest);
      if (newest === null || clock.now() - newest > missedMsMin) await run();
    },
    stop() {
      isStopped = true;
    },
  };
}

/** A day, and an hour for the day on which clocks are set back. */
const missedMsMin = 25 * hourMs;

function newestOf(folder: string): Instant | null {
  return listBackups(folder)[0]?.at ?? null;
}

/** The backups in the folder, the newest first. Other files are left alone. */
function listBackups(folder: string): { readonly name: string; readonly at: Instant }[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (thrown) {
    // The folder is made for the first backup; what else is wrong with it, the backup reports.
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
