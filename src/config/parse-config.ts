import { parseDocument } from "yaml";
import { type ConfigFile, configSchema } from "./config-schema.ts";

/** As `yaml` takes them; aliases are refused, so that no small file stands for a large one. */
export const yamlOptions = { prettyErrors: false, maxAliasCount: 0 };

/**
 * The configuration file's text as plain, checked data; null where it has a fault, which `loadConfig` then explains.
 */
export function parseConfig(text: string): ConfigFile | null {
  const document = parseDocument(text, yamlOptions as object);
  if (document.errors.length > 0) return null;
  return configSchema.safeParse(document.toJS() ?? {}).data ?? null;
}
