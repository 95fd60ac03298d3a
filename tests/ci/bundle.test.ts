import { execFile, execFileSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rssDocument, testItem } from "../support/feed-documents.ts";
import { startFeedHost } from "../support/feed-host.ts";
import { makeFolder, removeFolder } from "../support/folders.ts";

/** A copy of the built program. `npm run build` has joined its modules, but the compiler alone has not. */
const folder = makeFolder();
const dist = join(folder, "dist");
const configFile = join(folder, "wiredesk.yaml");

beforeAll(() => {
  cpSync(resolve("dist"), dist, { recursive: true });
  for (const name of ["package.json", "config", "node_modules"]) symlinkSync(resolve(name), join(folder, name));
  if (!existsSync(join(dist, "bundle"))) execFileSync(process.execPath, ["packaging/bundle.mjs", dist]);
}, 60_000);
afterAll(() => removeFolder(folder));

function configure(sources: readonly object[]): void {
  const polling = { allowPrivateAddresses: true };
  writeFileSync(configFile, JSON.stringify({ store: `sqlite:${folder}/wire.db`, polling, sources }));
}

async function run(...words: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...[join(dist, "main.js"), "--config", configFile],
    ...words,
  ]);
  return stdout;
}

describe("packaging/bundle.mjs", () => {
  test("joins the modules of the process and of every thread that it starts", () => {
    const starts = readdirSync("src", { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .flatMap((name) => [...readFileSync(join("src", name), "utf8").matchAll(/new URL\("\.\/([a-z-]+\.js)"/g)])
      .map(([, name]) => name ?? "");
    expect(starts).toContain("ingest-thread.js");
    const files = readdirSync(dist, { recursive: true, encoding: "utf8" });
    for (const start of ["main.js", ...new Set(starts)]) {
      const file = files.find((name) => `/${name}`.endsWith(`/${start}`)) ?? "";
      expect(readFileSync(join(dist, file), "utf8"), start).toMatch(/(from|import\() ?"[./]+bundle\//);
    }
  });

  test("leaves a program that polls, reads in threads, decides, and finds its own files", async () => {
    const host = await startFeedHost();
    try {
      const url = host.publish("/x.rss", rssDocument({ title: "X", link: "https://x.example/" }, [testItem(1)]));
      configure([{ name: "X", kind: "outlet", feeds: [{ url }] }]);
      expect(await run("poll", "--all")).toContain("1 new, 0 revised");
      expect(await run("stories", "list")).toContain(testItem(1).title);
      expect(await run("--version")).toBe(`${JSON.parse(readFileSync("package.json", "utf8")).version}\n`);
    } finally {
      await host.close();
    }
  });

  test("leaves a program that reads many feeds of a configuration in a thread of its own", async () => {
    const feedsOf = (number: number) => [{ url: `https://source-${number}.example/with/a/long/path/feed.xml` }];
    configure(Array.from({ length: 1500 }, (_, at) => ({ name: `Source ${at}`, kind: "outlet", feeds: feedsOf(at) })));
    expect(await run("feeds", "list")).toContain("source-1499.example");
  });
});
