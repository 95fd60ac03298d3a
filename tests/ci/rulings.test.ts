import { once } from "node:events";
import { copyFileSync, rmSync, writeFileSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openReadStore, openStore } from "../../src/store/open-store.ts";
import {
  type CliRun,
  createWorkspace,
  eventually,
  runCli,
  type Service,
  startCli,
  startService,
  type Workspace,
} from "../support/cli.ts";
import { rssDocument, testItem } from "../support/feed-documents.ts";
import { freezeIdle } from "../support/freeze-idle.ts";
import { noon } from "../support/store-fixtures.ts";

/** To run more kills by hand: WIREDESK_KILLS=60 npx vitest run tests/ci/rulings.test.ts */
const kills = Number(process.env.WIREDESK_KILLS ?? 5);

let workspace: Workspace;
let service: Service | null = null;

beforeEach(() => {
  workspace = createWorkspace({ sources: [], polling: { cron: "* * * * * *" } });
});

afterEach(async () => {
  await service?.stop("SIGKILL");
  service = null;
  workspace.remove();
});

const run = (...args: string[]) => runCli(workspace, args);
const storeUrl = () => `sqlite:${workspace.path("wire.db")}`;

/** One text with this many carriers, as one story. Returns its number and its entries. */
async function ingestStory(carriers: number): Promise<{ story: number; entries: readonly number[] }> {
  const files = Array.from({ length: carriers }, (_, at) => {
    const file = workspace.path(`outlet-${at}.xml`);
    const items = [{ ...testItem(7), guid: `outlet-${at}` }];
    writeFileSync(file, rssDocument({ title: `outlet ${at}`, link: `https://outlet-${at}.example/` }, items));
    return file;
  });
  expect((await run("ingest", ...files)).code).toBe(0);
  const [line = ""] = (await run("stories", "--json")).stdout.split("\n");
  const { story, carriers: found } = JSON.parse(line) as { story: number; carriers: { entry: number }[] };
  return { story, entries: found.map(({ entry }) => entry) };
}

async function readPlaces(): Promise<ReadonlyMap<number, number>> {
  const lines = (await run("export")).stdout.trim().split("\n");
  return new Map(lines.map((line) => JSON.parse(line) as { id: number; story: number }).map((e) => [e.id, e.story]));
}

async function countRulings(): Promise<number> {
  const store = await openStore(storeUrl(), { now: noon, readOnly: true });
  const rulings = await store.readEditorRulings();
  await store.close();
  return rulings.length;
}

async function serveAndDecide(): Promise<Service> {
  const started = await startService(workspace);
  const store = await openStore(storeUrl(), { now: noon, readOnly: true });
  await eventually(
    () => store.readDeskOwner(Date.now()),
    (owner) => owner?.endsWith(":desk") === true,
  );
  await store.close();
  return started;
}

async function storyOf(baseUrl: string, entry: number): Promise<number> {
  const response = await fetch(`${baseUrl}/api/v1/entries/${entry}`);
  return ((await response.json()) as { story: number }).story;
}

/** Runs a command with a clock on which a wait of ten seconds ends at once. */
async function runInHaste(...args: string[]): Promise<CliRun> {
  let elapsedMs = 0;
  const clock = {
    now: () => Date.now(),
    elapsed: () => elapsedMs,
    sleep: async (ms: number) => {
      elapsedMs += ms;
      await setImmediate();
    },
  };
  return runCli(workspace, args, {}, { clock });
}

describe("wiredesk stories beside a running service", { timeout: 60_000 }, () => {
  test("split and merge return when the service has carried them out, and readers see the result", async () => {
    const { story, entries } = await ingestStory(4);
    service = await serveAndDecide();
    const { baseUrl } = service;
    const [first = 0, second = 0, third = 0] = entries;
    const readStories = async () => {
      const response = await fetch(`${baseUrl}/feeds/all.json?collapse=story`);
      return ((await response.json()) as { items: unknown[] }).items.length;
    };
    // The service caches its answers for a moment. The cache must not hide a decision.
    expect(await readStories()).toBe(1);
    const split = await run("stories", "split", String(story), String(second), String(third), "--json");
    expect(await readStories()).toBe(2);
    expect([split.code, JSON.parse(split.stdout)]).toEqual([0, { decision: "split", rulings: 5, inEffect: true }]);
    const parted = await storyOf(baseUrl, second);
    expect([await storyOf(baseUrl, first), await storyOf(baseUrl, third)]).toEqual([story, parted]);
    expect(parted).not.toBe(story);
    const repeated = await run("stories", "split", String(story), String(second), String(third), "--json");
    expect([repeated.code, JSON.parse(repeated.stdout)]).toEqual([
      0,
      { decision: "split", rulings: 0, inEffect: true },
    ]);
    const merge = await run("stories", "merge", String(story), String(parted));
    expect([merge.code, merge.stderr]).toEqual([0, "in effect: 3 rulings\n"]);
    for (const entry of entries) expect(await storyOf(baseUrl, entry)).toBe(story);
    const again = await run("stories", "merge", String(story), String(parted));
    expect([again.code, again.stderr]).toEqual([0, "nothing to do: the decision is already in effect\n"]);
    expect(await countRulings()).toBe(8);
    const refused = await run("stories", "split", String(story), "999");
    expect([refused.code, refused.stderr]).toEqual([1, `wiredesk: Story ${story} has no entry 999 (any more).\n`]);
  });

  test("withdraw, restore and lead answer once every reader sees it, asked again they add nothing", async () => {
    const { entries } = await ingestStory(2);
    service = await serveAndDecide();
    const { baseUrl } = service;
    const [first = 0, second = 0] = entries;
    type Item = { id: string; title: string; _wiredesk: { source: string; withdrawn: boolean } };
    const readItem = async () => {
      const response = await fetch(`${baseUrl}/feeds/all.json`);
      return ((await response.json()) as { items: [Item] }).items[0];
    };
    const before = await readItem();
    for (const rulings of [2, 0]) {
      const { code, stdout } = await run("stories", "withdraw", String(second), "--json");
      expect([code, JSON.parse(stdout)]).toEqual([0, { decision: "withdraw", rulings, inEffect: true }]);
      const withdrawn = { id: before.id, title: `WITHDRAWN: ${before.title}`, _wiredesk: { withdrawn: true } };
      expect(await readItem()).toMatchObject(withdrawn);
    }
    const entry = await fetch(`${baseUrl}/api/v1/entries/${first}`);
    expect(await entry.json()).toMatchObject({ withdrawn: true, text: "" });
    expect((await run("stories", "restore", String(first))).code).toBe(0);
    expect(await readItem()).toMatchObject({ title: before.title, _wiredesk: { withdrawn: false } });
    expect((await run("stories", "lead", String(second))).code).toBe(0);
    expect((await readItem())._wiredesk.source).not.toBe(before._wiredesk.source);
    const off = await run("stories", "lead", String(second), "--off");
    expect([off.code, off.stderr]).toEqual([0, "in effect: 1 ruling\n"]);
    const unknown = await run("stories", "withdraw", "999");
    expect([unknown.code, unknown.stderr]).toEqual([1, "wiredesk: There is no entry 999 in any story.\n"]);
  });

  test("feeds are added and changed by the service, at once", async () => {
    service = await serveAndDecide();
    const added = await run("feeds", "add", "https://127.0.0.1:9/rss", "--no-check", "--source", "Bay News");
    expect([added.code, added.stdout]).toEqual([0, "1  https://127.0.0.1:9/rss  Bay News\n"]);
    expect((await run("feeds", "pause", "1")).code).toBe(0);
    const listed = await fetch(`${service.baseUrl}/api/v1/feeds`);
    expect(await listed.json()).toMatchObject({ feeds: [{ id: 1, state: "paused" }] });
  });

  test("when the service does not answer, the decision stays recorded: exit code 1, and one later effect, however often it is repeated", async () => {
    const { story, entries } = await ingestStory(3);
    service = await serveAndDecide();
    const split = ["stories", "split", String(story), String(entries[1])];
    await freezeIdle(service.pid, workspace.path("wire.db"));
    try {
      for (const args of [split, [...split, "--json"]]) {
        const { code, stdout, stderr } = await runInHaste(...args);
        expect([code, stderr]).toEqual([1, expect.stringMatching(/^wiredesk: Recorded, not yet in effect/)]);
        if (args !== split) expect(JSON.parse(stdout)).toEqual({ decision: "split", rulings: 2, inEffect: false });
      }
      expect(new Set((await readPlaces()).values())).toEqual(new Set([story]));
      const reader = await openReadStore(storeUrl());
      const waiting = await reader.forEditors.readRulingsAbout(story);
      await reader.close();
      expect(waiting.map(({ carriedOut }) => carriedOut)).toEqual([false, false]);
    } finally {
      process.kill(service.pid, "SIGCONT");
    }
    const { baseUrl } = service;
    await eventually(
      () => storyOf(baseUrl, entries[1] ?? 0),
      (now) => now !== story,
    );
    expect(await countRulings()).toBe(2);
  });
});

test(`a split with hundreds of rulings that is killed at ${kills} moments takes effect completely or not at all`, {
  timeout: 60_000 + kills * 10_000,
}, async () => {
  const { story, entries } = await ingestStory(40);
  const out = entries.slice(20).map(String);
  const split = ["stories", "split", String(story), ...out];
  const whole = 20 * 20 + 19;
  const file = workspace.path("wire.db");
  copyFileSync(file, workspace.path("before.db"));
  // The decision takes effect between these delays. Each kill halves the range, so that the last kills happen near the
  // moment.
  let [none, all] = [0, 800];
  for (let kill = 0; kill < kills; kill += 1) {
    for (const end of ["", "-wal", "-shm"]) rmSync(`${file}${end}`, { force: true });
    copyFileSync(workspace.path("before.db"), file);
    const delayMs = (none + all) / 2;
    await killOnceDeciding(split, delayMs);
    const rulings = await countRulings();
    const places = await readPlaces();
    const parted = out.filter((id) => places.get(Number(id)) !== story).length;
    expect([rulings, parted]).toEqual(rulings === 0 ? [0, 0] : [whole, out.length]);
    if (rulings === 0) none = delayMs;
    else all = delayMs;
  }
  // Every recorded command takes effect exactly once, whichever process carries it out.
  await run(...split);
  expect(await countRulings()).toBe(whole);
  const places = await readPlaces();
  expect(new Set(out.map((id) => places.get(Number(id)))).size).toBe(1);
  expect(places.get(Number(out[0]))).not.toBe(story);
});

/** Starts a command in a separate process and kills it some time after it has become the desk. */
async function killOnceDeciding(args: readonly string[], delayMs: number): Promise<void> {
  const store = await openStore(storeUrl(), { now: noon, readOnly: true });
  const child = startCli(workspace, args);
  const ended = once(child, "close");
  const decides = async () => (await store.readDeskOwner(Date.now()))?.includes(`:${child.pid}:`) === true;
  while (child.exitCode === null && !(await decides())) await setImmediate();
  const killAt = performance.now() + delayMs;
  while (child.exitCode === null && performance.now() < killAt) await setImmediate();
  child.kill("SIGKILL");
  await ended;
  await store.close();
}
