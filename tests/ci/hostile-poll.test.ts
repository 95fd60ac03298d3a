import { readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createWorkspace, runCli, runProcess, type Workspace } from "../support/cli.ts";
import { rssDocument, testItem } from "../support/feed-documents.ts";
import { makeGzipBomb } from "../support/gzip-bomb.ts";
import { type Behaviour, type LoopbackHosts, startLoopbackHosts } from "../support/loopback-host.ts";

let hosts: LoopbackHosts;
let workspace: Workspace;

beforeEach(async () => {
  hosts = await startLoopbackHosts();
});
afterEach(async () => {
  await hosts.close();
  workspace.remove();
});

/** Sent in pieces, so that no Content-Length announces the size. */
const largeFeed: Behaviour = (_request, response) => {
  const document = rssDocument({ title: "Large", link: "https://large.example/" }, [testItem(1)]);
  const piece = Buffer.from(document.repeat(Math.ceil(1_000_000 / document.length)));
  let sent = 0;
  const push = (): void => {
    while (!response.destroyed && sent++ < 40) if (!response.write(piece)) return;
    response.end();
  };
  response.on("drain", push);
  response.writeHead(200, { "content-type": "application/rss+xml" });
  push();
};

const bytePerSecond: Behaviour = (_request, response) => {
  response.writeHead(200, { "content-type": "application/rss+xml" });
  const timer = setInterval(() => response.write("<"), 1000);
  response.on("close", () => clearInterval(timer));
};

/** Makes the process write its memory figures from Linux when it ends. The high-water mark includes every peak. */
function reportMemoryTo(file: string): Record<string, string> {
  const code = `import fs from "node:fs";process.on("exit",()=>fs.writeFileSync(${JSON.stringify(file)},fs.readFileSync("/proc/self/status")))`;
  return { NODE_OPTIONS: `--import "data:text/javascript,${encodeURIComponent(code)}"` };
}

const memoryMbMax = 200;

test("wiredesk poll gives each of five hostile hosts its own error, continues, and stays under 200 MB", async () => {
  const bomb = await makeGzipBomb();
  const hostile: Record<string, [Behaviour, string]> = {
    "127.0.9.51": [(_q, response) => response.writeHead(200, { "content-encoding": "gzip" }).end(bomb), "too-large"],
    "127.0.9.52": [largeFeed, "too-large"],
    "127.0.9.53": [bytePerSecond, "timeout"],
    "127.0.9.54": [(_q, response) => response.socket?.resetAndDestroy(), "reset"],
  };
  for (const [address, [behaviour]] of Object.entries(hostile)) hosts.on(address, "*", behaviour);
  const honest = Array.from({ length: 6 }, (_, index) => `127.0.9.${60 + index}`);
  honest.forEach((address, index) => {
    const items = Array.from({ length: 30 }, (_, at) => testItem(30 * index + at));
    const document = rssDocument({ title: `Honest ${index}`, link: `https://honest-${index}.example/` }, items);
    hosts.on(address, "*", (_q, response) =>
      response.writeHead(200, { "content-type": "application/rss+xml" }).end(document),
    );
  });
  const plainHttp = hosts.url("127.0.9.55", "/feed").replace("http:", "https:");
  const urls = [...[...Object.keys(hostile), ...honest].map((address) => hosts.url(address, "/feed")), plainHttp];
  workspace = createWorkspace({
    // Long enough that only the slow host needs it, also while other tests keep the processors busy.
    polling: { allowPrivateAddresses: true, timeout: "8s" },
    sources: urls.map((url, index) => ({ name: `Source ${index}`, kind: "outlet", feeds: [{ url }] })),
  });

  const { code, stdout } = await runProcess(workspace, ["poll"], reportMemoryTo(workspace.path("memory")));

  expect(code).toBe(0);
  expect(stdout.trim().split("\n")).toHaveLength(urls.length);
  const listed = (await runCli(workspace, ["feeds", "list", "--json"])).stdout.trim().split("\n");
  const feeds = new Map(listed.map((line) => JSON.parse(line)).map((status) => [status.feed.url, status]));
  const codes = Object.fromEntries(urls.map((url) => [url, feeds.get(url)?.poll.failure?.code ?? null]));
  const wanted = Object.entries(hostile).map(([address, [, error]]) => [hosts.url(address, "/feed"), error]);
  expect(codes).toEqual({
    ...Object.fromEntries(wanted),
    ...Object.fromEntries(honest.map((address) => [hosts.url(address, "/feed"), null])),
    [plainHttp]: "tls-failed",
  });
  for (const address of honest) expect(feeds.get(hosts.url(address, "/feed"))?.entryCount).toBe(30);
  const peakKb = Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(workspace.path("memory"), "utf8"))?.[1]);
  expect(peakKb / 1024).toBeLessThan(memoryMbMax);
});
