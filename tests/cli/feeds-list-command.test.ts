import { Command } from "commander";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { CliDeps } from "../../src/cli/cli-deps.ts";
import { addFeedsListCommand } from "../../src/cli/feeds/feeds-list-command.ts";
import type { FeedStatus } from "../../src/domain/feed.ts";
import type { Store } from "../../src/domain/store.ts";
import { dayMs, hourMs, minuteMs } from "../../src/domain/time.ts";
import { exampleFeed, freshState, noon } from "../ingest/poll/poll-examples.ts";

let lines: string[];
let statuses: FeedStatus[];

beforeEach(() => {
  lines = [];
  statuses = [];
});

afterEach(() => {
  for (const line of lines) expect(line).not.toContain("hunter2");
});

async function list(...args: string[]): Promise<string[]> {
  const store = { listFeeds: async () => statuses, readArrivals: async () => [], close: async () => undefined };
  const deps = {
    out: (line: string) => void lines.push(line),
    clock: { now: () => noon, sleep: async () => undefined },
    loadConfig: () => ({}),
    openStore: async () => store as unknown as Store,
  } as unknown as CliDeps;
  const program = new Command();
  addFeedsListCommand(program, deps);
  await program.parseAsync(["list", ...args], { from: "user" });
  return lines;
}

const secretUrl = "https://me:hunter2@wire.example/feed?apikey=hunter2&lang=en";

test("feeds list shows health, rhythm, and the next poll with its reason, in one line for each feed", async () => {
  const memory = {
    rhythm: { counts: [40, 8, ...new Array(166).fill(0)], observedMs: 12 * hourMs, updatedAt: noon, fadedAt: noon },
  };
  const poll = freshState({
    lastSuccessAt: noon,
    nextPollAt: noon + 12 * minuteMs,
    nextPollReason: "ttl 12 min",
    memory,
  });
  statuses = [{ feed: exampleFeed({ url: secretUrl }), poll, entryCount: 48 }];
  expect(await list()).toEqual([
    "   1  ok                Harbour  https://wire.example/feed?apikey=***&lang=en  48 entries  4.0/h  next in 12 min (ttl 12 min)",
  ]);
});

test("feeds list shows gaps, silence, moves and failures", async () => {
  const memory = {
    gap: { at: noon - hourMs, missingMs: 6.5 * hourMs },
    quietSince: noon - hourMs,
    twin: 12,
    moved: { to: "https://new.example/?token=hunter2", at: noon },
    hub: { state: "on", secret: "hunter2", missedCount: 3 },
  };
  const failure = { code: "timeout" as const, message: "", count: 4, firstAt: noon - 3 * hourMs, lastAt: noon };
  const poll = freshState({
    nextPollAt: noon,
    nextPollReason: "asked for",
    lastNewEntryAt: noon - 3 * dayMs,
    failure,
    memory,
  });
  statuses = [{ feed: exampleFeed(), poll, entryCount: 0 }];
  const [line] = await list();
  expect(line).toContain("timeout ×4");
  expect(line).toContain("next now (asked for)");
  expect(line).toContain("failing for 3.0 h");
  expect(line).toContain("6.5 hours may be missing before 2026-11-22T11:00Z");
  expect(line).toContain("gone quiet, no entry for 3.0 d");
  expect(line).toContain("moved to https://new.example/?token=***");
  expect(line).toContain("the same feed as 12");
  expect(line).toContain("hub on, 3 entries missed");
});

test("feeds list --json has the same content without the poller's secrets, and includes removed feeds", async () => {
  const memory = { hub: { state: "on", secret: "hunter2", leaseUntil: noon } };
  statuses = [{ feed: exampleFeed({ url: secretUrl, state: "removed" }), poll: freshState({ memory }), entryCount: 1 }];
  const [line] = await list("--json");
  const told = JSON.parse(line ?? "");
  expect(told).toMatchObject({
    feed: { id: 1, url: "https://wire.example/feed?apikey=***&lang=en" },
    poll: { nextPollReason: "new feed" },
    health: { word: "removed", hub: { state: "on", leaseUntil: noon, missedCount: 0 } },
    entryCount: 1,
  });
});

test("feeds list names the family of a source", async () => {
  const feed = exampleFeed();
  statuses = [
    { feed: { ...feed, source: { ...feed.source, family: "Coast Press" } }, poll: freshState(), entryCount: 0 },
  ];
  expect((await list())[0]).toContain("Harbour of Coast Press  ");
});
