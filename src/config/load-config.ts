import { readFileSync } from "node:fs";
import { type Document, LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import { messageOf, WireError } from "../domain/errors.ts";
import { buildConfig } from "./build-config.ts";
import type { Config } from "./config.ts";
import { configSchema } from "./config-schema.ts";

/** A fault in the file: where, in words that name the path, and what was expected. */
export interface ConfigFault {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/**
 * Reads the configuration once. Throws one WireError "config-invalid" that lists every fault with file, line, path and expectation.
 * `env` overrides as the contract says (`WIREDESK_PORT` …) and fills `${NAME}` in feed headers.
 */
export function loadConfig(file: string, env: Readonly<Record<string, string | undefined>>): Config {
  const text = readText(file);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, maxAliasCount: 0 } as object);
  if (document.errors.length > 0) {
    const faults = document.errors.map((error) => `${file}:${lines.linePos(error.pos[0]).line}: ${error.message}`);
    throw new WireError("config-invalid", faults.join("\n"));
  }
  const read = configSchema.safeParse(document.toJS() ?? {});
  const faults = read.success ? [] : read.error.issues.flatMap(faultsOf);
  const built = read.success ? buildConfig(read.data, file, withoutEmpty(env)) : null;
  const all = [...faults, ...(built?.faults ?? [])];
  if (built === null || all.length > 0) {
    throw new WireError("config-invalid", all.map((fault) => describe(fault, file, document, lines)).join("\n"));
  }
  return built.config;
}

/** A variable that is set to nothing, as compose files leave it, is not set. */
function withoutEmpty(env: Readonly<Record<string, string | undefined>>): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new WireError(
      "config-invalid",
      `${file}: cannot be read (${messageOf(cause)}); name another with --config FILE`,
      {
        cause,
      },
    );
  }
}

function faultsOf(issue: z.core.$ZodIssue): ConfigFault[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ path: [...issue.path, key], message: "there is no such option" }));
  }
  if (issue.code === "invalid_union")
    return (issue.errors[0] ?? []).map((inner) => ({ path: [...issue.path, ...inner.path], message: inner.message }));
  return [{ path: issue.path, message: issue.message }];
}

function describe(fault: ConfigFault, file: string, document: Document, lines: LineCounter): string {
  const line = lineOf(fault.path, document, lines);
  const path = fault.path
    .map((part, index) => (typeof part === "number" ? `[${part}]` : `${index === 0 ? "" : "."}${String(part)}`))
    .join("");
  return `${file}${line === null ? "" : `:${line}`}: ${path === "" ? "" : `${path}: `}${fault.message}`;
}

/** The line of the deepest part of the path that the file has. */
function lineOf(path: readonly PropertyKey[], document: Document, lines: LineCounter): number | null {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true) as { range?: readonly number[] } | undefined;
    const start = node?.range?.[0];
    if (start !== undefined) return lines.linePos(start).line;
  }
  return null;
}
