import { readFileSync, writeFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openStore } from "../../src/store/open-store.ts";
import { createWorkspace, runCli, type Workspace } from "../support/cli.ts";
import { noon } from "../support/store-fixtures.ts";

const clock = { now: () => noon, elapsed: () => 0, sleep: async () => undefined };
const oldStore = () => gunzipSync(readFileSync("tests/fixtures/stores/1b6d713.db.gz"));

let workspace: Workspace;
beforeEach(() => {
  workspace = createWorkspace();
});
afterEach(() => workspace.remove());

async function check(...words: string[]) {
  const { code, stdout, stderr } = await runCli(workspace, ["upgrade", "--check", ...words], {}, { clock });
  return { code, stdout, stderr };
}

describe("wiredesk upgrade --check", () => {
  test("says what would change in a store of an earlier build, asks for a backup, and changes nothing", async () => {
    const before = oldStore();
    writeFileSync(workspace.path("wire.db"), before);
    const { code, stdout } = await check();
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^warning +store +schema \d+, .* entries; the first start would bring it to schema \d+ \(\d+ migrations\)$/m,
    );
    expect(stdout).toMatch(/the earlier version cannot open the store afterwards/);
    expect(stdout).toMatch(/^warning +backup +there is none that wiredesk knows of$/m);
    expect(readFileSync(workspace.path("wire.db")).equals(before)).toBe(true);
  });

  test("is content with a daily backup of today, and not with one of last week", async () => {
    writeFileSync(workspace.path("wire.db"), oldStore());
    workspace.writeConfig({ backup: { at: "03:15", to: workspace.folder } });
    writeFileSync(workspace.path("wiredesk-20261115-031500.db"), "");
    expect((await check()).stdout).toMatch(/^warning +backup +the newest is 7\.\d d old$/m);
    writeFileSync(workspace.path("wiredesk-20261122-031500.db"), "");
    expect((await check()).stdout).toMatch(/^ok +backup +the newest is 8\.\d h old$/m);
  });

  test("says that nothing would change where this version wrote the store, and where there is none", async () => {
    expect((await check()).stdout).toMatch(/^ok +store +there is none yet/m);
    await (await openStore(`sqlite:${workspace.path("wire.db")}`, { now: noon })).close();
    const { code, stdout } = await check();
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ok +store +schema \d+, .*; nothing would change$/m);
    expect(stdout).toMatch(/^ok +backup +none is needed/m);
    expect(stdout).not.toContain("warning");
  });

  test("names the options that this version does not know, with the nearest that it knows", async () => {
    workspace.writeConfig({ server: { baseURL: "https://wire.example" }, retention: { days: 5 } });
    const { code, stdout, stderr } = await check();
    expect(code).toBe(1);
    expect(stdout).toMatch(/WRONG +configuration +.*server\.baseURL: there is no such option.*"baseUrl"/);
    expect(stdout).toContain("retention.days: there is no such option");
    expect(stderr).toContain("1 of 3 checks found a fault");
  });

  test("tells the same to programs, and refuses a damaged store", async () => {
    writeFileSync(workspace.path("wire.db"), "this is no database at all, and it is long enough to be read as one");
    const { code, stdout } = await check("--json");
    expect(code).toBe(1);
    const told = JSON.parse(stdout) as { ok: boolean; checks: { name: string; state: string }[] };
    expect(told.ok).toBe(false);
    expect(told.checks.find(({ name }) => name === "store")?.state).toBe("wrong");
  });

  test("without --check it says what it would do, and does nothing", async () => {
    const { code, stderr } = await runCli(workspace, ["upgrade"]);
    expect([code === 0, stderr]).toEqual([false, expect.stringContaining("--check")]);
  });
});
