import { createHash, randomBytes } from "node:crypto";
import type { Command } from "commander";
import type { CliDeps } from "../cli-deps.ts";

const keyBytes = 24;

/**
 * `wiredesk keys new SECTION`: prints a key for a section, and the configuration lines that accept the key. The key
 * itself is not stored.
 */
export function addKeysCommand(program: Command, deps: Pick<CliDeps, "out" | "talk">): void {
  const keys = program.command("keys").description("access keys of sections");
  keys
    .command("new")
    .description("print a new key for a section, and the lines to add to the configuration")
    .argument("<section>", "the section's id")
    .option("--name <name>", "the name of the person or program that gets the key", "reader")
    .action((section: string, options: { name: string }) => {
      const key = randomBytes(keyBytes).toString("base64url");
      const sha256 = createHash("sha256").update(key, "utf8").digest("hex");
      deps.talk(`Add these lines to section "${section}" in the configuration (remove them to revoke the key):`);
      deps.talk("    access:");
      deps.talk("      keys:");
      deps.talk(`        - { name: ${JSON.stringify(options.name)}, sha256: "${sha256}" }`);
      deps.talk(`The feed is then /feeds/${section}.rss?key=…; the key is printed once and not stored:`);
      deps.out(key);
    });
}
