import { readdirSync, readFileSync } from "node:fs";

const folder = new URL("../fixtures/parse/dialects/", import.meta.url);

/** One document for each dialect, by file name. All have three items: "one", "two" and "three". */
export const feedExamples: Readonly<Record<string, string>> = Object.fromEntries(
  readdirSync(folder)
    .filter((file) => !file.endsWith(".expected.json"))
    .map((file) => [file, readFileSync(new URL(file, folder), "utf8")]),
);
