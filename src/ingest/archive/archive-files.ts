import { readdir, readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";
import type { RawDocument } from "../../domain/document.ts";
import { messageOf, WireError } from "../../domain/errors.ts";
import type { Instant } from "../../domain/time.ts";

/** An archived document and the time of its fetch: the time in its name, or else the time of the file. */
export interface ArchiveFile {
  readonly path: string;
  readonly at: Instant;
}

const archiveBytesMax = 512 * 1024 * 1024;

/**
 * Lists the files under the paths, sorted by file name across folders. In folders, names that begin with a dot are left
 * out. Throws WireError "io-failed" that names the path.
 */
export async function listArchiveFiles(paths: readonly string[]): Promise<ArchiveFile[]> {
  const files: ArchiveFile[] = [];
  for (const path of paths) {
    try {
      const found = await listUnder(path);
      for (const file of found)
        files.push({ path: file, at: timeInName(basename(file)) ?? Math.floor((await stat(file)).mtimeMs) });
    } catch (cause) {
      throw new WireError("io-failed", `${path}: cannot be read (${messageOf(cause)})`, { cause });
    }
  }
  return files.sort((a, b) => compare(basename(a.path), basename(b.path)) || compare(a.path, b.path));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The bytes of an archived document. A file whose name ends in .gz is unpacked. */
export async function readArchiveFile(file: ArchiveFile): Promise<RawDocument> {
  try {
    const bytes = await readFile(file.path);
    const plain = file.path.endsWith(".gz") ? gunzipSync(bytes, { maxOutputLength: archiveBytesMax }) : bytes;
    return { bytes: plain, url: pathToFileURL(file.path).href, contentType: null };
  } catch (cause) {
    throw new WireError("io-failed", `cannot be read (${messageOf(cause)})`, { cause });
  }
}

async function listUnder(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const names = (await readdir(path, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1));
  const files: string[] = [];
  for (const name of names) {
    if (name.name.startsWith(".")) continue;
    if (name.isDirectory()) files.push(...(await listUnder(join(path, name.name))));
    else if (name.isFile()) files.push(join(path, name.name));
  }
  return files;
}

/**
 * Reads the time in a file name: archives name files by the time of the fetch ("20200421T001033Z_….xml",
 * "2020-04-21T00-10-33Z…").
 */
function timeInName(name: string): Instant | null {
  const match = /(?:^|\D)((?:19|20)\d\d)-?([01]\d)-?([0-3]\d)[T_-]?([0-2]\d)[:.-]?([0-5]\d)[:.-]?([0-5]\d)/.exec(name);
  if (match === null) return null;
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const at = Date.UTC(year, month - 1, day, hour, minute, second);
  return new Date(at).getUTCMonth() === month - 1 ? at : null;
}
