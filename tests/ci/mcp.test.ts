import { resolve } from "node:path";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createWorkspace, runProcess, type Workspace } from "../support/cli.ts";
import { rssDocument, testItem } from "../support/feed-documents.ts";
import { type FeedHost, startFeedHost } from "../support/feed-host.ts";
import { connectTools } from "../web/mcp/call-tools.ts";

/** `wiredesk mcp` as a program that uses a model starts it. */
let host: FeedHost;
let workspace: Workspace;

beforeEach(async () => {
  host = await startFeedHost();
  const feed = (path: string, title: string, numbers: readonly number[]) => ({
    url: host.publish(
      path,
      rssDocument(
        { title, link: `https://${title}.example/` },
        numbers.map((number) => testItem(number)),
      ),
    ),
  });
  workspace = createWorkspace({
    polling: { allowPrivateAddresses: true, hostGap: "0s" },
    sources: [
      { name: "Harbour", feeds: [feed("/a.rss", "harbour", [1, 2])] },
      { name: "Secretive", private: true, feeds: [feed("/b.rss", "secretive", [3])] },
    ],
  });
});

afterEach(async () => {
  await host.close();
  workspace.remove();
});

function connect(...options: string[]) {
  const args = [resolve("dist/main.js"), "--config", workspace.configFile, "mcp", ...options];
  return connectTools(new StdioClientTransport({ command: process.execPath, args, stderr: "ignore" }));
}

test("every tool answers on standard input and output; private sources only when asked for", async () => {
  expect((await runProcess(workspace, ["poll", "--all"])).code).toBe(0);
  const { call, close } = await connect();
  const { stories } = (await call("latest")).data;
  const { entries } = (await call("story", { story: stories[0].story })).data;
  const [first, second] = entries.map(({ entry }: { entry: number }) => entry);
  const answers = [
    await call("search", { query: `"${stories[0].title}"` }),
    await call("top"),
    await call("story", { story: stories[0].story }),
    await call("compare", { before: String(first), after: String(second) }),
    await call("explain", { a: first, b: second }),
    await call("sections"),
    await call("sources"),
  ];
  expect(answers.map(({ isError, message }) => [isError, message])).toEqual(answers.map(() => [false, ""]));
  expect(JSON.stringify(answers)).not.toContain("Secretive");
  await close();
  const licensed = await connect("--licensed");
  expect(JSON.stringify(await licensed.call("latest"))).toContain("Secretive");
  await licensed.close();
}, 60_000);

test("without a store it says in one line what is missing", async () => {
  const run = await runProcess(workspace, ["mcp"]);
  expect([run.code === 0, run.stdout]).toEqual([false, ""]);
  expect(run.stderr).toMatch(/^wiredesk: .*wire\.db.*\n$/);
});
