import { createRequire } from "node:module";

/**
 * The rules that tell registrable domains from the host names under them (publicsuffix.org). They are loaded when they
 * are first asked for, because few threads and commands need 200 KB of rules. `require` loads them, because an `import`
 * of this CommonJS file would read it twice: once to find its exports.
 */
export function domainRules(): typeof import("tldts") {
  return load("tldts") as typeof import("tldts");
}

const load = createRequire(import.meta.url);
