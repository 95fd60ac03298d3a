import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { afterAll, describe, expect, test } from "vitest";

/** The linter holds the direction of imports: each folder tries what it may not do, and what it may. */
const forbidden: readonly (readonly [from: string, imported: string])[] = [
  ["domain", "../parse/parse-feed.ts"],
  ["domain", "../store/open-store.ts"],
  ["fetch", "../parse/parse-feed.ts"],
  ["fetch", "../store/open-store.ts"],
  ["parse", "../normalise/plain-text.ts"],
  ["parse", "../fetch/guarded-http.ts"],
  ["normalise", "../parse/parse-feed.ts"],
  ["normalise", "../dedupe/engine.ts"],
  ["dedupe", "../store/open-store.ts"],
  ["dedupe", "../normalise/plain-text.ts"],
  ["publish", "../web/server.ts"],
  ["publish", "../store/open-store.ts"],
  ["store", "../ingest/poller.ts"],
  ["store/sqlite", "../../dedupe/engine.ts"],
  ["config", "../store/open-store.ts"],
  ["ingest", "../store/open-store.ts"],
  ["ingest", "../web/server.ts"],
  ["ingest", "../publish/merged-feed.ts"],
  ["web", "../store/open-store.ts"],
  ["web", "../ingest/poller.ts"],
  ["cli", "../store/open-store.ts"],
  ["cli", "../web/server.ts"],
  ["cli", "../app.ts"],
  ["parse", "../main.ts"],
];

const allowed: readonly (readonly [from: string, imported: string])[] = [
  ["fetch", "../domain/errors.ts"],
  ["parse", "./dates.ts"],
  ["ingest", "../parse/parse-feed.ts"],
  ["ingest", "../normalise/plain-text.ts"],
  ["ingest", "../fetch/guarded-http.ts"],
  ["web", "../publish/merged-feed.ts"],
  ["cli", "../config/config.ts"],
];

describe("import layers", () => {
  const folder = mkdtempSync(join(tmpdir(), "wiredesk-layers-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const violations = lintAll(folder, [...forbidden, ...allowed]);

  test.each(forbidden)("src/%s may not import %s", (from, imported) => {
    expect(violations).toContain(fileOf(from, imported));
  });

  test.each(allowed)("src/%s may import %s", (from, imported) => {
    expect(violations).not.toContain(fileOf(from, imported));
  });
});

/** Writes one file for each import into a project that has our rules, and answers the files that break them. */
function lintAll(folder: string, imports: readonly (readonly [string, string])[]): string[] {
  const rules = JSON.parse(readFileSync("biome.json", "utf8")) as Record<string, unknown>;
  const { $schema: _schema, vcs: _vcs, ...config } = rules;
  writeFileSync(join(folder, "biome.json"), JSON.stringify(config));
  for (const [from, imported] of imports) {
    const file = join(folder, fileOf(from, imported));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `import { thing } from "${imported}";\n\nexport const other = thing;\n`);
  }
  const run = spawnSync(
    process.execPath,
    [
      resolve("node_modules/@biomejs/biome/bin/biome"),
      "lint",
      "--only=style/noRestrictedImports",
      "--reporter=github",
      "--max-diagnostics=500",
    ],
    { cwd: folder, encoding: "utf8" },
  );
  return [...run.stdout.matchAll(/file=([^,]+),/g)].map((match) => relative(folder, resolve(folder, match[1] ?? "")));
}

function fileOf(from: string, imported: string): string {
  return `src/${from}/${imported.replace(/[^a-z]+/g, "-")}.ts`;
}
