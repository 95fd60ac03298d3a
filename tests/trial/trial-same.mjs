// Ingests the demo and many wire-like items into both kinds of store: export and documents must be equal. --items 20000
import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";

const { values } = parseArgs({ options: { items: { type: "string", default: "20000" } } });
const run = spawnSync("npx", ["vitest", "run", "tests/ci/postgres/same-ingest.test.ts"], {
  stdio: "inherit",
  env: { ...process.env, WIREDESK_ITEMS: values.items },
});
process.exit(run.status ?? 1);
