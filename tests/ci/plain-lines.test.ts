import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, statfsSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join, resolve } from "node:path";
import SqliteDatabase from "better-sqlite3";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { eventually, runProcess, type Service } from "../support/cli.ts";
import { testItem } from "../support/feed-documents.ts";
import { type ServedWire, useServedWire } from "../support/served-wire.ts";

/** What an operator reads when something around the service is wrong: a plain line, and a true answer of `/readyz`. */

/** Publishes so many items in the feed that the service polls. */
function publishOn(wire: ServedWire, count: number): string {
  return wire.publish(Array.from({ length: count }, (_, n) => testItem(n + 1)));
}

async function startOn(wire: ServedWire, store?: string): Promise<Service> {
  wire.configure({ wire: publishOn(wire, 2) }, "1s", store === undefined ? {} : { store });
  return wire.start();
}

async function serves(wire: ServedWire, count: number): Promise<void> {
  await eventually(
    async () => (await (await wire.ask("/feeds/all.json")).json()) as { items: unknown[] },
    ({ items }) => items.length === count,
  );
}

describe("a plain line of a command", () => {
  const wire = useServedWire();
  const main = resolve("dist/main.js");

  test("reports too few open files, before and after the program is loaded", () => {
    for (const limit of [24, 32, 40]) {
      const command = `ulimit -n ${limit}; exec ${process.execPath} ${main} --config ${wire.workspace.configFile} serve`;
      const { stderr, status } = spawnSync("sh", ["-c", command], { encoding: "utf8", timeout: 20_000 });
      expect([limit, status, stderr]).toEqual([
        limit,
        1,
        expect.stringMatching(/^wiredesk: [^\n]*too (?:many|few) open files[^\n]*\n$/),
      ]);
    }
  });

  test("tells of a port that is taken, also in the demo", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const env = { ...process.env, WIREDESK_PORT: String((taken.address() as AddressInfo).port) };
    for (const words of [[main, "--config", wire.workspace.configFile, "serve"], [resolve("dist/demo/demo-main.js")]]) {
      const { stderr, status } = spawnSync(process.execPath, words, { env, encoding: "utf8", timeout: 60_000 });
      const lines = stderr.split("\n").filter((line) => line !== "" && !line.startsWith("{"));
      expect([status, lines]).toEqual([1, [expect.stringMatching(/^wiredesk: cannot listen on .*EADDRINUSE.*port/)]]);
    }
    taken.close();
  });

  test("tells of a schema that is not wiredesk's own", async () => {
    expect((await runProcess(wire.workspace, ["migrate"])).code).toBe(0);
    const db = new SqliteDatabase(wire.workspace.path("wire.db"));
    db.pragma(`user_version = ${Number(db.pragma("user_version", { simple: true })) - 2}`);
    db.close();
    const { code, stderr } = await runProcess(wire.workspace, ["feeds", "list"]);
    expect([code, stderr.trim().split("\n").length]).toEqual([1, 1]);
    expect(stderr).toMatch(/the schema is not the one that a wiredesk makes.*restore a backup/);
  });
});

describe("a service that runs", () => {
  const wire = useServedWire("for the group");
  const { ask } = wire;
  let service: Service;
  beforeAll(async () => {
    service = await startOn(wire);
    await serves(wire, 2);
  });

  test("no browser can interpret an answer as another type", async () => {
    const paths = [
      "/feeds.opml",
      "/metrics",
      "/healthz",
      "/readyz",
      "/nothing",
      "/feeds/nothing.rss",
      "/feeds/all.rss",
      "/",
    ];
    const answers = await Promise.all(paths.map((path) => ask(path)));
    const told = answers.map((answer, at) => [paths[at], answer.headers.get("x-content-type-options")]);
    expect(told).toEqual(paths.map((path) => [path, "nosniff"]));
  });

  test("/readyz is not ready while polls cannot be stored, and reveals no path", async () => {
    const db = new SqliteDatabase(wire.workspace.path("wire.db"));
    db.exec("ALTER TABLE polls RENAME TO elsewhere");
    const ready = await eventually(
      async () => ({ status: (await ask("/readyz")).status, text: await (await ask("/readyz")).text() }),
      ({ status }) => status === 503,
    );
    expect(ready.text).not.toContain(wire.workspace.folder);
    db.exec("ALTER TABLE elsewhere RENAME TO polls");
    db.close();
    await eventually(
      async () => (await ask("/readyz")).status,
      (status) => status === 200,
    );
  });

  test("a feed that answers but has no items any more is reported, and is well again when it has some", async () => {
    publishOn(wire, 0);
    await eventually(
      async () => (await ask("/sources")).text(),
      (page) => page.includes("Answers, but empty since"),
    );
    await eventually(
      async () => service.log(),
      (text) => text.includes("answers, but has no items any more"),
    );
    publishOn(wire, 3);
    await eventually(
      async () => (await ask("/sources")).text(),
      (page) => !page.includes("but empty since"),
    );
  });

  test("a feed with more items than the limit is reported with the limit", async () => {
    publishOn(wire, 10_002);
    const told = /too long to read in full \(limit: /i;
    await eventually(
      async () => (await ask("/sources")).text(),
      (page) => told.test(page),
      150_000,
    );
    await eventually(
      async () => service.log(),
      (text) => text.includes("the rest is left out"),
    );
    expect((await runProcess(wire.workspace, ["feeds", "list"])).stdout).toMatch(told);
  }, 180_000);

  test("answers SIGHUP, and continues until it is stopped", async () => {
    process.kill(service.pid, "SIGHUP");
    await eventually(
      async () => service.log(),
      (text) => text.includes("configuration read again"),
    );
    expect((await ask("/healthz")).status).toBe(200);
    expect(await service.stop()).toBe(0);
  });
});

const canMount = process.platform === "linux" && process.getuid?.() === 0;

describe.runIf(canMount)("on a full disk", () => {
  const wire = useServedWire();
  const { ask } = wire;
  let disk: string;
  beforeEach(() => {
    disk = join(wire.workspace.folder, "disk");
    mkdirSync(disk);
    spawnSync("mount", ["-t", "tmpfs", "-o", "size=4m", "tmpfs", disk]);
  });
  afterEach(async () => {
    await wire.kill();
    spawnSync("umount", [disk]);
  });

  function fillDisk(): void {
    const { bavail, bsize } = statfsSync(disk);
    writeFileSync(join(disk, "ballast"), Buffer.alloc(bavail * bsize));
  }

  test("/readyz is not ready, stored news is served, also after a kill and a restart, and the service recovers when there is space", async () => {
    const store = `sqlite:${join(disk, "wire.db")}`;
    const first = await startOn(wire, store);
    await serves(wire, 2);
    fillDisk();
    await eventually(
      async () => (await ask("/readyz")).status,
      (status) => status === 503,
      30_000,
    );
    await serves(wire, 2);
    // An expected failure is a sentence: where it was thrown helps nobody.
    expect(first.log()).toContain("the disk is full");
    expect(first.log()).not.toContain('"stack"');
    await first.stop("SIGKILL");
    expect(readdirSync(disk)).toContain("ballast");
    const second = await startOn(wire, store);
    await serves(wire, 2);
    expect(second.log()).toContain("stored news is served; polling begins once the store can be written");
    spawnSync("rm", [join(disk, "ballast")]);
    publishOn(wire, 3);
    await serves(wire, 3);
  }, 60_000);
});
