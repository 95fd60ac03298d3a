import { parseDocument } from "yaml";
import { configSchema } from "./config-schema.ts";
import { settingsAt } from "./plain-words.ts";

/** A setting of the configuration that a variable of the environment gives. */
export interface EnvSetting {
  /** "WIREDESK_POLLING_MAX_INTERVAL". */
  readonly name: string;
  /** ["polling", "maxInterval"]. */
  readonly path: readonly string[];
  readonly value: unknown;
}

/**
 * The settings that the environment gives: `WIREDESK_` and the words of the setting's path. A value is read as YAML, so
 * that it can be a number, true or false, or a list. A value that is not valid YAML, such as a crontab expression, is
 * taken as text.
 */
export function readEnvSettings(env: Readonly<Record<string, string | undefined>>): readonly EnvSetting[] {
  return allPaths([]).flatMap((path) => {
    const name = variableOf(path);
    const text = env[name];
    // These settings have variables of their own, whose faults are reported elsewhere.
    if (text === undefined || text === "" || ownVariables.has(name)) return [];
    return [{ name, path, value: yamlValue(text) }];
  });
}

/** Adds the environment's settings to the settings of a file, or replaces them. `read` itself is not changed. */
export function withSettings(read: unknown, settings: readonly EnvSetting[]): unknown {
  return settings.reduce((whole, { path, value }) => placed(whole, path, value), read);
}

/** These override the file in `buildConfig`. */
const ownVariables = new Set(["WIREDESK_STORE", "WIREDESK_LOG_LEVEL", "WIREDESK_LOG_FORMAT"]);

/** The path of every setting that is not a group of settings. */
function allPaths(path: readonly string[]): readonly (readonly string[])[] {
  const names = settingsAt(configSchema, path);
  return names.length === 0 ? [path] : names.flatMap((name) => allPaths([...path, name]));
}

function variableOf(path: readonly string[]): string {
  const words = path.map((name) => name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase());
  return `WIREDESK_${words.join("_")}`;
}

function yamlValue(text: string): unknown {
  const document = parseDocument(text, { prettyErrors: false });
  return document.errors.length > 0 ? text : (document.toJS({ maxAliasCount: 0 }) as unknown);
}

function placed(whole: unknown, [first, ...rest]: readonly string[], value: unknown): unknown {
  if (first === undefined) return value;
  // Something that is no group of settings stays, so that the schema can report it.
  const group = whole ?? {};
  if (typeof group !== "object" || Array.isArray(group)) return whole;
  return { ...group, [first]: placed((group as Record<string, unknown>)[first], rest, value) };
}
