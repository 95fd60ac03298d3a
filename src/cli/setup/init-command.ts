import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { Command } from "commander";
import { findConfig } from "../../config/config-places.ts";
import { messageOf, WireError } from "../../domain/errors.ts";
import type { FeedSpec } from "../../domain/feed.ts";
import type { CliDeps } from "../cli-deps.ts";
import { givenConfig } from "../with-store.ts";

/**
 * `wiredesk init [--from OPML]`: writes a first configuration with comments. It asks nothing and never overwrites a
 * file.
 */
export function addInitCommand(program: Command, deps: CliDeps): void {
  program
    .command("init")
    .description(
      "write a first configuration with comments (to --config FILE, or else to your own configuration folder)",
    )
    .option("--from <opml>", "use the feeds of an OPML file instead of the shipped ones")
    .action(async ({ from }: { from?: string }, command: Command) => {
      const { writeConfig } = await import("../../config/write-config.ts");
      const { places } = deps;
      const given = givenConfig(command);
      const file = given ?? places.userFile;
      const store = given === null ? places.userStore : resolve("data/wiredesk.db");
      const feeds = from === undefined ? null : await readFeeds(deps, from);
      const shipped = await readFile(places.shippedFile, "utf8");
      await writeNew(file, writeConfig({ shipped, store, schemaFile: places.schemaFile, feeds }));
      deps.talk(`wrote ${file}; the store will be ${store}`);
      const found = findConfig(null, places).file;
      if (given !== null || found === file)
        deps.talk(`start it with: wiredesk${given === null ? "" : ` --config ${file}`}`);
      else deps.talk(`start it with: wiredesk --config ${file} (in this folder, ${found} comes first)`);
      deps.out(file);
    });
}

/** Outlines without a usable address are reported and left out. */
async function readFeeds(deps: CliDeps, file: string): Promise<readonly FeedSpec[]> {
  const { readOpmlFile } = await import("../feeds/read-opml-file.ts");
  const { feeds, faults } = await readOpmlFile(file);
  for (const fault of faults) deps.talk(`left out: ${fault}`);
  return feeds;
}

/** Only the owner may read the file, because addresses and headers may contain passwords. */
const ownerOnly = 0o600;

async function writeNew(file: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(resolve(file)), { recursive: true });
    await writeFile(file, text, { flag: "wx", mode: ownerOnly });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "EEXIST")
      throw new WireError("io-failed", `${file}: cannot be written (${messageOf(cause)})`, { cause });
    const advice = "init never overwrites; edit it, move it away, or name another with --config FILE";
    throw new WireError("conflict", `${file} exists already: ${advice}`, { cause });
  }
}
