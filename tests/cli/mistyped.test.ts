import { afterAll, describe, expect, test } from "vitest";
import { createWorkspace, runCli } from "../support/cli.ts";

const workspace = createWorkspace();
afterAll(() => workspace.remove());

describe("a mistyped command line ends with exit code 2", () => {
  test.each([
    ["sreve", "unknown command 'sreve'", "Did you mean serve?"],
    ["fees list --json", "unknown command 'fees'", "Did you mean feeds?"],
    ["feeds lst --json", "unknown command 'lst'", "Did you mean list?"],
    ["stories sho 1", "unknown command 'sho'", "Did you mean show?"],
    ["keys nwe", "unknown command 'nwe'", "Did you mean new?"],
    ["feeds zzzzz", "unknown command 'zzzzz'", "Commands: list,"],
    ["export --sinse 3", "unknown option '--sinse'", "Did you mean --since?"],
    ["feeds add --suorce x https://a.example/", "unknown option '--suorce'", "Did you mean --source?"],
    ["--confg x poll", "unknown option '--confg'", "Did you mean --config?"],
    ["serve now", "too many arguments for 'serve'", ""],
  ])("%s", async (line, fault, advice) => {
    const { code, stdout, stderr } = await runCli(workspace, line.split(" "));
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(fault);
    expect(stderr).toContain(advice);
  });

  test("a group without a word still runs its default command", async () => {
    expect(await runCli(workspace, ["feeds"])).toEqual({ code: 0, stdout: "", stderr: "" });
    expect((await runCli(workspace, ["feeds", "--json"])).code).toBe(0);
  });
});

test("feeds add says which setting allows an address of the own network, and export names the section meant", async () => {
  const added = await runCli(workspace, ["feeds", "add", "http://127.0.0.1:8099/feed"]);
  expect(added.code).toBe(1);
  expect(added.stderr).toContain('polling.allowAddresses: ["127.0.0.1"]');
  expect((await runCli(workspace, ["export", "--section", "al"])).stderr).toContain('did you mean "all"?');
});
