import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const columnsMax = 120;

test("comments wrap at 120 columns", () => {
  const long = ["src", "tests"].flatMap(sourceFiles).flatMap((file) =>
    readFileSync(file, "utf8")
      .split("\n")
      .flatMap((line, index) => (line.length > columnsMax && isComment(line) ? [`${file}:${index + 1}`] : [])),
  );
  expect(long).toEqual([]);
});

/** The formatter wraps only code. This test checks comments, including those after code. */
function isComment(line: string): boolean {
  return /^\s*(\/\/|\/?\*)/.test(line) || /[;,{)\]] \/\/ /.test(line);
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(ts|tsx|mts|mjs)$/.test(file) && !/fixtures|golden|vendor/.test(file))
    .map((file) => join(folder, file));
}
