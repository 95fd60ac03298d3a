import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type CliRun, createWorkspace, freePort, runCli, type Workspace } from "../support/cli.ts";
import { rssDocument, type TestItem, testItem } from "../support/feed-documents.ts";
import { type FeedHost, startFeedHost } from "../support/feed-host.ts";

/** The commands of docs/ten-minutes.md, in their order. Only the addresses and files are those of the test. */
const page = readFileSync("docs/ten-minutes.md", "utf8");
const commands = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, text = ""]) => text.trim().split("\n"));

const lighthouse = {
  ...testItem(2),
  title: "Lighthouse of Skerrow reopens",
  text: "The lighthouse lit its lantern on Friday.",
};

let host: FeedHost;
let workspace: Workspace;
beforeAll(async () => {
  host = await startFeedHost();
  workspace = createWorkspace();
});
afterAll(async () => {
  await host.close();
  workspace.remove();
});

test("the commands of the page lead from an empty machine to a wire", async () => {
  const feed = (name: string, item: TestItem) =>
    host.publish(`/${name}.rss`, rssDocument({ title: name, link: `https://${name}.example/` }, [item]));
  const opml = workspace.path("my.opml");
  writeFileSync(
    opml,
    `<opml version="2.0"><body><outline text="Mine" xmlUrl="${feed("mine", testItem(1))}"/></body></opml>`,
  );
  const configFile = workspace.path("first.yaml");
  const env = { WIREDESK_PORT: String(await freePort()), WIREDESK_STORE: `sqlite:${workspace.path("wall.db")}` };
  const agency = feed("agency", lighthouse);
  const runs = new Map<string, CliRun>();
  for (const line of commands) {
    const text = line.replace("subscriptions.opml", opml).replace("https://agency.example/world.rss", agency);
    const [, ...words] = [...text.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");
    runs.set(words.slice(0, 2).join(" "), await runCli({ configFile }, words, env));
    // The page's reader allows no addresses of their own network; a test has no others.
    if (words[0] === "init") allowLoopback(configFile);
  }
  expect([...runs].filter(([, { code }]) => code !== 0)).toEqual([]);
  expect(runs.get("doctor")?.stdout).toMatch(/^ok +configuration .*: 1 feeds/m);
  expect(runs.get("stories list")?.stdout).toContain(testItem(1).title);
  expect(runs.get("stories list")?.stdout).toContain(lighthouse.title);
  expect(runs.get("status")?.stdout).toMatch(/^entries +2 of 2 sources/m);
});

function allowLoopback(file: string): void {
  const text = readFileSync(file, "utf8");
  writeFileSync(file, text.replace("allowPrivateAddresses: false", "allowPrivateAddresses: true\n  hostGap: 0s"));
}
