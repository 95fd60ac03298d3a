// Kills polls, the service and its PostgreSQL at random moments: nothing is lost or doubled. --kills 60 --seed 1
import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: { kills: { type: "string", default: "60" }, seed: { type: "string", default: "1" } },
});
const run = spawnSync(
  "npx",
  ["vitest", "run", "tests/ci/killed-poll.test.ts", "tests/ci/postgres/killed-server.test.ts"],
  {
    stdio: "inherit",
    env: { ...process.env, WIREDESK_KILLS: values.kills, WIREDESK_SEED: values.seed },
  },
);
process.exit(run.status ?? 1);
