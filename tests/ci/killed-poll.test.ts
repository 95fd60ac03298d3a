import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type ChangingFeed, startChangingFeed, type Temper } from "../support/changing-feeds.ts";
import { createWorkspace, runCli, startCli, type Workspace } from "../support/cli.ts";
import { eachStore } from "../support/each-store.ts";
import { type LoopbackHosts, type SeenRequest, startLoopbackHosts } from "../support/loopback-host.ts";
import { randomOf } from "../support/random-of.ts";

/** To run more kills by hand: WIREDESK_KILLS=60 npx vitest run tests/ci/killed-poll.test.ts */
const kills = Number(process.env.WIREDESK_KILLS ?? 7);
const seed = Number(process.env.WIREDESK_SEED ?? 1);
const intervalMs = 1000;
const retryAfterMs = 2000;
const tempers: readonly Temper[] = ["plain", "plain", "short", "plain", "limiting", "moved", "short", "plain"];

let hosts: LoopbackHosts;
let workspace: Workspace;
let feeds: readonly ChangingFeed[];
let random: () => number;

describe.each(eachStore)("on $name", ({ makeStore }) => {
  beforeEach(async () => {
    hosts = await startLoopbackHosts();
    random = randomOf(seed);
    feeds = tempers.map((temper, number) => startChangingFeed({ hosts, number, temper, intervalMs, random }));
    const sources = feeds.map(({ url }, index) => ({
      name: `Source ${index}`,
      kind: "outlet",
      feeds: [{ url, interval: "1s" }],
    }));
    const polling = { allowPrivateAddresses: true, hostGap: "0s", minInterval: "1s" };
    workspace = createWorkspace({ polling, sources }, await makeStore());
  });

  afterEach(async () => {
    await hosts.close();
    workspace.remove();
  });

  test(`a poll that is killed at ${kills} moments loses nothing, duplicates nothing, forgets no wait and delays nobody`, {
    timeout: 60_000 + kills * 10_000,
  }, async () => {
    const killedAt: number[] = [];
    for (let kill = 0; kill < kills; kill += 1) {
      await killedPoll();
      killedAt.push(Date.now());
    }
    for (const feed of feeds) feed.settle();
    for (const waitMs of [retryAfterMs, intervalMs]) {
      await sleep(waitMs + 100);
      expect((await runCli(workspace, ["poll"])).code).toBe(0);
    }
    await expectEveryEntryOnce();
    await expectSoundStates();
    expect(earlyRequests(killedAt)).toEqual([]);
    expect(Math.max(...hosts.seen.map(({ parallel }) => parallel))).toBe(1);
  });
});

/**
 * Polls in a separate process, and kills it at some request or a moment later, while the answer is read, stored or
 * decided.
 */
async function killedPoll(): Promise<void> {
  const before = hosts.seen.length;
  const requests = 1 + Math.floor(random() * feeds.length);
  const laterMs = random() < 0.5 ? 0 : random() * 120;
  const child = startCli(workspace, ["poll"]);
  const ended = once(child, "close");
  // If fewer feeds are due, the process ends by itself before that.
  while (child.exitCode === null && hosts.seen.length - before < requests) await sleep(5);
  await sleep(laterMs);
  child.kill("SIGKILL");
  await ended;
}

/** Every item is in its last state. An item that was corrected between polls has fewer revisions; none has more. */
async function expectEveryEntryOnce(): Promise<void> {
  const exported = (await runCli(workspace, ["export"])).stdout.trim().split("\n");
  const entries = exported.map((line) => JSON.parse(line) as { guid: string; title: string; revision: number });
  const published = new Map(feeds.flatMap((feed) => [...feed.published]));
  for (const feed of feeds) {
    const all = [...feed.published.keys()];
    const stored = entries.map(({ guid }) => guid).filter((guid) => feed.published.has(guid));
    // Items that were in an archive before the first poll of the feed are old news.
    const first = Math.min(...stored.map((guid) => all.indexOf(guid)));
    expect(stored.toSorted()).toEqual(all.slice(first).toSorted());
    if (first > 0) expect(feed.hasArchive).toBe(true);
  }
  for (const { guid, title, revision } of entries) {
    const titles = published.get(guid) ?? [];
    expect([guid, title]).toEqual([guid, titles.at(-1)]);
    expect(revision).toBeLessThanOrEqual(titles.length);
  }
}

async function expectSoundStates(): Promise<void> {
  const listed = (await runCli(workspace, ["feeds", "list", "--json"])).stdout.trim().split("\n");
  for (const { feed, poll, health } of listed.map((line) => JSON.parse(line))) {
    const { lastPollAt, nextPollAt, failure, validators } = poll;
    expect([feed.url, health.word, health.gap, failure]).toEqual([feed.url, "ok", null, null]);
    expect(nextPollAt - lastPollAt).toBe(intervalMs);
    expect(validators.etag).toMatch(/^".{43}"$/);
  }
  await sleep(intervalMs);
  expect((await runCli(workspace, ["poll"])).stdout.trim().split("\n")).toHaveLength(feeds.length);
}

/**
 * Requests that came sooner than the previous answer allowed. An answer that a kill cut off was not read, so each kill
 * allows one repeated request.
 */
function earlyRequests(killedAt: readonly number[]): string[] {
  return feeds.flatMap((feed) => {
    const own = hosts.seen.filter(({ address, path }) => address === feed.address && path === "/feed.xml");
    return own.slice(1).flatMap((request, index) => {
      const before = own[index] as SeenRequest;
      const answeredAt = before.endedAt ?? before.at;
      const wasCut = killedAt.some((at) => at >= before.at && at <= request.at);
      const early = answeredAt + feed.holdMs(before) - request.at;
      return early > 0 && !wasCut ? [`${feed.url}: ${early} ms early after ${before.status}`] : [];
    });
  });
}
