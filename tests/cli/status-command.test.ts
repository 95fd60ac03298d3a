import { afterAll, beforeAll, expect, test } from "vitest";
import { openStore } from "../../src/store/open-store.ts";
import { createWorkspace, runCli, type Workspace } from "../support/cli.ts";
import { makeEntry } from "../support/make-entry.ts";
import { fetchedOf, noon, outcomeOf, specOf } from "../support/store-fixtures.ts";

const minuteMs = 60_000;
const clock = { now: () => noon, elapsed: () => 0, sleep: async () => undefined };

/** Two feeds are not due, one is three minutes late, one is paused; one entry waits for the desk. */
let workspace: Workspace;
beforeAll(async () => {
  workspace = createWorkspace();
  const store = await openStore(`sqlite:${workspace.path("wire.db")}`, { now: noon });
  for (const [name, nextPollAt] of Object.entries({ a: noon + minuteMs, b: noon - 3 * minuteMs, c: noon + minuteMs })) {
    const feed = await store.addFeed(specOf(`https://${name}.example/rss`), "added", noon);
    const poll = outcomeOf({ nextPollAt, lastSuccessAt: noon, lastNewEntryAt: name === "a" ? noon - 40_000 : null });
    const changes = name === "a" ? [{ kind: "new", entry: makeEntry({ guid: "one" }) } as const] : [];
    await store.saveFetched({ ...fetchedOf(feed.id, changes), poll });
  }
  const paused = await store.addFeed(specOf("https://d.example/rss"), "added", noon);
  await store.setFeedState(paused.id, "paused");
  await store.takeDesk("elsewhere:77:abcd:desk", noon, noon + minuteMs);
  await store.close();
});
afterAll(() => workspace.remove());

test("wiredesk status says who works on the store, how many feeds are late, and what waits", async () => {
  const { code, stdout, stderr } = await runCli(workspace, ["status"], {}, { clock, isServing: async () => true });
  expect(stderr).toBe("");
  expect(code).toBe(0);
  expect(stdout.split("\n")).toEqual([
    `store     sqlite:${workspace.path("wire.db")}`,
    "service   runs: it polls and decides",
    "          process 77 on elsewhere decides, lease until 2026-11-22T12:01:00.000Z",
    "feeds     3 are polled, 1 late (33.3 %), the latest by 3 min; 3 ok, 1 paused",
    "news      the last new entry came in 40 s ago",
    "entries   1 of 4 sources, in 0 copies and 0 stories",
    expect.stringMatching(
      /^keeps {5}entries for 365.0 d; the next purge deletes 0 entries, those of the next seven days 0 entries$/,
    ),
    expect.stringMatching(/^ {10}[\d.]+ MB now; how large the store will get can be told after a day$/),
    "desk      1 entry waits for a decision",
    "hub       no subscriptions",
    "",
  ]);
});

test("--json tells the same to programs", async () => {
  const { code, stdout } = await runCli(workspace, ["status", "--json"], {}, { clock, isServing: async () => true });
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    isServing: true,
    leases: [{ owner: "elsewhere:77:abcd:desk", what: "desk" }],
    feeds: { active: 3, late: 1, lateShare: 1 / 3, overdueMs: 3 * minuteMs, health: { ok: 3, paused: 1 } },
    counts: { entries: 1, pending: 1 },
    indexWaiting: 0,
    hub: { subscriptions: 0, owed: 0 },
    retention: { dueNow: 0, dueInAWeek: 0, entriesADay: null, bytesInTheEnd: null, bytes: expect.any(Number) },
  });
});
