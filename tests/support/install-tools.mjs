// Installs what some tests drive and npm does not bring: Chromium for the desk page, newsboat and python3-feedparser as
// readers of our feeds. Debian's packages, where apt-get may be used; elsewhere it says what is missing, and those
// tests are left out.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const missing = [
  ["chromium", existsSync(process.env.WIREDESK_CHROMIUM ?? "/usr/bin/chromium")],
  ["newsboat", existsSync("/usr/bin/newsboat")],
  ["python3-feedparser", spawnSync("/usr/bin/python3", ["-c", "import feedparser"]).status === 0],
].flatMap(([name, present]) => (present ? [] : [name]));

if (missing.length > 0 && !install(missing)) {
  console.error(
    `tests that need ${missing.join(", ")} are left out: install them (Debian: apt-get install ${missing.join(" ")})`,
  );
}

function install(packages) {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return false;
  console.error(`installing ${packages.join(", ")} for the tests`);
  const run = (...args) =>
    spawnSync("/usr/bin/apt-get", args, {
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
      timeout: 10 * 60_000,
    }).status === 0;
  return run("update", "-qq") && run("install", "-y", "-qq", ...packages);
}
