// Lets a service on eight hosts meet one fault after another: --namespaces --hosts 60 --feeds 300 --minutes 15 --seed 1
import { spawnSync } from "node:child_process";
import { loadavg } from "node:os";
import { parseArgs } from "node:util";
import { makeFolder } from "./built-service.mjs";
import { fastClock } from "./hosts/clocks.mjs";
import { runTrial } from "./hosts/run-trial.mjs";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "5" },
    seed: { type: "string", default: "1" },
    hosts: { type: "string", default: "60" },
    feeds: { type: "string", default: "300" },
    build: { type: "string", default: "." },
    /** Each process on a host of its own. Takes root and iproute2. */
    namespaces: { type: "boolean", default: false },
    /** The clocks of half of the processes are 30 s ahead or behind. Takes libfaketime. */
    skew: { type: "boolean", default: false },
    /** How much faster time passes for all processes and PostgreSQL. Takes libfaketime and a C compiler. */
    speed: { type: "string", default: "1" },
    /** How often the first feed of each publisher is polled, in seconds; the others, and news, follow from it. */
    interval: { type: "string", default: "3" },
    /** A folder for the logs of all processes. */
    logs: { type: "string", default: "" },
    /** Only faults whose names contain one of these words. */
    only: { type: "string", default: "" },
  },
});
const options = {
  ...{ build: values.build, namespaces: values.namespaces, isSkewed: values.skew },
  ...{ hostCount: Number(values.hosts), feedCount: Number(values.feeds) },
  ...{ minutes: Number(values.minutes), seed: Number(values.seed), speed: Number(values.speed) },
  interval: Number(values.interval),
  logs: values.logs,
  only: values.only.split(",").filter((word) => word !== ""),
};
if (options.isSkewed && options.speed !== 1) throw new Error("use --skew or --speed, not both");
process.exit(options.speed === 1 || process.env.LD_PRELOAD !== undefined ? await begin() : atSpeed());

async function begin() {
  console.log(`hosts ${process.argv.slice(2).join(" ")} (seed ${options.seed}, load ${loadavg()[0].toFixed(1)})`);
  return runTrial(options);
}

/** The trial itself lives by the fast clock too, so that all its times are those of the service. */
function atSpeed() {
  const { folder, remove } = makeFolder("clock");
  try {
    const env = { ...process.env, ...fastClock(options.speed, folder) };
    return spawnSync(process.execPath, process.argv.slice(1), { stdio: "inherit", env }).status ?? 1;
  } finally {
    remove();
  }
}
