import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { messageOf } from "../../../domain/errors.ts";
import { type Check, unknown, well, wrong } from "./check.ts";

/** The oldest release that the tests run on; `engines` in package.json says the same. */
const nodeMin = [20, 20] as const;

/** Whether Node.js is recent enough. `version`: process.versions.node. */
export function checkNode(version: string): Check {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const isRecent = major > nodeMin[0] || (major === nodeMin[0] && minor >= nodeMin[1]);
  if (isRecent) return well("Node.js", version);
  return wrong("Node.js", `${version} is too old`, `install Node.js ${nodeMin.join(".")} or later`);
}

/**
 * Whether the database module can be loaded. It is compiled for one release of Node.js. `path`: the PATH of the
 * environment.
 */
export async function checkDatabaseModule(readVersion: () => Promise<string>, path: string): Promise<Check> {
  const name = "database module";
  try {
    return well(name, `SQLite ${await readVersion()}; no compiler is needed`);
  } catch (error) {
    const missing = ["c++", "make", "python3"].filter((tool) => !isOnPath(tool, path));
    const first =
      missing.length === 0 ? "" : `install ${missing.join(", ")} (Debian: apt install build-essential python3), then `;
    return wrong(name, `cannot be loaded (${firstLine(messageOf(error))})`, `${first}run "npm rebuild better-sqlite3"`);
  }
}

function isOnPath(tool: string, path: string): boolean {
  return path.split(delimiter).some((folder) => folder !== "" && existsSync(join(folder, tool)));
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? "";
}

const openFilesMin = 256;

/**
 * Whether this process may open enough files. A service may have another limit, which its unit sets. Only Linux shows
 * the limit in a file.
 */
export function checkOpenFiles(limitsFile = "/proc/self/limits"): Check {
  const name = "open files";
  if (!existsSync(limitsFile)) return unknown(name, "this system does not say what its limit is");
  const limit = /^Max open files\s+(\S+)/m.exec(readFileSync(limitsFile, "utf8"))?.[1] ?? "unlimited";
  if (limit === "unlimited" || Number(limit) >= openFilesMin) return well(name, `up to ${limit}`);
  return wrong(name, `only ${limit} are allowed`, 'allow more: "ulimit -n 4096", or LimitNOFILE=4096 in the unit');
}
