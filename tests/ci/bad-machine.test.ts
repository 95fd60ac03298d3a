import { spawnSync } from "node:child_process";
import { appendFileSync, closeSync, mkdirSync, openSync, rmSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createWorkspace, eventually, runProcess, type Service, startService, type Workspace } from "../support/cli.ts";
import { rssDocument, testItem } from "../support/feed-documents.ts";
import { type FeedHost, startFeedHost } from "../support/feed-host.ts";
import { type LoopbackHosts, startLoopbackHosts } from "../support/loopback-host.ts";
import { namedAddress, namedHost } from "../trial/chaos/chaos-agencies.ts";
import { createChaosService } from "../trial/chaos/chaos-service.ts";
import { readMachine, succeeds } from "../trial/chaos/machine.ts";

/**
 * A service whose machine goes wrong: it says so in one line, loses nothing that it has shown, and goes on by itself
 * when the machine is well again. A machine on which a fault cannot be made leaves its test out.
 */
const machine = readMachine();
const hourS = 3_600;

let host: FeedHost;
let workspace: Workspace;
const cleanups: (() => unknown)[] = [];
beforeEach(async () => {
  host = await startFeedHost();
  workspace = createWorkspace();
  cleanups.push(() => workspace.remove(), host.close);
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const documentOf = (count: number) => {
  const items = Array.from({ length: count }, (_, at) => testItem(at + 1));
  return rssDocument({ title: "wire", link: "https://wire.example/" }, items);
};
const publish = (count: number) => host.publish("/wire.rss", documentOf(count));

function configure(url: string, store = workspace.path("wire.db")): void {
  workspace.writeConfig({
    store: `sqlite:${store}`,
    polling: { cron: "* * * * * *", allowPrivateAddresses: true, minInterval: "1s", hostGap: "0s" },
    sources: [{ name: "wire", kind: "agency", rank: 1, feeds: [{ url, interval: "1s" }] }],
  });
}

type Served = { readonly baseUrl: string; log(): string };

const textOf = async ({ baseUrl }: Served, path: string) => (await fetch(`${baseUrl}${path}`)).text();

/** Waits until readers see the first so many items. `collapse=none`: each item counts, whatever its story. */
async function shows(service: Served, count: number): Promise<void> {
  await eventually(
    async () => textOf(service, "/feeds/all.json?collapse=none"),
    (text) => Array.from({ length: count }, (_, at) => testItem(at + 1).url).every((url) => text.includes(`"${url}"`)),
  );
}

async function says(service: Served, line: RegExp): Promise<void> {
  await eventually(
    async () => service.log(),
    (log) => line.test(log),
  );
}

/** The lines of a level that match. Levels are pino's: 50 is an error. */
const linesOf = (service: Served, what: RegExp) =>
  service
    .log()
    .split("\n")
    .filter((line) => what.test(line));

async function start(): Promise<Service> {
  const service = await startService(workspace);
  cleanups.push(() => service.stop("SIGKILL"));
  return service;
}

/** A disk of its own for the store. Root alone may mount one. */
function mountDisk(): string {
  const disk = workspace.path("disk");
  mkdirSync(disk);
  expect(succeeds("mount", ["-t", "tmpfs", "-o", "size=40m", "tmpfs", disk])).toBe(true);
  cleanups.push(() => succeeds("umount", ["-l", disk]));
  return disk;
}

function fill(file: string): void {
  for (const size of [1 << 20, 4_096]) {
    try {
      for (;;) appendFileSync(file, Buffer.alloc(size));
    } catch (thrown) {
      expect((thrown as NodeJS.ErrnoException).code).toBe("ENOSPC");
    }
  }
}

describe.runIf(machine.mount === null)("the disk of the store", () => {
  test("is full: one line says so, readers keep what they had, and news comes in when there is room", async () => {
    const disk = mountDisk();
    configure(publish(1), join(disk, "wire.db"));
    const service = await start();
    await shows(service, 1);
    fill(join(disk, "ballast"));
    publish(2);
    await says(service, /disk is full|no space|MB left/i);
    expect(await textOf(service, "/feeds/all.json")).toContain(testItem(1).url);
    rmSync(join(disk, "ballast"));
    await shows(service, 2);
    // A poll that cannot be stored is one line, and so is the desk's first failure.
    const told = linesOf(service, /"level":50/);
    expect(told.filter((line) => !/disk is full|no space/.test(line))).toEqual([]);
    expect(told.join()).not.toContain("stack");
    expect(await service.stop()).toBe(0);
  });

  test("is read-only at a start: one line says so, and the next start has everything", async () => {
    const disk = mountDisk();
    configure(publish(1), join(disk, "wire.db"));
    const first = await start();
    await shows(first, 1);
    expect(await first.stop()).toBe(0);
    expect(succeeds("mount", ["-o", "remount,ro", disk])).toBe(true);
    const { code, stderr } = await runProcess(workspace, ["serve"]);
    expect(code).toBe(1);
    expect(stderr.trim().split("\n").at(-1)).toMatch(/^wiredesk: .*wire\.db: .*(?:read-only|cannot be written)/);
    expect(stderr).not.toMatch(/"stack"|this is a bug/);
    expect(succeeds("mount", ["-o", "remount,rw", disk])).toBe(true);
    publish(2);
    const service = await start();
    await shows(service, 2);
    expect(await service.stop()).toBe(0);
  });
});

test("a store that is damaged while it is in use is reported as damaged, and a backup brings everything back", async () => {
  configure(publish(2));
  const service = await start();
  await shows(service, 2);
  const copy = workspace.path("copy.db");
  expect((await runProcess(workspace, ["backup", copy])).code).toBe(0);
  const file = workspace.path("wire.db");
  succeeds("sync", []);
  const open = openSync(file, "r+");
  writeSync(open, Buffer.alloc(statSync(file).size - 8_192, 0xa5), 0, statSync(file).size - 8_192, 8_192);
  closeSync(open);
  publish(3);
  await says(service, /damaged|malformed|corrupt/i);
  expect((await fetch(`${service.baseUrl}/healthz`)).status).toBe(200);
  await service.stop("SIGKILL");
  expect((await runProcess(workspace, ["restore", copy])).code).toBe(0);
  const again = await start();
  await shows(again, 3);
  expect(await again.stop()).toBe(0);
});

const hasPrlimit = spawnSync("prlimit", ["--version"]).status === 0;

describe("files, clock and names", () => {
  let hosts: LoopbackHosts;
  beforeEach(async () => {
    hosts = await startLoopbackHosts();
    cleanups.push(() => hosts.close());
  });

  let count = 1;
  /** Publishes at an address of its own. Each poll needs a connection, because the publisher closes it. */
  function closing(): string {
    hosts.on(namedAddress, "/wire.rss", (_request, response) => {
      response.writeHead(200, { "content-type": "application/rss+xml", connection: "close" });
      response.end(documentOf(count));
    });
    count = 1;
    return hosts.url(namedAddress, "/wire.rss");
  }

  test.runIf(hasPrlimit)(
    "when no more files may be opened, a line says so, and polls go on when they may",
    async () => {
      configure(closing());
      const service = await start();
      await shows(service, 1);
      const allow = (files: string) => succeeds("prlimit", ["--pid", String(service.pid), `--nofile=${files}`]);
      expect(allow("10:4096")).toBe(true);
      await says(service, /too many open files|EMFILE/);
      count = 2;
      expect(allow("4096:4096")).toBe(true);
      await shows(service, 2);
      expect(linesOf(service, /"stack"/)).toEqual([]);
      expect(await service.stop()).toBe(0);
    },
  );

  test.runIf(machine.fakeClock === null)(
    "the clock jumps a day forward and hours back: news comes in all the same",
    async () => {
      configure(publish(1));
      const service = createChaosService(workspace, machine);
      await service.start();
      cleanups.push(() => service.end("SIGKILL"));
      await shows(service, 1);
      for (const [at, shift] of [24 * hourS, 0, -2 * hourS, 0].entries()) {
        service.shiftClock(shift);
        publish(at + 2);
        await shows(service, at + 2);
      }
      expect(linesOf(service, /"level":[56]0/)).toEqual([]);
      expect(await service.end("SIGTERM")).toBe(0);
    },
  );

  test.runIf(machine.fakeClock === null && machine.ownHosts === null)(
    "no name is found for an hour: each feed says so, readers keep what they had, and news comes in afterwards",
    async () => {
      configure(closing().replace(namedAddress, namedHost));
      const service = createChaosService(workspace, machine);
      await service.start();
      cleanups.push(() => service.end("SIGKILL"));
      await shows(service, 1);
      service.setNamesFound(false);
      count = 2;
      await says(service, /poll failed.*wire\.chaos\.test/);
      service.shiftClock(hourS);
      await says(service, /wire\.chaos\.test[\s\S]*poll failed.*wire\.chaos\.test/);
      expect(await textOf(service, "/feeds/all.json")).toContain(testItem(1).url);
      service.setNamesFound(true);
      service.shiftClock(3 * hourS);
      await shows(service, 2);
      expect(linesOf(service, /"level":[56]0/)).toEqual([]);
      expect(await service.end("SIGTERM")).toBe(0);
    },
  );
});
