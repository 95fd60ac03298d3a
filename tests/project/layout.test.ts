import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

/** Files are hard to find in larger folders. */
const filesInFolderMax = 25;

test("no folder of src has more files than a reader can survey", () => {
  const wide = foldersOf("src").flatMap((folder) => {
    const count = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile()).length;
    return count > filesInFolderMax ? [`${folder}: ${count} files`] : [];
  });
  expect(wide).toEqual([]);
});

test("only the program's entry point and its version are directly in src", () => {
  const loose = readdirSync("src", { withFileTypes: true }).filter((entry) => entry.isFile());
  expect(loose.map(({ name }) => name).sort()).toEqual(["main.ts", "version.ts"]);
});

function foldersOf(folder: string): string[] {
  const inside = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [folder, ...inside.flatMap(({ name }) => foldersOf(join(folder, name)))];
}
