import type { Command } from "commander";
import type { Config } from "../../config/config.ts";
import { WireError } from "../../domain/errors.ts";
import type { CliDeps } from "../cli-deps.ts";
import { createProgress } from "../progress.ts";
import { configOf } from "../with-store.ts";

/** At most this many addresses are named when documents differ. */
const namedMax = 10;

/** `wiredesk copy-store FROM TO` */
export function addCopyStoreCommand(program: Command, deps: CliDeps): void {
  program
    .command("copy-store")
    .description("copy a whole store to SQLite or PostgreSQL, with all ids; the service must not run meanwhile")
    .argument("<from>", "the store to copy: sqlite:PATH or postgres://user@host/database")
    .argument("<to>", "an empty place, or the same place again to finish a copy that was broken off")
    .action(async (from: string, to: string, _options: object, command: Command) => {
      // Read the configuration first, so that its faults are reported before the long work.
      const config = configOf(deps, command);
      const copies = await deps.storeCopies();
      const progress = await createProgress(deps, "copying");
      try {
        await copies.copy(from, to, deps.clock.now(), (done, total) => progress.update(done, total));
      } finally {
        progress.stop();
      }
      deps.talk("copied; now the documents are compared");
      await compare(deps, config, from, to);
    });
}

/** Compares the documents that the two stores make. If all ETags are equal, nothing was lost. */
async function compare(deps: CliDeps, config: Config, from: string, to: string): Promise<void> {
  const progress = await createProgress(deps, "comparing");
  try {
    const onCompared = (documents: number) => progress.update(documents, documents);
    const { documents, different } = await deps.compareStores(config, from, to, onCompared);
    requireEqual(different, to);
    deps.talk(`the copy is whole: ${documents} documents are equal, byte for byte`);
  } finally {
    progress.stop();
  }
}

function requireEqual(different: readonly string[], to: string): void {
  if (different.length === 0) return;
  const named = different.slice(0, namedMax).join(", ");
  const more = different.length > namedMax ? ` and ${different.length - namedMax} more` : "";
  throw new WireError("conflict", `${to} is not equal to its source: ${named}${more} differ`);
}
