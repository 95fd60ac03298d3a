import type { Command } from "commander";
import type { Config } from "../config/config.ts";
import type { Store } from "../domain/store.ts";
import type { CliDeps } from "./cli-deps.ts";

/** Loads the configuration that `--config` names; the option may stand anywhere on the command line. */
export function configOf(deps: CliDeps, command: Command): Config {
  return deps.loadConfig(givenConfig(command));
}

/** The file that `--config` names; null when it names none. */
export function givenConfig(command: Command): string | null {
  const { config } = command.optsWithGlobals<{ config?: string }>();
  return config ?? null;
}

/** Opens the store, calls `run`, and closes the store even if `run` fails. */
export async function withStore<T>(
  deps: CliDeps,
  command: Command,
  run: (store: Store, config: Config) => Promise<T>,
): Promise<T> {
  const config = configOf(deps, command);
  const store = await deps.openStore(config);
  try {
    return await run(store, config);
  } finally {
    await store.close();
  }
}
