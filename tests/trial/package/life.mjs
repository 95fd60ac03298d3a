import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { startBuilt } from "../built-service.mjs";
import { servedItems } from "./demo-wire.mjs";
import { must } from "./fetch-node.mjs";

/** Builds the commit before this version in a folder of its own. Returns the folder. */
export function buildCommit(commit, scratch) {
  const folder = join(scratch, `build-${commit}`);
  mkdirSync(folder);
  must("git", ["archive", "--output", join(scratch, "old.tar"), commit], resolve("."));
  must("tar", ["xf", join(scratch, "old.tar")], folder);
  must("npm", ["ci", "--no-audit"], folder);
  must("npx", ["tsc", "-p", "tsconfig.json"], folder);
  return folder;
}

/** Serves the demo with the earlier build until it has data, then upgrades: the same entries come out. */
export async function upgrade(earlier, wire, scratch) {
  const folder = join(scratch, "upgrade");
  mkdirSync(folder);
  const place = { folder, config: { ...wire.config(0), server: {}, store: `sqlite:${join(folder, "wire.db")}` } };
  const before = await startBuilt({ build: earlier, ...place });
  await servedItems(before.port);
  await before.stop();
  const told = exported(earlier, folder);
  const check = wiredesk(resolve("."), folder, ["upgrade", "--check"]);
  const step = /the first start would[^\n]*/.exec(check)?.[0] ?? "nothing would change";
  const after = await startBuilt({ build: resolve("."), ...place });
  await servedItems(after.port);
  await after.stop();
  const now = new Map(exported(resolve("."), folder).map((entry) => [entry.id, entry]));
  const lost = told.filter((entry) => !isSame(entry, now.get(entry.id)));
  if (lost.length > 0) throw new Error(`changed or lost by the upgrade: ${JSON.stringify(lost[0])}`);
  return {
    folder,
    told: `${told.length} entries are the same afterwards, ${now.size - told.length} came in since; ${step}`,
  };
}

/** Backs the store up, wipes it and restores it. The export is the same byte for byte. */
export function restore(folder) {
  const build = resolve(".");
  const before = wiredesk(build, folder, ["export"]);
  wiredesk(build, folder, ["backup", join(folder, "copy.db")]);
  for (const suffix of ["", "-wal", "-shm"]) rmSync(join(folder, `wire.db${suffix}`), { force: true });
  wiredesk(build, folder, ["restore", join(folder, "copy.db")]);
  const after = wiredesk(build, folder, ["export"]);
  if (after !== before) throw new Error("the export differs after the restore");
  return `${before.split("\n").length - 1} entries, ${Buffer.byteLength(before)} bytes of export, equal byte for byte`;
}

function exported(build, folder) {
  return wiredesk(build, folder, ["export"])
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}

function wiredesk(build, folder, words) {
  const main = join(build, "dist/main.js");
  const run = spawnSync(process.execPath, [main, "--config", join(folder, "wiredesk.yaml"), ...words], {
    ...{ cwd: folder, encoding: "utf8", maxBuffer: 2 ** 28 },
  });
  if (run.status !== 0) throw new Error(`wiredesk ${words[0]}: ${run.stderr}`);
  return run.stdout;
}

/** Groups may be decided anew, and reasons have other words. An entry changes only when its feed revises it. */
function isSame(before, after) {
  if (after === undefined) return false;
  if (after.revision > before.revision) return true;
  return ["feed", "guid", "url", "title", "text", "published", "firstSeen"].every(
    (name) => before[name] === after[name],
  );
}
