import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeFolder, removeFolder } from "../support/folders.ts";

/** What an operator reads where the system lets wiredesk read or write something not. */
let folder: string;

beforeEach(() => {
  folder = makeFolder();
  chmodSync(folder, 0o755);
});
afterEach(() => removeFolder(folder));

/** Root may read everything, so it tries as nobody. */
const isRoot = process.getuid?.() === 0;
const nobody = isRoot ? { uid: 65_534, gid: 65_534 } : {};
const main = resolve("dist/main.js");
const canRun = process.platform === "linux" && spawnSync(process.execPath, [main, "--version"], nobody).status === 0;

function run(...args: string[]): { readonly code: number | null; readonly lines: readonly string[] } {
  const options = { ...nobody, cwd: folder, encoding: "utf8", timeout: 20_000 } as const;
  const { status, stderr } = spawnSync(
    process.execPath,
    [main, "--config", join(folder, "wire.yaml"), ...args],
    options,
  );
  return { code: status, lines: stderr.trim().split("\n") };
}

function write(config: object, mode: number): void {
  writeFileSync(join(folder, "wire.yaml"), JSON.stringify(config));
  chmodSync(join(folder, "wire.yaml"), mode);
}

test.runIf(canRun).each(["serve", "poll", "migrate"])(
  "%s tells in one line that it may not read the configuration",
  (command) => {
    write({ sources: [] }, 0o000);
    expect(run(command)).toEqual({
      code: 1,
      lines: [expect.stringMatching(/^wiredesk: .*wire\.yaml.*permission denied/)],
    });
  },
);

test.runIf(canRun && isRoot)(
  "a user whom the system does not list, as systemd makes for a service, can run commands",
  () => {
    write({ sources: [] }, 0o644);
    const { HOME: _home, ...env } = process.env;
    const unlisted = { uid: 61_184, gid: 61_184, cwd: folder, env, encoding: "utf8" } as const;
    const { status, stdout } = spawnSync(
      process.execPath,
      [main, "--config", "wire.yaml", "config", "check"],
      unlisted,
    );
    expect([status, stdout]).toEqual([0, expect.stringContaining("has no faults")]);
  },
);

test.runIf(canRun).each(["serve", "poll", "migrate"])("%s tells plainly that it may not write the store", (command) => {
  mkdirSync(join(folder, "closed"), { mode: 0o555 });
  write({ store: `sqlite:${join(folder, "closed/wire.db")}`, sources: [] }, 0o644);
  const { code, lines } = run(command);
  expect(code).toBe(1);
  expect(lines.at(-1)).toMatch(/^wiredesk: .*closed.*the user that runs wiredesk/);
  expect(lines.join()).not.toMatch(/this is a bug|\[object Object\]|"stack"/);
});
