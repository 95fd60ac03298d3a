// The suite on Node.js 20, 22, 24 and 26, each from the registry's package. [--versions 22,24] [--tests PATH,PATH]
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { makeFolder } from "./built-service.mjs";
import { fetchNode } from "./package/fetch-node.mjs";

const { values } = parseArgs({
  options: { versions: { type: "string", default: "20,22,24,26" }, tests: { type: "string", default: "" } },
});
const paths = values.tests.split(",").filter((path) => path !== "");
const { folder, remove } = makeFolder("node");
const failed = [];
try {
  for (const major of values.versions.split(",")) if (!runOn(major)) failed.push(major);
} finally {
  remove();
}
const { engines } = JSON.parse(readFileSync("package.json", "utf8"));
console.log(`engines says "${engines.node}"; failed: ${failed.join(", ") || "none"}`);
process.exit(failed.length === 0 ? 0 : 1);

/** Installs, builds and tests the committed state of this checkout in a folder of its own. Says how it went. */
function runOn(major) {
  const began = performance.now();
  const seconds = () => `${((performance.now() - began) / 1000).toFixed(0)} s`;
  const node = fetchNode(major, folder);
  const checkout = join(folder, `checkout-${major}`);
  mkdirSync(checkout);
  const env = {
    ...process.env,
    PATH: `${join(node.folder, "bin")}${delimiter}${process.env.PATH}`,
    // The headers are in the package, so that node-gyp downloads none.
    npm_config_nodedir: node.folder,
  };
  const run = (command, words, cwd = checkout) =>
    spawnSync(command, words, { cwd, env, encoding: "utf8", maxBuffer: 2 ** 28 });
  const archive = join(folder, "checkout.tar");
  const steps = [
    ["git archive", () => run("git", ["archive", "--output", archive, "HEAD"], resolve("."))],
    ["tar", () => run("tar", ["xf", archive])],
    ["npm ci", () => run("npm", ["ci", "--no-audit"])],
    ["npm run build", () => run("npm", ["run", "--silent", "build"])],
    ["vitest", () => run("npx", ["vitest", "run", "--project", "daily", "--reporter=dot", ...paths])],
  ];
  for (const [name, step] of steps) {
    const { status, stdout, stderr } = step();
    if (status === 0 && name !== "vitest") continue;
    const told = /Test Files[^\n]*\n[^\n]*/.exec(stdout ?? "")?.[0] ?? "";
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the reporter colours its lines.
    const plain = told.replace(/\x1b\[[\d;]*m/g, "").replace(/\s+/g, " ");
    console.log(`Node.js ${node.version}: ${status === 0 ? "passed" : `${name} failed`} after ${seconds()}; ${plain}`);
    if (status !== 0) writeFileSync(`trial-node-${major}.log`, `${stdout}\n${stderr}`);
    rmSync(checkout, { recursive: true, force: true });
    return status === 0;
  }
}
