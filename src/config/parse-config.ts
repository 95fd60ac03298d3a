import { parseDocument } from "yaml";
import { type ConfigFile, configSchema } from "./config-schema.ts";

/** Options for `yaml`. Aliases are refused, so that a small file cannot expand into a large one. */
export const yamlOptions = { prettyErrors: false, maxAliasCount: 0 };

/** Parses and checks the configuration file. Returns null on any fault; `loadConfig` then explains it. */
export function parseConfig(text: string): ConfigFile | null {
  const document = parseDocument(text, yamlOptions as object);
  if (document.errors.length > 0) return null;
  return configSchema.safeParse(document.toJS() ?? {}).data ?? null;
}
