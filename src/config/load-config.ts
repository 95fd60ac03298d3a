import { readFileSync } from "node:fs";
import { type Document, LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import { messageOf, WireError } from "../domain/errors.ts";
import { didYouMean } from "../domain/text/nearest-name.ts";
import { buildConfig } from "./build-config.ts";
import type { Config, ConfigFault } from "./config.ts";
import { configSchema } from "./config-schema.ts";
import { type EnvSetting, readEnvSettings, withSettings } from "./env-settings.ts";
import { parseConfig, yamlOptions } from "./parse-config.ts";
import { inPlainWords, settingsAt } from "./plain-words.ts";
import { withSecretFiles } from "./secret-files.ts";

/**
 * Reads the configuration once. `env` overrides settings (`WIREDESK_PORT` and others), and gives the values of
 * `${NAME}` in the settings that allow it. Throws one WireError "config-invalid" that lists every fault with its file,
 * line, path and expectation.
 */
export function loadConfig(file: string, env: Env, parse: typeof parseConfig = parseConfig): Config {
  const text = readText(file);
  const settings = readEnvSettings(env);
  const read = parse(text, settings);
  const secrets = withSecretFiles(text, withoutEmpty(env));
  const built = read && buildConfig(read, file, secrets.env);
  const faults = [...secrets.faults, ...(built?.faults ?? [])];
  if (built !== null && faults.length === 0) return built.config;
  throw new WireError("config-invalid", explain(text, file, faults, settings).join("\n"));
}

type Env = Readonly<Record<string, string | undefined>>;

/** Describes every fault. Parses the file again to get line numbers, which are needed only here. */
function explain(
  text: string,
  file: string,
  built: readonly ConfigFault[],
  settings: readonly EnvSetting[],
): readonly string[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { ...yamlOptions, lineCounter: lines } as object);
  if (document.errors.length > 0)
    return document.errors.map((error) => `${file}:${lines.linePos(error.pos[0]).line}: ${error.message}`);
  const issues =
    configSchema.safeParse(withSettings(document.toJS() ?? {}, settings), { error: inPlainWords }).error?.issues ?? [];
  return [...issues.flatMap(faultsOf), ...built].map((fault) => {
    const setting = settings.find(({ path }) => path.every((name, at) => fault.path[at] === name));
    return setting === undefined ? describe(fault, file, document, lines) : `${setting.name}: ${fault.message}`;
  });
}

/** Treats an empty variable as unset, because compose files set variables to the empty string. */
function withoutEmpty(env: Env): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new WireError(
      "config-invalid",
      `${file}: cannot be read (${messageOf(cause)}); name another with --config FILE, or write one with "wiredesk init"`,
      {
        cause,
      },
    );
  }
}

function faultsOf(issue: z.core.$ZodIssue): ConfigFault[] {
  if (issue.code === "unrecognized_keys") {
    const known = settingsAt(configSchema, issue.path);
    return issue.keys.map((key) => ({
      path: [...issue.path, key],
      message: `there is no such option${didYouMean(key, known)}`,
    }));
  }
  if (issue.code === "invalid_union" && issue.errors.length > 0)
    return (issue.errors[0] ?? []).map((inner) => ({ path: [...issue.path, ...inner.path], message: inner.message }));
  // The key is a name that the operator chooses, such as a header. The schema says what the name should look like.
  if (issue.code === "invalid_key")
    return issue.issues.map((inner) => ({ path: issue.path, message: `the name is wrong: ${inner.message}` }));
  return [{ path: issue.path, message: issue.message }];
}

function describe(fault: ConfigFault, file: string, document: Document, lines: LineCounter): string {
  const line = lineOf(fault.path, document, lines);
  const path = fault.path
    .map((part, index) => (typeof part === "number" ? `[${part}]` : `${index === 0 ? "" : "."}${String(part)}`))
    .join("");
  return `${file}${line === null ? "" : `:${line}`}: ${path === "" ? "" : `${path}: `}${fault.message}`;
}

/** The line of the deepest part of the path that exists in the file. */
function lineOf(path: readonly PropertyKey[], document: Document, lines: LineCounter): number | null {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true) as { range?: readonly number[] } | undefined;
    const start = node?.range?.[0];
    if (start !== undefined) return lines.linePos(start).line;
  }
  return null;
}
