import { existsSync } from "node:fs";
import { messageOf, WireError } from "../../../domain/errors.ts";
import type { StoreFiles, StoreInspection } from "../../../domain/files/store-files.ts";
import { counted } from "../../../domain/text/counted.ts";
import { megabytes } from "../../megabytes.ts";
import { type Check, doubtful, well, wrong } from "../doctor/check.ts";

const name = "store";

/** What this version would change in the schema of the store, and whether an earlier version wrote it. */
export async function checkSchema(
  files: StoreFiles,
  store: string,
): Promise<{ readonly check: Check; readonly isOlder: boolean }> {
  try {
    const found = await inspect(files, store);
    if (found === null) return { check: well(name, "there is none yet; the first start makes it"), isOlder: false };
    const isOlder = found.schema < found.presentSchema;
    return { check: isOlder ? toldSteps(found) : well(name, `${toldStore(found)}; nothing would change`), isOlder };
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return { check: wrong(name, messageOf(error), "see what wiredesk doctor says of the store"), isOlder: false };
  }
}

async function inspect(files: StoreFiles, store: string): Promise<StoreInspection | null> {
  if (!files.isOnServer(store)) {
    const file = files.fileOf(store);
    return existsSync(file) ? files.inspect(file, false) : null;
  }
  const found = await files.inspectDatabase(store);
  return found.schema === 0 ? null : found;
}

function toldStore({ bytes, feeds, entries, schema }: StoreInspection): string {
  return `schema ${schema}, ${megabytes(bytes)}, ${counted(feeds, "feed")}, ${counted(entries, "entry", "entries")}`;
}

function toldSteps(found: StoreInspection): Check {
  const steps = counted(found.presentSchema - found.schema, "migration");
  return doubtful(
    name,
    `${toldStore(found)}; the first start would bring it to schema ${found.presentSchema} (${steps})`,
    "stop the service, make a backup, install this version, start it; the earlier version cannot open the store afterwards",
  );
}
