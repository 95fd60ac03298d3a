import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

/** In a wider folder nobody finds anything. */
const filesInFolderMax = 25;

test("no folder of src holds more files than a reader can look through", () => {
  const wide = foldersOf("src").flatMap((folder) => {
    const count = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile()).length;
    return count > filesInFolderMax ? [`${folder}: ${count} files`] : [];
  });
  expect(wide).toEqual([]);
});

test("only the program's entry and its version lie loose in src", () => {
  const loose = readdirSync("src", { withFileTypes: true }).filter((entry) => entry.isFile());
  expect(loose.map(({ name }) => name).sort()).toEqual(["main.ts", "version.ts"]);
});

function foldersOf(folder: string): string[] {
  const inside = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [folder, ...inside.flatMap(({ name }) => foldersOf(join(folder, name)))];
}
