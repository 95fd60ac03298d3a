import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fetchNode, must } from "./fetch-node.mjs";

/** What Debian's packages add to a bare Debian 12: systemd, and what npm needs to build the database module. */
const packages = "systemd,systemd-sysv,dbus,ca-certificates,build-essential,python3";

/** Makes a bare Debian 12 in a folder, unless it is there already. */
export function makeRoot(root) {
  if (existsSync(join(root, "usr/bin"))) return;
  must("debootstrap", ["--variant=minbase", `--include=${packages}`, "bookworm", root], "/");
}

/** Puts Node.js and npm into the root, both from the registry, as a person would unpack them to /usr/local. */
export function putNode(root, major, scratch) {
  const { folder, version } = fetchNode(major, scratch);
  const local = join(root, "usr/local");
  for (const name of ["bin", "include"]) cpSync(join(folder, name), join(local, name), { recursive: true });
  const tarball = must("npm", ["pack", "--silent", "npm@11"], scratch).trim();
  const npm = join(local, "lib/node_modules/npm");
  mkdirSync(npm, { recursive: true });
  must("tar", ["xzf", join(scratch, tarball), "-C", npm, "--strip-components=1"], scratch);
  rmSync(join(local, "bin/npm"), { force: true });
  symlinkSync("../lib/node_modules/npm/bin/npm-cli.js", join(local, "bin/npm"));
  // What this machine needs to reach its registry.
  const authorities = "/etc/ssl/certs/ca-certificates.crt";
  cpSync(authorities, join(root, authorities));
  writeFileSync(
    join(root, "root/.npmrc"),
    `cafile=${authorities}\nnodedir=/usr/local\naudit=false\nupdate-notifier=false\n`,
  );
  return version;
}

/**
 * systemd-nspawn refuses to work where /run/systemd is on a disk, as in some containers. In a mount namespace of its
 * own it gets a folder in memory.
 */
const nspawn =
  'mkdir -p /run/systemd && mount -t tmpfs tmpfs /run/systemd && exec systemd-nspawn -q --register=no --keep-unit "$@"';

function nspawnWords(root, words) {
  return ["--mount", "sh", "-c", nspawn, "sh", "-D", root, ...words];
}

/** Runs a command line in the root, as root, on this machine's network. Returns what it printed. */
export function inRoot(root, line) {
  return must("unshare", nspawnWords(root, ["--pipe", "/bin/sh", "-c", line]), "/");
}

/** Starts a command line in the root. `stop()` ends it as Ctrl-C does, and waits. */
export function startInRoot(root, line) {
  return started(spawn("unshare", nspawnWords(root, ["--pipe", "/bin/sh", "-c", line]), { stdio: "ignore" }));
}

/** Boots the root with its own systemd. `run(line)` runs a command line in it. */
export async function bootRoot(root) {
  const machine = started(spawn("unshare", nspawnWords(root, ["-b", "--console=pipe"]), { stdio: "ignore" }));
  const inside = (line) => {
    const leader = childOf(machine.pid);
    if (leader === null) return { status: 1, stdout: "", stderr: "not booted yet" };
    const words = ["-t", String(leader), "-m", "-u", "-i", "-p", "/bin/sh", "-c", line];
    return spawnSync("nsenter", words, { encoding: "utf8" });
  };
  const end = performance.now() + bootMsMax;
  while (!/^(?:running|degraded)/.test(inside("systemctl is-system-running").stdout)) {
    if (performance.now() > end) throw new Error("the machine does not boot");
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  return { run: inside, stop: machine.stop };
}

const bootMsMax = 120_000;

/** The process that runs as number 1 inside, which is the child of systemd-nspawn. */
function childOf(pid) {
  const found = spawnSync("pgrep", ["--parent", String(pid), "--oldest"], { encoding: "utf8" }).stdout.trim();
  return found === "" ? null : Number(found);
}

function started(child) {
  const ended = once(child, "close");
  return {
    pid: child.pid,
    async stop() {
      const inner = childOf(child.pid);
      if (inner !== null) process.kill(inner, "SIGKILL");
      child.kill("SIGTERM");
      await ended;
    },
  };
}
