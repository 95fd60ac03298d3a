// Ingests the demo, many wire-like items and real feeds into both stores: all is equal. --items 20000 --series FOLDER
import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { parseArgs } from "node:util";

const { values } = parseArgs({ options: { items: { type: "string", default: "20000" }, series: { type: "string" } } });
const series = values.series === undefined ? {} : { WIREDESK_SERIES: resolve(values.series) };
const run = spawnSync("npx", ["vitest", "run", "tests/ci/postgres/same-ingest.test.ts"], {
  stdio: "inherit",
  env: { ...process.env, WIREDESK_ITEMS: values.items, ...series },
});
process.exit(run.status ?? 1);
