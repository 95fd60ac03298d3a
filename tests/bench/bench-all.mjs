// Runs every benchmark one after the other: `npm run bench`, or `npm run bench -- store feed` for some of them. Flags
// and numbers go to each of them: `npm run bench -- lean --quick`, `npm run bench -- desk 100000`.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";

const folder = import.meta.dirname;
const isFlag = (word) => /^--|^\d+$/.test(word);
const flags = process.argv.slice(2).filter(isFlag);
const wanted = process.argv.slice(2).filter((word) => !isFlag(word));
const names = readdirSync(folder)
  .map((file) => /^bench-(.+)\.mjs$/.exec(file)?.[1])
  .filter((name) => name !== undefined && name !== "all" && (wanted.length === 0 || wanted.includes(name)));
if (names.length === 0) {
  console.error(`no such benchmark: ${wanted.join(", ")}`);
  process.exit(2);
}
let failed = 0;
for (const name of names) {
  console.log(`\n== ${name}`);
  const run = spawnSync(process.execPath, ["--expose-gc", join(folder, `bench-${name}.mjs`), ...flags], {
    stdio: "inherit",
  });
  if (run.status !== 0) failed += 1;
}
process.exit(failed === 0 ? 0 : 1);
