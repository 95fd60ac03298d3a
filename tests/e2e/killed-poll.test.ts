import { once } from "node:events";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createWorkspace, eventually, runCli, startCli, type Workspace } from "../support/cli.ts";
import { rssDocument, testItem } from "../support/feed-documents.ts";
import { type LoopbackHosts, startLoopbackHosts } from "../support/loopback-host.ts";

let hosts: LoopbackHosts;
let workspace: Workspace;

beforeEach(async () => {
  hosts = await startLoopbackHosts();
});

afterEach(async () => {
  await hosts.close();
  workspace.remove();
});

/** Polls as a process of its own and kills it as soon as `when` holds. */
async function killedPoll(when: () => boolean): Promise<void> {
  const child = startCli(workspace, ["poll"]);
  const ended = once(child, "close");
  await eventually(async () => when(), Boolean);
  child.kill("SIGKILL");
  await ended;
}

test("a poll that is killed at any moment loses nothing, doubles nothing, and holds up nobody", async () => {
  const feeds = Array.from({ length: 12 }, (_, index) => {
    const document = rssDocument({ title: `Feed ${index}`, link: `https://feed${index}.example/` }, [
      testItem(2 * index),
      testItem(2 * index + 1),
    ]);
    const address = `127.0.7.${index + 1}`;
    // The first feeds answer at once; the last is still on its way when the process dies in the first round.
    hosts.on(address, "/feed.xml", (_request, response, seen) => {
      const first = hosts.seen.filter((one) => one.address === seen.address).length === 1;
      if (index === 11 && first) return;
      response.writeHead(200, { "content-type": "application/rss+xml", etag: `"${index}"` }).end(document);
    });
    return { url: hosts.url(address, "/feed.xml") };
  });
  const sources = feeds.map((feed, index) => ({ name: `Source ${index}`, kind: "outlet", feeds: [feed] }));
  workspace = createWorkspace({ polling: { allowPrivateAddresses: true, hostGap: "0s" }, sources });
  await killedPoll(() => hosts.seen.length >= 3);
  await killedPoll(() => hosts.seen.some(({ address }) => address === "127.0.7.12"));
  const again = await runCli(workspace, ["poll"]);
  expect(again.code).toBe(0);
  const listed = (await runCli(workspace, ["feeds", "list", "--json"])).stdout.trim().split("\n");
  const states = listed.map((line) => JSON.parse(line));
  expect(states.map(({ entryCount }) => entryCount)).toEqual(new Array(12).fill(2));
  expect(states.map(({ health }) => health.word)).toEqual(new Array(12).fill("ok"));
  expect((await runCli(workspace, ["poll"])).stderr).toContain("no feed is due");
});
