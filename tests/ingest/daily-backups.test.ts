import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Store } from "../../src/domain/store.ts";
import { dayMs, hourMs } from "../../src/domain/time.ts";
import { createDailyBackups } from "../../src/ingest/daily-backups.ts";
import { openStore } from "../../src/store/open-store.ts";
import { makeFolder, removeFolder } from "../support/folders.ts";
import { createRecordingLog } from "../support/logs.ts";

const start = Date.UTC(2026, 10, 30, 3, 15);
let folder: string;
let store: Store;

beforeEach(async () => {
  folder = makeFolder();
  store = await openStore(`sqlite:${join(folder, "wire.db")}`, { now: start });
});

afterEach(async () => {
  await store.close();
  removeFolder(folder);
});

function backupsAt(time: { now: number }, to = join(folder, "backups", "daily")) {
  const { log, lines } = createRecordingLog();
  const made: number[] = [];
  const onBackup = (at: number) => void made.push(at);
  const clock = { now: () => time.now };
  return { to, lines, made, backups: createDailyBackups({ store, clock, log, folder: to, keep: 2, onBackup }) };
}

test("writes stores under names that tell their time, and keeps the newest", async () => {
  const time = { now: start };
  const { to, made, backups } = backupsAt(time);
  for (let day = 0; day < 4; day += 1, time.now += dayMs) await backups.run();
  expect(readdirSync(to).sort()).toEqual(["wiredesk-20261202-031500.db", "wiredesk-20261203-031500.db"]);
  expect(made).toHaveLength(4);
  const copy = await openStore(`sqlite:${join(to, "wiredesk-20261203-031500.db")}`, { now: time.now });
  expect((await copy.readCounts()).entries).toBe(0);
  await copy.close();
});

test("deletes nothing that it did not write", async () => {
  const time = { now: start };
  const { backups } = backupsAt(time, folder);
  writeFileSync(join(folder, "wiredesk-before-the-move.db"), "by hand");
  for (let day = 0; day < 3; day += 1, time.now += dayMs) await backups.run();
  expect(existsSync(join(folder, "wiredesk-before-the-move.db"))).toBe(true);
  expect(existsSync(join(folder, "wire.db"))).toBe(true);
});

test("makes up for a backup that was missed, and only then", async () => {
  const time = { now: start };
  const { to, backups } = backupsAt(time);
  await backups.catchUp();
  expect(readdirSync(to)).toHaveLength(1);
  time.now += 24 * hourMs;
  await backupsAt(time).backups.catchUp();
  expect(readdirSync(to)).toHaveLength(1);
  time.now += 2 * hourMs;
  const later = backupsAt(time);
  await later.backups.catchUp();
  expect(readdirSync(to)).toHaveLength(2);
  expect(later.made).toEqual([start, time.now]);
});

test("a failure is one line that names the folder and the newest backup, and the next one is tried", async () => {
  const time = { now: start };
  writeFileSync(join(folder, "in-the-way"), "");
  const { lines, made, backups } = backupsAt(time, join(folder, "in-the-way"));
  await backups.run();
  expect(made).toEqual([]);
  expect(lines.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^the backup failed \(.+\); there is none yet$/),
  ]);
});
