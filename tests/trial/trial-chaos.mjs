// Does to the service what a bad day does, at random, and checks that nothing is lost or doubled: --minutes 10 --seed N
import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "10" },
    seed: { type: "string", default: String(1 + Math.floor(Math.random() * 1e6)) },
  },
});
console.log(`to repeat: npm run trial -- chaos --minutes ${values.minutes} --seed ${values.seed}`);
const run = spawnSync("npx", ["vitest", "run", "tests/ci/chaos.test.ts", "--reporter=dot"], {
  stdio: "inherit",
  env: { ...process.env, WIREDESK_CHAOS_MINUTES: values.minutes, WIREDESK_CHAOS_SEED: values.seed },
});
console.log(`to repeat: npm run trial -- chaos --minutes ${values.minutes} --seed ${values.seed}`);
process.exit(run.status ?? 1);
