import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { afterEach, beforeEach, expect, test } from "vitest";
import { addKeysCommand } from "../../src/cli/feeds/keys-command.ts";
import { loadConfig } from "../../src/config/load-config.ts";
import { opensSection } from "../../src/documents/section-access.ts";
import { makeFolder, removeFolder } from "../support/folders.ts";

let folder: string;
beforeEach(() => {
  folder = makeFolder();
});
afterEach(() => removeFolder(folder));

/** Runs `wiredesk keys new desk --name anna`: the key, and the lines for the configuration. */
async function newKey(): Promise<{ key: string; lines: string[] }> {
  const out: string[] = [];
  const talk: string[] = [];
  const program = new Command();
  addKeysCommand(program, { out: (line) => out.push(line), talk: (line) => talk.push(line) });
  await program.parseAsync(["keys", "new", "desk", "--name", 'anna: "first"'], { from: "user" });
  expect(out).toHaveLength(1);
  return { key: out[0]!, lines: talk.filter((line) => line.startsWith("    ")) };
}

function configOf(lines: readonly string[]) {
  const file = join(folder, "wiredesk.yaml");
  writeFileSync(file, ["sections:", "  - id: desk", ...lines].join("\n"));
  return loadConfig(file, {});
}

test("wiredesk keys new: the printed lines accept the printed key, no two keys are equal, and the warning says what a key does not do", async () => {
  const { key, lines } = await newKey();
  const config = configOf(lines);
  const [section] = config.sections;
  expect(section?.keys?.[0]?.name).toBe('anna: "first"');
  expect(opensSection(section!, key)).toBe(true);
  expect(opensSection(section!, (await newKey()).key)).toBe(false);
  expect(opensSection(section!, null)).toBe(false);
  expect(JSON.stringify(config)).not.toContain(key);
  expect(config.warnings.join()).toContain("/feeds/all");
});

test("a key that is not a hash, and access without a key, are faults of the configuration", () => {
  for (const lines of [["    access: { keys: [{ name: a, sha256: secret }] }"], ["    access: { keys: [] }"]]) {
    expect(() => configOf(lines)).toThrow(expect.objectContaining({ code: "config-invalid" }));
  }
});
