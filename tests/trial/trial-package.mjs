// A bare Debian 12: npm, the unit and the container serve; then an upgrade and a restore. [--root DIR] [--from COMMIT]
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { makeFolder } from "./built-service.mjs";
import { makeRoot, putNode } from "./package/bare-root.mjs";
import { startDemoWire } from "./package/demo-wire.mjs";
import { must } from "./package/fetch-node.mjs";
import { installPacked, serveAsContainer, serveAsUnit, serveByHand } from "./package/installations.mjs";
import { buildCommit, restore, upgrade } from "./package/life.mjs";

const { values } = parseArgs({
  options: {
    // A bare Debian 12 that debootstrap made before; the trial changes it.
    root: { type: "string" },
    from: { type: "string", default: "1b6d713" },
    keep: { type: "boolean", default: false },
  },
});
const { folder, remove } = makeFolder("package");
const root = values.root === undefined ? join(folder, "root") : resolve(values.root);
const wire = await startDemoWire();
let failures = 0;

try {
  const tarball = await step("pack", [], () =>
    join(
      folder,
      must("npm", ["pack", "--silent", "--pack-destination", folder], resolve(".")).trim().split("\n").at(-1),
    ),
  );
  const isMade = await step("debootstrap", values.root === undefined ? ["debootstrap"] : [], () => {
    mkdirSync(root, { recursive: true });
    makeRoot(root);
    return `a bare Debian 12 with ${putNode(root, 20, folder)} of Node.js`;
  });
  const version = isMade && tarball && (await step("npm i -g", ["systemd-nspawn"], () => installPacked(root, tarball)));
  if (version) {
    await step("by hand", [], () => serveByHand(root, wire));
    await step("systemd", ["systemd-nspawn", "nsenter"], () => serveAsUnit(root, wire));
    await step("container", ["buildah", "podman", "runc"], () => serveAsContainer(root, wire, folder));
  }
  const earlier = await step("build before", ["git"], () => buildCommit(values.from, folder));
  const upgraded = earlier && (await step("upgrade", [], () => upgrade(earlier, wire, folder)));
  if (upgraded) await step("restore", [], () => restore(upgraded.folder));
} finally {
  await wire.close();
  if (values.keep) console.log(`kept in ${folder}`);
  else remove();
}
process.exit(failures === 0 ? 0 : 1);

/** Runs one step and prints its time. A step whose tools are missing is left out, and a line says so. */
async function step(name, tools, work) {
  const missing = tools.filter((tool) => spawnSync("sh", ["-c", `command -v ${tool}`]).status !== 0);
  if (missing.length > 0) {
    console.log(`${name.padEnd(14)} left out: this machine has no ${missing.join(" and no ")}`);
    return null;
  }
  const began = performance.now();
  const seconds = () => `${((performance.now() - began) / 1000).toFixed(1)} s`.padStart(8);
  try {
    const result = await work();
    console.log(`${name.padEnd(14)} ${seconds()}  ${result.told ?? result}`);
    return result;
  } catch (thrown) {
    failures += 1;
    console.log(`${name.padEnd(14)} ${seconds()}  FAILED: ${thrown.message}`);
    return null;
  }
}
