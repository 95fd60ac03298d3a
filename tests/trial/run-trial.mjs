// Runs one long or random trial: `npm run trial -- NAME [options]`; without a name it lists the trials.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const folder = import.meta.dirname;
const [name, ...options] = process.argv.slice(2);
const names = readdirSync(folder)
  .map((file) => /^trial-(.+)\.mjs$/.exec(file)?.[1])
  .filter((one) => one !== undefined)
  .sort();
if (name === undefined || !names.includes(name)) {
  const print = name === undefined ? console.log : console.error;
  if (name !== undefined) print(`no such trial: ${name}`);
  print("npm run trial -- NAME [options]");
  for (const one of names) print(`  ${one.padEnd(8)} ${purposeOf(one)}`);
  process.exit(name === undefined ? 0 : 2);
}
const run = spawnSync(process.execPath, [join(folder, `trial-${name}.mjs`), ...options], { stdio: "inherit" });
process.exit(run.status ?? 1);

/** The first comment line of a trial says what it is for. */
function purposeOf(one) {
  return readFileSync(join(folder, `trial-${one}.mjs`), "utf8")
    .split("\n")[0]
    .replace(/^\/\/ /, "");
}
