import { existsSync, statSync } from "node:fs";
import type { Command } from "commander";
import type { Config } from "../../../config/config.ts";
import { WireError } from "../../../domain/errors.ts";
import type { StoreFiles } from "../../../domain/files/store-files.ts";
import type { CliDeps } from "../../cli-deps.ts";
import { configOf } from "../../with-store.ts";
import { type Check, doubtful, toldCheck, well, wrong } from "../doctor/check.ts";
import { checkNode } from "../doctor/check-machine.ts";
import { checkDisk } from "../doctor/check-store.ts";
import { checkBackup } from "./check-backup.ts";
import { checkSchema } from "./check-schema.ts";

/**
 * `wiredesk upgrade --check`: says what this version would change in the store and the configuration of an earlier
 * version. It changes nothing and makes no request to the network, and the earlier version may run meanwhile.
 */
export function addUpgradeCommand(program: Command, deps: CliDeps): void {
  program
    .command("upgrade")
    .description("say what this version would change in the store and the configuration of an earlier one")
    .requiredOption("--check", "only check: an upgrade itself is done by npm and by the next start")
    .option("--json", "print the checks as one JSON line")
    .action(async ({ json }: { json?: true }, command: Command) => {
      const checks = await allChecks(deps, command, program.version() ?? "");
      const faults = checks.filter(({ state }) => state === "wrong").length;
      if (json) deps.out(JSON.stringify({ ok: faults === 0, checks }));
      else for (const line of checks.flatMap(toldCheck)) deps.out(line);
      if (faults > 0) throw new WireError("io-failed", `${faults} of ${checks.length} checks found a fault`);
    });
}

async function allChecks(deps: CliDeps, command: Command, version: string): Promise<readonly Check[]> {
  const checks = [well("version", `this is wiredesk ${version}`), checkNode(process.versions.node)];
  const config = readConfig(deps, command);
  if ("state" in config) return [...checks, config];
  const found = `${config.file} has no faults for this version`;
  const warned = "correct them; this version starts all the same";
  const { warnings } = config;
  checks.push(
    warnings.length === 0
      ? well("configuration", found)
      : doubtful("configuration", [found, ...warnings].join("\n"), warned),
  );
  return [...checks, ...(await storeChecks(deps, await deps.storeFiles(), config))];
}

async function storeChecks(deps: CliDeps, files: StoreFiles, config: Config): Promise<readonly Check[]> {
  const isOnServer = files.isOnServer(config.store);
  const { check, isOlder } = await checkSchema(files, config.store);
  const backup = checkBackup({ isOlder, isOnServer, folder: config.backup?.folder ?? null, now: deps.clock.now() });
  if (isOnServer) return [check, backup];
  const file = files.fileOf(config.store);
  return [check, checkDisk(file, existsSync(file) ? statSync(file).size : 0), backup];
}

/** The configuration; or, if this version finds faults in it, the check that reports them. */
function readConfig(deps: CliDeps, command: Command): Config | Check {
  try {
    return configOf(deps, command);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    const advice = "correct these faults first: this version would not start, and a reload would be refused";
    return wrong("configuration", error.message, advice);
  }
}
