// Kills polls, the service and its PostgreSQL at random moments: nothing is lost or doubled. --kills 40 --seed 1
import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: { kills: { type: "string", default: "40" }, seed: { type: "string", default: "1" } },
});
const files = ["killed-poll", "killed-service", "postgres/killed-server"].map((name) => `tests/ci/${name}.test.ts`);
const run = spawnSync("npx", ["vitest", "run", ...files], {
  stdio: "inherit",
  env: { ...process.env, WIREDESK_KILLS: values.kills, WIREDESK_SEED: values.seed },
});
process.exit(run.status ?? 1);
