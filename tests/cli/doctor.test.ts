import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { checkDatabaseModule, checkNode, checkOpenFiles } from "../../src/cli/setup/doctor/check-machine.ts";
import { checkNames, checkPort } from "../../src/cli/setup/doctor/check-network.ts";
import { checkDisk } from "../../src/cli/setup/doctor/check-store.ts";
import { createWorkspace, freePort, runCli, type Workspace } from "../support/cli.ts";
import { createFakeClock } from "../support/fake-clock.ts";
import { rssDocument, testItem } from "../support/feed-documents.ts";
import { type FeedHost, startFeedHost } from "../support/feed-host.ts";

let host: FeedHost;
let workspace: Workspace;
beforeAll(async () => {
  host = await startFeedHost();
});
afterAll(() => host.close());
beforeEach(() => {
  workspace = createWorkspace();
});
afterEach(() => workspace.remove());

async function configure(more: object = {}): Promise<string> {
  const url = host.publish("/x.rss", rssDocument({ title: "X", link: "https://x.example/" }, [testItem(1)]));
  workspace.writeConfig({
    server: { port: await freePort() },
    polling: { allowPrivateAddresses: true },
    sources: [{ name: "X", feeds: [{ url }] }],
    ...more,
  });
  return url;
}

type Told = { ok: boolean; checks: { name: string; state: string; found: string; advice: string | null }[] };

async function doctor(changed: Parameters<typeof runCli>[3] = {}) {
  const { code, stdout } = await runCli(workspace, ["doctor", "--json"], {}, changed);
  const told = JSON.parse(stdout) as Told;
  return { code, ok: told.ok, of: (name: string) => told.checks.find((check) => check.name === name) };
}

describe("wiredesk doctor", () => {
  test("finds nothing wrong on a good machine, and makes no store", async () => {
    await configure();
    const { code, stdout } = await runCli(workspace, ["doctor"]);
    expect([code, stdout]).toEqual([0, expect.not.stringMatching(/WRONG|warning/)]);
    for (const part of ["Node.js", "database module", "open files", "store", "disk", "port", "first feed", "clock"])
      expect(stdout).toMatch(new RegExp(`^ok +${part} `, "m"));
    expect(stdout).toMatch(/first feed +http.*x\.rss answered in \d\.\d s/);
    expect((await doctor()).of("store")?.found).toMatch(/wire\.db does not exist yet; the first start makes it/);
  });

  test("names each fault of the configuration, and still looks at the machine", async () => {
    workspace.writeConfig({ server: { prot: 1 } });
    const { code, stdout, stderr } = await runCli(workspace, ["doctor"]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/WRONG +configuration +.*server\.prot: .*"port"\?\n +what to do: correct/);
    expect(stdout).toMatch(/ok +Node\.js/);
    expect(stderr).toContain("1 of 4 checks found a fault");
  });

  test("tells of a damaged store, a port that another program has, a feed that does not answer, and a wrong clock", async () => {
    const url = await configure();
    writeFileSync(workspace.path("wire.db"), "this is no database, and long enough to be looked at");
    const clock = createFakeClock(Date.now() + 3 * 60 * 60_000);
    const first = await doctor({ clock });
    expect([first.code, first.ok]).toEqual([1, false]);
    expect(first.of("store")).toMatchObject({
      state: "wrong",
      advice: expect.stringContaining("wiredesk restore FILE"),
    });
    expect(first.of("clock")).toMatchObject({ state: "wrong", found: expect.stringMatching(/by 180 minutes/) });
    await configure({
      server: { port: Number(new URL(url).port) },
      sources: [{ name: "X", feeds: [{ url: `http://127.0.0.1:${await freePort()}/` }] }],
    });
    const second = await doctor();
    expect(second.of("port")).toMatchObject({ state: "wrong", advice: expect.stringContaining("another program") });
    expect(second.of("first feed")).toMatchObject({ state: "wrong", advice: expect.stringContaining("firewall") });
    expect(second.of("clock")?.state).toBe("unknown");
  });
});

test("an old Node.js and a module that was compiled for another one are wrong, with what is missing to build it", async () => {
  expect([checkNode("20.19.4"), checkNode("18.0.0")].map(({ state }) => state)).toEqual(["wrong", "wrong"]);
  expect([checkNode("20.20.0"), checkNode("22.1.0")].map(({ state }) => state)).toEqual(["ok", "ok"]);
  const failing = () => Promise.reject(new Error("was compiled against a different Node.js version\nusing …"));
  expect(await checkDatabaseModule(failing, "/nowhere")).toMatchObject({
    state: "wrong",
    found: expect.not.stringContaining("\n"),
    advice: expect.stringMatching(/install c\+\+, make, python3 .*npm rebuild better-sqlite3/),
  });
});

test("too few open files and a disk without room are wrong; a disk with little room is a warning", () => {
  writeFileSync(
    workspace.path("limits"),
    "Max open files            64                   4096                 files\n",
  );
  expect(checkOpenFiles(workspace.path("limits"))).toMatchObject({ state: "wrong", found: "only 64 are allowed" });
  const states = [50, 500, 5000].map((mb) => checkDisk(workspace.path("wire.db"), 0, () => mb * 2 ** 20).state);
  expect(states).toEqual(["wrong", "warning", "ok"]);
  // An upgrade may need as much again as the store has.
  expect(checkDisk(workspace.path("wire.db"), 9 * 2 ** 30, () => 5 * 2 ** 30).state).toBe("warning");
});

test("names: one that is not found is a warning, and none found is wrong", async () => {
  const resolve = async (name: string) => {
    if (name !== "a.example") throw new Error("ENOTFOUND");
  };
  const stateOf = async (...urls: string[]) => (await checkNames(urls, resolve)).state;
  expect(await stateOf("https://a.example/1", "https://a.example/2")).toBe("ok");
  expect(await stateOf("https://a.example/", "https://b.example/")).toBe("warning");
  expect(await stateOf("https://b.example/", "https://c.example/")).toBe("wrong");
  expect(await stateOf("http://127.0.0.1/", "http://[::1]/")).toBe("unknown");
});

test("a port at which a wiredesk serves is well", async () => {
  const server = createServer((_request, response) => response.end('{"status":"ok","version":"0.1.0"}'));
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  const check = await checkPort({ host: "127.0.0.1", port, baseUrl: "", trustedProxies: [] });
  server.close();
  expect(check).toMatchObject({ state: "ok", found: `a wiredesk serves at 127.0.0.1:${port}` });
});
