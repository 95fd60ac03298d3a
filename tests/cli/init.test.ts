import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { configPlaces, findConfig } from "../../src/config/config-places.ts";
import { loadConfig } from "../../src/config/load-config.ts";
import { createWorkspace, runCli, type Workspace } from "../support/cli.ts";

let workspace: Workspace;
beforeEach(() => {
  workspace = createWorkspace();
});
afterEach(() => workspace.remove());

const env = () => ({ XDG_CONFIG_HOME: workspace.path("etc"), XDG_DATA_HOME: workspace.path("share") });
const init = (...words: string[]) => runCli({ ...workspace, configFile: null }, ["init", ...words], env());

describe("wiredesk init", () => {
  test("writes the shipped feeds with comments, for the owner alone, with a store in the data folder", async () => {
    const file = workspace.path("etc/wiredesk/wiredesk.yaml");
    const { code, stdout, stderr } = await init();
    expect([code, stdout]).toEqual([0, `${file}\n`]);
    // The tests run in the checkout, which has a configuration of its own.
    expect(stderr).toContain(
      `start it with: wiredesk --config ${file} (in this folder, config/wiredesk.yaml comes first)`,
    );
    const text = readFileSync(file, "utf8");
    expect(text).toMatch(/^# yaml-language-server: \$schema=\/.*wiredesk\.schema\.json\n# wiredesk's configuration/);
    expect(statSync(file).mode & 0o077).toBe(0);
    const [written, shipped] = [loadConfig(file, {}), loadConfig("config/wiredesk.yaml", {})];
    expect(written.store).toBe(`sqlite:${workspace.path("share/wiredesk/wiredesk.db")}`);
    expect({ ...written, file: "", store: "" }).toEqual({ ...shipped, file: "", store: "" });
    const comments = (yaml: string) => yaml.match(/#/g)?.length;
    expect(comments(text)).toBe(comments(readFileSync("config/wiredesk.yaml", "utf8")));
  });

  test("never overwrites", async () => {
    const before = readFileSync(workspace.configFile, "utf8");
    const { code, stderr } = await init("--config", workspace.configFile);
    expect([code, stderr]).toEqual([1, expect.stringContaining("exists already: init never overwrites")]);
    expect(readFileSync(workspace.configFile, "utf8")).toBe(before);
  });

  test("--from takes the feeds of an OPML file, and names the outlines that it leaves out", async () => {
    const outlines = [
      '<outline type="rss" text="Pier: &quot;News&quot; #1" xmlUrl="https://pier.example/feed"/>',
      '<outline type="rss" text="Bad" xmlUrl="exec:x"/>',
      '<outline text="Bay"><outline text="A" xmlUrl="https://bay.example/a"/><outline text="B" xmlUrl="https://bay.example/b"/></outline>',
      '<outline text="BAY" type="rss" xmlUrl="https://bay.example/c"/>',
    ];
    writeFileSync(workspace.path("f.opml"), `<opml version="2.0"><body>${outlines.join("\n")}</body></opml>`);
    const file = workspace.path("own.yaml");
    const { code, stderr } = await init("--from", workspace.path("f.opml"), "--config", file);
    expect([code, stderr]).toEqual([0, expect.stringContaining("left out: ")]);
    expect(stderr).toContain(`wiredesk --config ${file}`);
    const { feeds, sections, polling, store } = loadConfig(file, {});
    expect(feeds.map(({ url, source, title }) => [source.name, url, title])).toEqual([
      ['Pier: "News" #1', "https://pier.example/feed", null],
      ["Bay", "https://bay.example/a", "A"],
      ["Bay", "https://bay.example/b", "B"],
      ["Bay", "https://bay.example/c", null],
    ]);
    expect([sections, polling.hosts, store]).toEqual([[], {}, `sqlite:${join(process.cwd(), "data/wiredesk.db")}`]);
  });

  test("a file that is no OPML writes nothing", async () => {
    writeFileSync(workspace.path("f.opml"), "<html></html>");
    expect((await init("--from", workspace.path("f.opml"))).code).toBe(1);
    expect(existsSync(workspace.path("etc"))).toBe(false);
  });
});

describe("findConfig()", () => {
  const places = (folder: string) => configPlaces(env(), "/home/desk", folder);
  const installed = "/usr/lib/node_modules/wiredesk";

  test("takes the named file, else config/wiredesk.yaml, else the user's, else the built-in one", () => {
    expect(findConfig("my.yaml", places(installed))).toEqual({ file: "my.yaml", isBuiltIn: false });
    expect(findConfig(null, places(installed))).toEqual({ file: "config/wiredesk.yaml", isBuiltIn: false });
    const before = process.cwd();
    process.chdir(workspace.folder);
    try {
      expect(findConfig(null, places(installed))).toEqual({
        file: `${installed}/config/wiredesk.yaml`,
        isBuiltIn: true,
      });
      // A checkout does not start with another configuration because the working directory is another one.
      expect(findConfig(null, places("/opt/wiredesk"))).toEqual({ file: "config/wiredesk.yaml", isBuiltIn: false });
      mkdirSync("etc/wiredesk", { recursive: true });
      writeFileSync("etc/wiredesk/wiredesk.yaml", "");
      expect(findConfig(null, places("/opt/wiredesk")).file).toBe(workspace.path("etc/wiredesk/wiredesk.yaml"));
    } finally {
      process.chdir(before);
    }
  });

  test("the user's folders are those of XDG, in which relative paths do not count", () => {
    const { userFile, userStore } = configPlaces({ XDG_CONFIG_HOME: "relative" }, "/home/desk", installed);
    expect([userFile, userStore]).toEqual([
      "/home/desk/.config/wiredesk/wiredesk.yaml",
      "/home/desk/.local/share/wiredesk/wiredesk.db",
    ]);
  });
});
