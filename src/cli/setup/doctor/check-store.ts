import { accessSync, constants, existsSync, statfsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { messageOf, WireError } from "../../../domain/errors.ts";
import type { StoreFiles } from "../../../domain/files/store-files.ts";
import { counted } from "../../../domain/text/counted.ts";
import { megabytes } from "../../megabytes.ts";
import { type Check, doubtful, unknown, well, wrong } from "./check.ts";

/** Whether the store's file can be read and is not damaged. */
export function checkStore(files: StoreFiles, file: string): Check {
  const name = "store";
  if (!existsSync(file)) return well(name, `${file} does not exist yet; the first start makes it`);
  try {
    const { bytes, feeds, entries, schema, presentSchema } = files.inspect(file, false);
    const found = `${file}: ${megabytes(bytes)}, ${counted(feeds, "feed")}, ${counted(entries, "entry", "entries")}`;
    if (schema === presentSchema) return well(name, found);
    return doubtful(
      name,
      `${found}; an earlier wiredesk wrote it`,
      'the next start brings it up to date; make a copy with "wiredesk backup FILE" first',
    );
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return wrong(name, messageOf(error), storeAdvice[error.code] ?? 'restore a backup with "wiredesk restore FILE"');
  }
}

const storeAdvice: Readonly<Partial<Record<WireError["code"], string>>> = {
  "store-locked": "stop the other command that has the store open, or wait until it ends",
  "store-newer": "install the wiredesk that wrote it, or a later one",
  "io-failed": "give this user permission to read and write the file and its folder",
};

/** Whether this user may write to the store's file and to its folder, where SQLite keeps its log. */
export function checkPermissions(file: string): Check {
  const name = "permissions";
  const folder = existingFolder(file);
  const refused = [folder, ...(existsSync(file) ? [file] : [])].filter((path) => !mayWrite(path));
  if (refused.length === 0) return well(name, `${folder} can be written`);
  return wrong(
    name,
    `this user may not write ${refused.join(" and ")}`,
    `give the user permission with chown or chmod`,
  );
}

function mayWrite(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

const freeBytesMin = 100 * 2 ** 20;
const freeBytesUsual = 2 ** 30;

/** Whether the disk of the store has room. An upgrade may need as much free space as the store takes. */
export function checkDisk(file: string, storeBytes: number, readFree: (folder: string) => number = freeBytes): Check {
  const name = "disk";
  const folder = existingFolder(file);
  try {
    const free = readFree(folder);
    const found = `${megabytes(free)} free in ${folder}`;
    if (free < freeBytesMin) return wrong(name, found, "make room, or move the store to a larger disk");
    if (free >= Math.max(freeBytesUsual, storeBytes)) return well(name, found);
    return doubtful(name, found, 'make room soon, or keep less ("retention.entries")');
  } catch (error) {
    return unknown(name, messageOf(error));
  }
}

function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

/** The folder of the file, or the nearest one above it that exists. */
function existingFolder(file: string): string {
  let folder = dirname(resolve(file));
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}
