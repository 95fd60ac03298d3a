import { readFileSync } from "node:fs";
import type { eld } from "eld/extrasmall";
import { packGroups } from "./pack-groups.ts";

type Eld = typeof eld;

/**
 * eld's detector over its smallest table, packed. As the package loads it, each of 50,000 groups of letters is an
 * object of its own, which takes the process some 60 MB; packed it takes 2, and 9 while it is read. The files are inner
 * ones of the package: its version is exact in package.json, and a test compares every answer with the package's own.
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
