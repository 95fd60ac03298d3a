import { readFileSync } from "node:fs";
import type { Command } from "commander";
import type { CliDeps } from "../cli-deps.ts";
import { configOf } from "../with-store.ts";

/** `wiredesk config check|show|schema` */
export function addConfigCommands(program: Command, deps: CliDeps): void {
  const config = program
    .command("config")
    .description("check the configuration, or show it as wiredesk understands it");
  config
    .command("check")
    .description("read the configuration and report every fault with its line")
    .action((_options: object, command: Command) => {
      const { file, feeds, sections, warnings } = configOf(deps, command);
      for (const warning of warnings) deps.talk(`warning: ${warning}`);
      const sources = new Set(feeds.map(({ source }) => source.name)).size;
      deps.out(`${file} has no faults: ${feeds.length} feeds of ${sources} sources, ${sections.length} sections`);
    });
  config
    .command("show")
    .description("print the configuration with its defaults and the environment's settings; secrets are ***")
    .option("--json", "print JSON instead of YAML")
    .action(async ({ json }: { json?: true }, command: Command) => {
      const loaded = configOf(deps, command);
      const { parseConfig } = await import("../../config/parse-config.ts");
      const { readEnvSettings } = await import("../../config/env-settings.ts");
      const { shownConfig } = await import("./shown-config.ts");
      const { stringify } = await import("yaml");
      const read = parseConfig(readFileSync(loaded.file, "utf8"), readEnvSettings(deps.env));
      // Another program may have changed the file since it was loaded.
      if (read === null) return void configOf(deps, command);
      const { adminToken, ...settings } = shownConfig(read, loaded);
      // The token is not a setting of the file. It is printed as a comment, so that the YAML can be read again.
      const head = `# ${loaded.file}\n# WIREDESK_ADMIN_TOKEN: ${adminToken}\n`;
      const yaml = () => head + stringify(settings, { lineWidth: 0 }).trimEnd();
      deps.out(json ? JSON.stringify({ ...settings, adminToken }, null, 2) : yaml());
    });
  config
    .command("schema")
    .description("print the JSON Schema of the configuration file, for editors")
    .action(async () => {
      const { configJsonSchema } = await import("../../config/json-schema.ts");
      deps.out(configJsonSchema());
    });
}
