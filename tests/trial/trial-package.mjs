// The packed package, installed by npm in an empty folder: builds the database module, starts, answers. [--keep]
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort, makeFolder } from "./built-service.mjs";

const startMsMax = 60_000;
const { folder, remove } = makeFolder("package");
const began = performance.now();
const seconds = () => ((performance.now() - began) / 1000).toFixed(1);

try {
  const tarball = must("npm", ["pack", "--silent", "--pack-destination", folder], resolve("."))
    .trim()
    .split("\n")
    .at(-1);
  console.log(`${seconds()} s  packed ${tarball}`);
  const empty = join(folder, "empty");
  mkdirSync(empty);
  // With --global and a prefix npm writes there only. Without them it looks for a project in the folders above.
  must("npm", ["install", "--global", "--prefix", join(folder, "prefix"), "--no-audit", join(folder, tarball)], empty);
  console.log(`${seconds()} s  installed, with the database module built`);
  await serveFrom(empty);
} finally {
  if (process.argv.includes("--keep")) console.log(`kept in ${folder}`);
  else remove();
}

/**
 * Starts the command that npm linked and waits until it answers. Its one feed is at an address that is refused, so that
 * the trial asks nobody on the internet.
 */
async function serveFrom(empty) {
  const wiredesk = join(folder, "prefix/bin/wiredesk");
  const home = join(folder, "home");
  const port = await freePort();
  const env = {
    ...process.env,
    ...{ HOME: home, XDG_CONFIG_HOME: join(home, "etc"), XDG_DATA_HOME: join(home, "share") },
    ...{ WIREDESK_PORT: String(port), WIREDESK_BASE_URL: `http://localhost:${port}`, WIREDESK_LOG_FORMAT: "plain" },
  };
  const checked = spawnSync(wiredesk, ["config", "check"], { cwd: empty, env, encoding: "utf8" });
  if (checked.status !== 0) throw new Error(`config check: ${checked.error ?? checked.stderr}`);
  console.log(`${seconds()} s  ${checked.stdout.trim()}`);
  const opml = join(folder, "my.opml");
  writeFileSync(
    opml,
    '<opml version="2.0"><body><outline text="Pier" xmlUrl="http://127.0.0.1:8099/f"/></body></opml>',
  );
  const made = spawnSync(wiredesk, ["init", "--from", opml], { cwd: empty, env, encoding: "utf8" });
  if (made.status !== 0) throw new Error(`init: ${made.stderr}`);
  const child = spawn(wiredesk, [], { cwd: empty, env, stdio: "inherit" });
  const ended = new Promise((done) => child.once("close", done));
  const startedAt = performance.now();
  while (!(await answers(`http://127.0.0.1:${port}/feeds/all.rss`))) {
    if (child.exitCode !== null || performance.now() - startedAt > startMsMax) {
      child.kill("SIGKILL");
      throw new Error("the installed wiredesk does not serve");
    }
    await sleep(100);
  }
  console.log(
    `${seconds()} s  served its feed ${((performance.now() - startedAt) / 1000).toFixed(1)} s after its start`,
  );
  child.kill("SIGTERM");
  const code = await ended;
  if (code !== 0) throw new Error(`the installed wiredesk ended with ${code}`);
}

async function answers(url) {
  const answer = await fetch(url).catch(() => null);
  await answer?.arrayBuffer();
  return answer?.status === 200;
}

function must(command, words, cwd) {
  const run = spawnSync(command, words, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  if (run.status !== 0) throw new Error(`${command} ${words.join(" ")} ended with ${run.status}\n${run.stdout}`);
  return run.stdout;
}
