import { writeFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createWorkspace, runCli, type Workspace } from "../support/cli.ts";

const feedCount = 1500;
let workspace: Workspace;

beforeEach(() => {
  workspace = createWorkspace();
});
afterEach(() => workspace.remove());

/** Long enough to be read in a separate thread. */
function writeLargeConfig(lastLine: string): number {
  const sources = Array.from(
    { length: feedCount },
    (_, index) =>
      `  - name: Outlet ${index}\n    feeds:\n      - url: https://outlet-${index}.example/feeds/front-page.xml\n`,
  );
  const text = `store: sqlite:${workspace.path("wire.db")}\nsources:\n${sources.join("")}${lastLine}\n`;
  expect(text.length).toBeGreaterThan(128 * 1024);
  writeFileSync(workspace.configFile, text);
  return text.split("\n").length - 1;
}

test("a configuration with many feeds is read completely", async () => {
  writeLargeConfig("");
  const { code, stdout } = await runCli(workspace, ["feeds", "list", "--json"]);
  expect(code).toBe(0);
  const urls = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line).feed?.url ?? JSON.parse(line).url);
  expect(urls).toHaveLength(feedCount);
  expect(urls).toContain(`https://outlet-${feedCount - 1}.example/feeds/front-page.xml`);
});

test("a fault in it is reported with its line", async () => {
  const line = writeLargeConfig("logLevel: loud");
  const { code, stderr } = await runCli(workspace, ["feeds", "list"]);
  expect(code).not.toBe(0);
  expect(stderr).toContain(`wiredesk.yaml:${line}: logLevel`);
});
