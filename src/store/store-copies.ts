import type { StoreCopies } from "../domain/files/store-copies.ts";
import type { Instant } from "../domain/time.ts";
import type { CopyEnd } from "./copying/copied-tables.ts";
import { copyStore } from "./copying/copy-store.ts";
import { sqliteSource, sqliteTarget } from "./copying/sqlite-end.ts";
import { isPostgres, storeFile } from "./open-store.ts";

/** `StoreCopies` for both kinds of store. */
export const storeCopies: StoreCopies = {
  async copy(from, to, now, onCopied) {
    await withEnd(await sourceOf(from), (source) =>
      targetOf(to, now).then((end) => withEnd(end, (target) => copyStore(source, target, now, onCopied))),
    );
  },
};

async function withEnd(end: CopyEnd, work: (end: CopyEnd) => Promise<void>): Promise<void> {
  try {
    await work(end);
  } finally {
    await end.close();
  }
}

async function sourceOf(url: string): Promise<CopyEnd> {
  if (!isPostgres(url)) return sqliteSource(storeFile(url));
  return (await import("./copying/postgres-end.ts")).postgresSource(url);
}

async function targetOf(url: string, now: Instant): Promise<CopyEnd> {
  if (!isPostgres(url)) return sqliteTarget(storeFile(url), now);
  return (await import("./copying/postgres-end.ts")).postgresTarget(url, now);
}
