import { parseDocument } from "yaml";
import { type ConfigFile, configSchema } from "./config-schema.ts";
import { type EnvSetting, withSettings } from "./env-settings.ts";

/** Options for `yaml`. Aliases are refused, so that a small file cannot expand into a large one. */
export const yamlOptions = { prettyErrors: false, maxAliasCount: 0 };

/**
 * Parses and checks the configuration file, with the settings that the environment gives. Returns null on any fault;
 * `loadConfig` then explains it.
 */
export function parseConfig(text: string, settings: readonly EnvSetting[] = []): ConfigFile | null {
  const document = parseDocument(text, yamlOptions as object);
  if (document.errors.length > 0) return null;
  return configSchema.safeParse(withSettings(document.toJS() ?? {}, settings)).data ?? null;
}
