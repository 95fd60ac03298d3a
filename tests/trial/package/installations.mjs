import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { freePort } from "../built-service.mjs";
import { bootRoot, inRoot, startInRoot } from "./bare-root.mjs";
import { servedItems } from "./demo-wire.mjs";
import { must } from "./fetch-node.mjs";

/** `npm i -g` of the packed file in the bare root. */
export function installPacked(root, tarball) {
  cpSync(tarball, join(root, "root/wiredesk.tgz"));
  return inRoot(root, "npm install --global --no-audit --no-fund /root/wiredesk.tgz && wiredesk --version").trim();
}

/** The installed command, started by hand. */
export async function serveByHand(root, wire) {
  const port = await freePort();
  writeFileSync(
    join(root, "root/wiredesk.yaml"),
    JSON.stringify({ ...wire.config(port), store: "sqlite:/root/wire.db" }),
  );
  const service = startInRoot(root, "cd /root && exec wiredesk --config /root/wiredesk.yaml serve");
  try {
    return `${await servedItems(port)} items served`;
  } finally {
    await service.stop();
  }
}

/** The unit of the package, started by the root's own systemd. */
export async function serveAsUnit(root, wire) {
  const port = await freePort();
  mkdirSync(join(root, "etc/wiredesk"), { recursive: true });
  writeFileSync(join(root, "etc/wiredesk/wiredesk.yaml"), JSON.stringify(wire.config(port)));
  const unit = join(root, "usr/local/lib/node_modules/wiredesk/packaging/systemd/wiredesk.service");
  cpSync(unit, join(root, "etc/systemd/system/wiredesk.service"));
  const machine = await bootRoot(root);
  try {
    const enabled = machine.run("systemctl enable --now wiredesk");
    if (enabled.status !== 0) throw new Error(enabled.stderr);
    const items = await servedItems(port).catch((thrown) => {
      throw new Error(`${thrown.message}\n${machine.run("journalctl -u wiredesk -n 15 --no-pager -o cat").stdout}`);
    });
    const told = (line) => {
      const { status, stdout, stderr } = machine.run(line);
      if (status !== 0) throw new Error(`${line}: ${stderr}`);
      return stdout.trim();
    };
    const reloaded = told("systemctl reload wiredesk && systemctl is-active wiredesk");
    const user = told('stat -c %u "/proc/$(systemctl show -p MainPID --value wiredesk)"');
    await servedItems(port);
    const stopped = told("systemctl stop wiredesk; systemctl show -p Result --value wiredesk");
    return `${items} items served by a user of its own (${user}); after a reload ${reloaded}, after a stop ${stopped}`;
  } finally {
    await machine.stop();
  }
}

const image = "localhost/wiredesk-trial";

/** The Containerfile on the bare root as its base, run by podman with a root file system that cannot be written. */
export async function serveAsContainer(root, wire, scratch) {
  const archive = join(scratch, "root.tar");
  must("tar", ["--one-file-system", "--exclude=./root/.npm", "-cf", archive, "-C", root, "."], scratch);
  must("podman", [...storage(scratch), "import", "-q", archive, `${image}-base`], scratch);
  const build = ["bud", "--isolation", "chroot", "--format", "docker", "--build-arg", `BASE=${image}-base`];
  const file = resolve("packaging/container/Containerfile");
  const words = [...build, "--network", "host", "-f", file, "-t", image, resolve(".")];
  must("buildah", [...storage(scratch), ...words], scratch, { ...process.env, npm_config_nodedir: "/usr/local" });
  const port = await freePort();
  const config = join(scratch, "container.yaml");
  writeFileSync(config, JSON.stringify(wire.config(port)));
  const data = join(scratch, "data");
  mkdirSync(data);
  must("chown", ["1000:1000", data], scratch);
  const run = [
    ...["--runtime", "runc", "--cgroup-manager", "cgroupfs", "run", "--detach", "--rm", "--name", "wiredesk-trial"],
    ...["--network", "host", "--ulimit", "nofile=1024:1024", "--ulimit", "nproc=1024:1024", "--read-only"],
    ...["--user", "1000", "--env", `WIREDESK_PORT=${port}`, "--env", "WIREDESK_HOST=127.0.0.1"],
    ...["--volume", `${data}:/data`, "--volume", `${config}:/etc/wiredesk.yaml:ro`, image],
    ...["--config", "/etc/wiredesk.yaml", "serve"],
  ];
  must("podman", [...storage(scratch), ...run], scratch);
  try {
    return `${await servedItems(port)} items served, with a root that cannot be written`;
  } finally {
    spawnSync("podman", [...storage(scratch), "stop", "wiredesk-trial"]);
  }
}

/** Images and containers of the trial are kept apart from those of the machine. */
function storage(scratch) {
  return [
    "--root",
    join(scratch, "containers"),
    "--runroot",
    join(scratch, "containers-run"),
    "--storage-driver",
    "vfs",
  ];
}
