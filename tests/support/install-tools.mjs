// Installs what some tests drive and npm does not bring (`tools.mjs`): Debian's packages, where apt-get may be used.
// Elsewhere it says what is missing: those tests are left out, and under CI=true they fail. `--all`: also for the tests
// that only CI runs, and the quickest program where several would do.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { tools } from "./tools.mjs";

const isCi = process.argv.includes("--all");
const needed = isCi ? tools : tools.filter(({ tests }) => tests.some(isDaily));
const wanted = packagesFor(({ isThere, isQuick }) => (isCi ? !isQuick() : !isThere()));
if (wanted.length > 0) install(wanted);
const missing = packagesFor(({ isThere }) => !isThere());
if (missing.length > 0) {
  const how = `install them (Debian: apt-get install ${missing.join(" ")})`;
  console.error(`tests that need ${missing.join(", ")} ${process.env.CI === "true" ? "fail" : "are LEFT OUT"}: ${how}`);
}

function isDaily(file) {
  return !file.startsWith("tests/ci/");
}

function packagesFor(isWanted) {
  return [...new Set(needed.filter(isWanted).flatMap(({ debian }) => debian))];
}

function install(packages) {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return;
  console.error(`installing ${packages.join(", ")} for the tests`);
  const run = (...args) =>
    spawnSync("/usr/bin/apt-get", args, {
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
      timeout: 10 * 60_000,
    }).status === 0;
  if (run("update", "-qq")) run("install", "-y", "-qq", "--no-install-recommends", ...packages);
}
