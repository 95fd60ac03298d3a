import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { makeFolder, removeFolder } from "../support/folders.ts";

/**
 * The rooms that each room may import besides itself. The linter enforces this; every pair that is not listed must be a
 * lint error.
 */
const rooms: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  config: ["domain"],
  fetch: ["domain"],
  parse: ["domain"],
  normalise: ["domain"],
  dedupe: ["domain"],
  publish: ["domain"],
  store: ["domain"],
  documents: ["domain", "publish"],
  sending: ["domain"],
  hub: ["domain", "documents", "sending"],
  ingest: ["domain", "fetch", "parse", "normalise", "dedupe", "hub"],
  web: ["domain", "publish", "documents", "hub"],
  cli: ["domain", "config", "fetch", "parse", "normalise", "dedupe", "ingest", "publish"],
  runtime: [
    ...["domain", "config", "fetch", "parse", "normalise", "dedupe", "publish"],
    ...["store", "documents", "sending", "hub", "ingest", "web", "cli"],
  ],
  demo: ["domain", "config", "runtime"],
};
const names = Object.keys(rooms);

type Import = readonly [from: string, imported: string];
const isAllowed = (from: string, to: string) => from === to || (rooms[from] ?? []).includes(to);
const pairs = names.flatMap((from) => names.map((to): Import => [from, to]));
const forbidden: readonly Import[] = [
  ...pairs.filter(([from, to]) => !isAllowed(from, to)).map(([from, to]): Import => [from, `../${to}/thing.ts`]),
  ...pairs
    .filter(([from, to]) => !isAllowed(from, to))
    .map(([from, to]): Import => [`${from}/deeper`, `../../${to}/deeper/thing.ts`]),
  ...names.map((from): Import => [from, "../main.ts"]),
  ...names.filter((from) => from !== "runtime").map((from): Import => [from, "../version.ts"]),
  ...names.filter((to) => to !== "runtime" && to !== "cli").map((to): Import => [".", `./${to}/thing.ts`]),
];
const allowed: readonly Import[] = [
  ...pairs
    .filter(([from, to]) => from !== to && isAllowed(from, to))
    .map(([from, to]): Import => [from, `../${to}/thing.ts`]),
  ["runtime", "../version.ts"],
  [".", "./runtime/thing.ts"],
  [".", "./cli/thing.ts"],
];

describe("import walls", () => {
  const folder = makeFolder();
  afterAll(() => removeFolder(folder));
  const violations = new Set(lintAll(folder, [...forbidden, ...allowed]));

  test("every room of src has import rules", () => {
    const found = readdirSync("src", { withFileTypes: true });
    expect(found.filter((one) => one.isDirectory()).map(({ name }) => name)).toEqual([...names].sort());
    expect(found.filter((one) => one.isFile()).map(({ name }) => name)).toEqual(["main.ts", "version.ts"]);
  });

  test("two files that import each other, if only for a type, are a lint error", () => {
    const circle = makeFolder();
    const files = { "src/web/one.ts": "./two.ts", "src/web/two.ts": "./one.ts", "src/web/three.ts": "./two.ts" };
    for (const [file, imported] of Object.entries(files)) {
      mkdirSync(dirname(join(circle, file)), { recursive: true });
      writeFileSync(join(circle, file), `import type { Other } from "${imported}";\n\nexport type Thing = Other;\n`);
    }
    const found = lint(circle, "suspicious/noImportCycles");
    removeFolder(circle);
    expect([...found].sort()).toEqual(["src/web/one.ts", "src/web/two.ts"]);
  });

  test.each(forbidden)("src/%s may not import %s", (from, imported) => {
    expect(violations).toContain(fileOf(from, imported));
  });

  test.each(allowed)("src/%s may import %s", (from, imported) => {
    expect(violations).not.toContain(fileOf(from, imported));
  });
});

/** Writes one file for each import, and returns the files that break a rule. */
function lintAll(folder: string, imports: readonly Import[]): string[] {
  for (const [from, imported] of imports) {
    const file = join(folder, fileOf(from, imported));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `import { thing } from "${imported}";\n\nexport const other = thing;\n`);
  }
  return lint(folder, "style/noRestrictedImports");
}

/** Runs one lint rule, with our settings, on a temporary project. Returns the files that break it. */
function lint(folder: string, rule: string): string[] {
  const rules = JSON.parse(readFileSync("biome.json", "utf8")) as Record<string, unknown>;
  const { $schema: _schema, vcs: _vcs, ...config } = rules;
  writeFileSync(join(folder, "biome.json"), JSON.stringify(config));
  const run = spawnSync(
    process.execPath,
    [
      resolve("node_modules/@biomejs/biome/bin/biome"),
      "lint",
      `--only=${rule}`,
      "--reporter=github",
      "--max-diagnostics=5000",
    ],
    { cwd: folder, encoding: "utf8" },
  );
  return [...run.stdout.matchAll(/file=([^,]+),/g)].map((match) => relative(folder, resolve(folder, match[1] ?? "")));
}

function fileOf(from: string, imported: string): string {
  return join("src", from, `${imported.replace(/[^a-z]+/g, "-")}.ts`);
}
