import { existsSync, readdirSync } from "node:fs";

const root = "/usr/lib/postgresql";
const versionMin = 15;

/** The folder with PostgreSQL's programs, of the newest version that is installed; null when there is none. */
export function postgresBin() {
  const versions = existsSync(root)
    ? readdirSync(root)
        .map(Number)
        .sort((a, b) => b - a)
    : [];
  const version = versions.find((one) => one >= versionMin && existsSync(`${root}/${one}/bin/postgres`));
  return version === undefined ? null : `${root}/${version}/bin`;
}
