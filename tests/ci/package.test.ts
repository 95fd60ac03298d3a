import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually, freePort } from "../support/cli.ts";
import { rssDocument, testItem } from "../support/feed-documents.ts";
import { startFeedHost } from "../support/feed-host.ts";
import { makeFolder, removeFolder } from "../support/folders.ts";

/**
 * What `npm install` would put on a machine: the packed files, and the packages that package.json names, which are
 * linked in place of being built again. `npm run trial -- package` installs it for real.
 */
const folder = makeFolder();
const modules = join(folder, "lib/node_modules");
const main = join(modules, "wiredesk/dist/main.js");
const empty = join(folder, "empty");

/** The environment of a user of this name. */
function envOf(user: string) {
  const home = join(folder, user);
  return { ...process.env, HOME: home, XDG_CONFIG_HOME: join(home, "etc"), XDG_DATA_HOME: join(home, "share") };
}

beforeAll(() => {
  mkdirSync(modules, { recursive: true });
  mkdirSync(empty);
  const packed = spawnSync("npm", ["pack", "--ignore-scripts", "--pack-destination", folder], { encoding: "utf8" });
  expect(packed.status, packed.stderr).toBe(0);
  spawnSync("tar", ["-xzf", join(folder, packed.stdout.trim().split("\n").at(-1) ?? ""), "-C", folder]);
  cpSync(join(folder, "package"), join(modules, "wiredesk"), { recursive: true });
  for (const name of dependencies()) {
    mkdirSync(join(modules, name, ".."), { recursive: true });
    symlinkSync(resolve("node_modules", name), join(modules, name));
  }
}, 60_000);
afterAll(() => removeFolder(folder));

function dependencies(): string[] {
  return Object.keys((JSON.parse(readFileSync("package.json", "utf8")) as { dependencies: object }).dependencies);
}

function run(user: string, ...words: string[]) {
  return spawnSync(process.execPath, [main, ...words], { cwd: empty, env: envOf(user), encoding: "utf8" });
}

describe("the packed package, in an empty folder", () => {
  test("has what runs and what explains it, and nothing else", () => {
    const files = readdirSync(join(modules, "wiredesk"), { recursive: true, encoding: "utf8" });
    expect(files).toEqual(
      expect.arrayContaining([
        "dist/main.js",
        "config/wiredesk.yaml",
        "config/wiredesk.schema.json",
        "docs/running.md",
        "LICENSE",
      ]),
    );
    expect(files.filter((file) => /\.map$|\.built$|^(src|tests|scripts|data|dist\/demo)\b/.test(file))).toEqual([]);
  });

  test("starts with built-in feeds and a store in the user's data folder", () => {
    const checked = run("ann", "config", "check");
    expect([checked.status, checked.stderr]).toEqual([0, ""]);
    expect(checked.stdout).toContain(`${modules}/wiredesk/config/wiredesk.yaml has no faults`);
    expect(run("ann", "feeds", "list").stdout.trim().split("\n").length).toBeGreaterThan(70);
    expect(existsSync(join(folder, "ann/share/wiredesk/wiredesk.db"))).toBe(true);
    expect(readdirSync(empty)).toEqual([]);
  });

  test("serves pages and feeds of a configuration that init wrote, and tells a person where", async () => {
    const host = await startFeedHost();
    const url = host.publish("/x.rss", rssDocument({ title: "X", link: "https://x.example/" }, [testItem(1)]));
    writeFileSync(
      join(folder, "my.opml"),
      `<opml version="2.0"><body><outline text="Pier" xmlUrl="${url}"/></body></opml>`,
    );
    const made = run("bob", "init", "--from", join(folder, "my.opml"));
    expect(made.status, made.stderr).toBe(0);
    expect(made.stderr).toContain("start it with: wiredesk\n");
    const file = made.stdout.trim();
    writeFileSync(
      file,
      readFileSync(file, "utf8").replace("allowPrivateAddresses: false", "allowPrivateAddresses: true"),
    );
    const port = await freePort();
    const address = {
      WIREDESK_PORT: String(port),
      WIREDESK_BASE_URL: `http://localhost:${port}`,
      WIREDESK_LOG_FORMAT: "plain",
    };
    const child = spawn(process.execPath, [main], {
      cwd: empty,
      env: { ...envOf("bob"), ...address },
      stdio: ["ignore", "pipe", "pipe"],
    });
    try {
      const told = linesOf(child);
      const lines = await eventually(
        async () => told(),
        (all) => all.length >= 4,
      );
      expect(lines).toEqual([
        expect.stringMatching(/^wiredesk \d/),
        `address  http://localhost:${port}/ (merged feed: http://localhost:${port}/feeds/all.rss)`,
        expect.stringMatching(/^feeds {4}1 of 1 sources; configured in .*bob\/etc\/wiredesk\/wiredesk\.yaml$/),
        expect.stringMatching(/^store {4}.*share\/wiredesk\/wiredesk\.db .*entries in \d+ stories$/),
      ]);
      const ask = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
      expect((await ask("/")).status).toBe(200);
      expect((await ask("/assets/desk.js")).status).toBe(200);
      expect(child.exitCode).toBeNull();
    } finally {
      child.kill("SIGTERM");
      await host.close();
    }
    expect(((await once(child, "close")) as [number | null])[0]).toBe(0);
  });
});

function linesOf(child: ChildProcess): () => string[] {
  let text = "";
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
  });
  return () => text.split("\n").slice(0, -1);
}

test("npm start builds only when something changed", () => {
  const project = join(folder, "project");
  mkdirSync(join(project, "src/deep"), { recursive: true });
  for (const name of ["dist", "packaging"]) mkdirSync(join(project, name));
  const build = "node -e \"require('fs').appendFileSync('built.log','x')\"";
  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "x", version: "1.0.0", scripts: { build } }));
  for (const file of [
    "package-lock.json",
    "packaging/bundle.mjs",
    "packaging/undici-parts.mjs",
    "tsconfig.json",
    "src/deep/a.ts",
    "src/deep/b.ts",
  ])
    writeFileSync(join(project, file), "");
  const builds = () => {
    spawnSync(process.execPath, [resolve("packaging/build-if-changed.mjs")], { cwd: project });
    return readFileSync(join(project, "built.log"), "utf8").length;
  };
  expect([builds(), builds()]).toEqual([1, 1]);
  writeFileSync(join(project, "src/deep/a.ts"), "changed");
  expect([builds(), builds()]).toEqual([2, 2]);
  rmSync(join(project, "src/deep/b.ts"));
  expect([builds(), builds()]).toEqual([3, 3]);
  rmSync(join(project, "dist"), { recursive: true });
  mkdirSync(join(project, "dist"));
  expect(builds()).toBe(4);
});
