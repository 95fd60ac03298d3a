import { createRequire } from "node:module";

/**
 * The rules by which the registrable domain of a host name is found (publicsuffix.org). The 200 KB of rules are loaded
 * at their first use, because few threads and commands need them. They are loaded with `require`, because an `import`
 * of this CommonJS file would read it once more to find its exports.
 */
export function domainRules(): typeof import("tldts") {
  return load("tldts") as typeof import("tldts");
}

const load = createRequire(import.meta.url);
