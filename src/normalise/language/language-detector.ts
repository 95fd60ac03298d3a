import { readFileSync } from "node:fs";
import type { eld } from "eld/extrasmall";
import { packGroups } from "./pack-groups.ts";

type Eld = typeof eld;

/**
 * The detector of the eld package with its smallest table, in packed form. The package itself makes an object for each
 * of 50,000 letter groups, which takes about 60 MB; packed, the table takes 2 MB, and 9 MB while it is read. The files
 * are internal to the package, so package.json names its exact version, and a test compares every result with the
 * package's own.
 */
export const languageDetector: Pick<Eld, "detect"> = await makeDetector(import.meta.resolve("eld/extrasmall"));

async function makeDetector(entry: string): Promise<Pick<Eld, "detect">> {
  const { createEld }: Inner = await import(new URL("../languageDetector.js", entry).href);
  const { instance, loadData } = createEld();
  loadData(packGroups(readFileSync(new URL("../ngrams/extrasmall.js", entry), "utf8")));
  return instance;
}

interface Inner {
  readonly createEld: () => { readonly instance: Eld; readonly loadData: (data: object) => void };
}
