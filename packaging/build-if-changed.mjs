// Runs `npm run build` unless the build is newer than everything that it is made from. `npm start` begins with it.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const stamp = "dist/.built";

if (!existsSync("src")) process.exit(0); // An installed package has its build and no sources.
// The stamp gets the time at which the build began. A source that is saved during the build is then newer than the
// stamp, and the next start builds again.
const beganAt = new Date();
if (
  existsSync(stamp) &&
  newest([
    "package-lock.json",
    "package.json",
    "packaging/bundle.mjs",
    "packaging/undici-parts.mjs",
    "tsconfig.json",
    "src",
  ]) < statSync(stamp).mtimeMs
)
  process.exit(0);
rmSync(stamp, { force: true });
const build = spawnSync("npm", ["run", "--silent", "build"], { stdio: "inherit" });
if (build.status === 0) {
  writeFileSync(stamp, "");
  utimesSync(stamp, beganAt, beganAt);
}
process.exit(build.status ?? 1);

/** The time of the newest change. The time of a folder tells of files that were added, renamed and removed. */
function newest(paths) {
  return Math.max(
    ...paths.map((path) => {
      const stats = statSync(path);
      if (!stats.isDirectory()) return stats.mtimeMs;
      return Math.max(stats.mtimeMs, newest(readdirSync(path).map((name) => join(path, name))));
    }),
  );
}
