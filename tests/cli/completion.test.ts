import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createWorkspace, runCli, type Workspace } from "../support/cli.ts";

let workspace: Workspace;
beforeAll(() => {
  workspace = createWorkspace();
});
afterAll(() => workspace.remove());

async function scriptOf(shell: string): Promise<string> {
  const { code, stdout, stderr } = await runCli(workspace, ["completion", shell]);
  expect([code, stderr]).toEqual([0, ""]);
  const file = workspace.path(`completion.${shell}`);
  writeFileSync(file, stdout);
  return file;
}

function run(shell: string, script: string, ...words: string[]): string {
  const { status, stdout, stderr } = spawnSync(shell, [...words, script], { cwd: workspace.folder, encoding: "utf8" });
  expect([status, stderr]).toEqual([0, ""]);
  return stdout;
}

/** What a real bash offers when Tab is pressed at the end of the line. */
async function offered(line: string): Promise<readonly string[]> {
  const words = line.split(" ").map((word) => `"${word}"`);
  const script = `source ${await scriptOf("bash")}
COMP_WORDS=(${words.join(" ")}); COMP_CWORD=${words.length - 1}; _wiredesk; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return run("bash", script, "--norc", "-c").trim().split("\n");
}

describe("wiredesk completion bash, in a real bash", () => {
  test.each([
    ["wiredesk po", ["poll"]],
    ["wiredesk feeds ", ["list", "remove", "pause", "resume", "unmove", "import", "export", "add", "check", "heal"]],
    ["wiredesk feeds a", ["add"]],
    ["wiredesk --config feeds feeds a", ["add"]],
    ["wiredesk feeds add https://a.example/ --k", ["--kind"]],
    ["wiredesk stories split 12 345 --c", ["--copy", "--config"]],
    ["wiredesk completion ", ["bash", "zsh", "fish"]],
    ["wiredesk upgrade --ch", ["--check"]],
    // These are names of files, which bash itself completes.
    ["wiredesk backup da", [""]],
    ["wiredesk --config ", [""]],
    ["wiredesk poll ", [""]],
  ])("%s offers %j", async (line, expected) => {
    expect(await offered(line)).toEqual(expected);
  });
});

test.runIf(existsSync("/usr/bin/zsh"))("the script for zsh has no fault and defines the completion", async () => {
  const file = await scriptOf("zsh");
  expect(run("zsh", file, "-n")).toBe("");
});

test.runIf(existsSync("/usr/bin/fish"))("the script for fish completes commands and options", async () => {
  const file = await scriptOf("fish");
  const offers = (line: string) => run("fish", `source ${file}; complete -C "${line}"`, "--no-config", "-c");
  expect(offers("wiredesk feeds a")).toMatch(/^add\t/);
  expect(offers("wiredesk feeds add x --ki")).toMatch(/^--kind/);
  expect(offers("wiredesk completion ").trim().split("\n").sort()).toEqual(["bash", "fish", "zsh"]);
});

test("another shell is refused by name", async () => {
  const { code, stderr } = await runCli(workspace, ["completion", "tcsh"]);
  expect(code).not.toBe(0);
  expect(stderr).toContain("Allowed choices are bash, zsh, fish");
});
