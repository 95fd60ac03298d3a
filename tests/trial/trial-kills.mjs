// Kills `wiredesk poll` at many random moments: nothing may be lost, doubled or asked too early. --kills 60 --seed 1
import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: { kills: { type: "string", default: "60" }, seed: { type: "string", default: "1" } },
});
const run = spawnSync("npx", ["vitest", "run", "tests/ci/killed-poll.test.ts"], {
  stdio: "inherit",
  env: { ...process.env, WIREDESK_KILLS: values.kills, WIREDESK_SEED: values.seed },
});
process.exit(run.status ?? 1);
