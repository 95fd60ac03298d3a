import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * A module that `npm run build` compiled, such as "store/open-store.js". Worker threads run only compiled code, and the
 * page's script exists only in compiled form.
 */
export async function importBuilt<Module>(file: string): Promise<Module> {
  return (await import(pathToFileURL(resolve("dist", file)).href)) as Module;
}
