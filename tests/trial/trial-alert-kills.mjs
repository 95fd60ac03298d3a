// Kills the service at many random moments with alerts on the way: none may be lost. --kills 100 --seed 1
import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: { kills: { type: "string", default: "100" }, seed: { type: "string", default: "1" } },
});
const run = spawnSync("npx", ["vitest", "run", "tests/ci/killed-alerts.test.ts"], {
  stdio: "inherit",
  env: { ...process.env, WIREDESK_KILLS: values.kills, WIREDESK_SEED: values.seed },
});
process.exit(run.status ?? 1);
