import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { messageOf } from "../domain/errors.ts";
import type { ConfigFault } from "./config.ts";

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Adds secrets from files to the environment: for each `${NAME}` in the configuration, and for the admin token, the
 * content of the file that `NAME_FILE` names, or else of the systemd credential NAME (systemd.exec(5),
 * LoadCredential=). If there is a variable NAME, it is used instead of both. The line break at the end of the file is
 * not part of a secret.
 */
export function withSecretFiles(
  text: string,
  env: Env,
): { readonly env: Env; readonly faults: readonly ConfigFault[] } {
  const faults: ConfigFault[] = [];
  const added: Record<string, string> = {};
  for (const name of secretNames(text)) {
    const file = env[name] === undefined ? fileOf(name, env) : null;
    if (file === null) continue;
    try {
      added[name] = readFileSync(file, "utf8").replace(/\r?\n$/, "");
    } catch (error) {
      faults.push({ path: [], message: `the secret ${name} cannot be read from its file (${messageOf(error)})` });
      added[name] = "";
    }
  }
  return { env: { ...env, ...added }, faults };
}

function secretNames(text: string): ReadonlySet<string> {
  const named = [...text.matchAll(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g)].map(([, name = ""]) => name);
  return new Set(["WIREDESK_ADMIN_TOKEN", ...named]);
}

function fileOf(name: string, env: Env): string | null {
  const named = env[`${name}_FILE`];
  if (named !== undefined) return named;
  const credential = env.CREDENTIALS_DIRECTORY === undefined ? null : join(env.CREDENTIALS_DIRECTORY, name);
  return credential !== null && existsSync(credential) ? credential : null;
}
