import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { configJsonSchema } from "../../src/config/json-schema.ts";
import { loadConfig } from "../../src/config/load-config.ts";
import { createWorkspace, runCli } from "../support/cli.ts";

const workspace = createWorkspace();
afterAll(() => workspace.remove());
const run = (words: string, env: Record<string, string> = {}) => runCli(workspace, words.split(" "), env);

describe("wiredesk config", () => {
  test("check counts what the configuration names, and tells every fault with its line", async () => {
    workspace.writeConfig({
      sources: [{ name: "A", feeds: [{ url: "https://a.example/f" }] }],
      sections: [{ id: "s" }],
    });
    const good = await run("config check", { WIREDESK_ADMIN_TOKEN: "short" });
    expect([good.code, good.stdout]).toEqual([
      0,
      `${workspace.configFile} has no faults: 1 feeds of 1 sources, 1 sections\n`,
    ]);
    expect(good.stderr).toContain("warning: WIREDESK_ADMIN_TOKEN has 5 characters");
    writeFileSync(workspace.configFile, "server:\n  prot: 1\nlogLevel: loud\n");
    const bad = await run("config check");
    expect([bad.code, bad.stdout]).toEqual([1, ""]);
    expect(bad.stderr).toMatch(/:2: server\.prot: .*"port"\?\n.*:3: logLevel: expected fatal/);
  });

  test("show prints defaults and the environment's settings in the form of the file, and no secret", async () => {
    const url = "https://me:hunter2@a.example/f?apikey=hunter2&page=1";
    const feed = {
      url,
      interval: "90s",
      headers: { "X-Key": "hunter2 ${WORD}" },
      query: { k: "hunter2" },
      basic: "me:hunter2",
      proxy: "http://me:hunter2@proxy.example",
    };
    const access = { keys: [{ name: "bay", sha256: "a".repeat(64) }] };
    workspace.writeConfig({
      polling: { hosts: { "a.example": { gap: "0s" } } },
      sources: [{ name: "A", private: true, feeds: [feed] }],
      sections: [{ id: "s", access, match: { sources: ["a"] } }],
    });
    const env = { WORD: "hunter2", WIREDESK_ADMIN_TOKEN: "hunter2hunter2hunter2", WIREDESK_PORT: "9090" };
    const { code, stdout } = await run("config show", env);
    expect(code).toBe(0);
    expect(stdout).not.toMatch(/hunter2|aaaa/);
    expect(stdout).toContain("port: 9090");
    expect(stdout).toContain("baseUrl: http://localhost:9090");
    expect(stdout).toMatch(/interval: 90s\n.*headers:\n +X-Key: "\*\*\*"/);
    expect(stdout).toContain("# WIREDESK_ADMIN_TOKEN: ***");
    const shown = JSON.parse((await run("config show --json", env)).stdout);
    expect(shown).toMatchObject({
      polling: { minInterval: "1m", maxInterval: "1d", hosts: { "a.example": { gap: "0s", parallel: 1 } } },
      retention: { entries: "365d" },
      adminToken: "***",
      sources: [
        { name: "A", kind: "outlet", feeds: [{ url: expect.stringMatching(/^https:\/\/a\.example.*page=1$/) }] },
      ],
      sections: [{ id: "s", access: { keys: [{ name: "bay", sha256: "***" }] } }],
    });
  });

  test("show hides the secrets of channels, and their addresses", async () => {
    writeFileSync(
      workspace.configFile,
      `channels:
  - { name: hook, kind: webhook, url: "https://hook.example/key-1", secret: "whsec_${"A".repeat(32)}" }
  - { name: bot, kind: telegram, token: "key-2", chat: 7 }
  - { name: phone, kind: ntfy, url: "https://ntfy.example", topic: key-3, token: key-4 }
  - { name: mail, kind: mail, url: "smtps://ann:key-5@mail.example", from: a@b.example, to: a@b.example }
`,
    );
    const { stdout } = await run("config show --json");
    expect(stdout).not.toMatch(/key-\d|AAAA/);
    expect(JSON.parse(stdout).channels).toMatchObject([
      { name: "hook", kind: "webhook", url: "***", secret: "***" },
      { name: "bot", chat: "7", token: "***" },
      { name: "phone", url: "https://ntfy.example", topic: "***" },
      { name: "mail", url: "***", to: ["a@b.example"] },
    ]);
  });

  test("show prints what can be read as a configuration again, with the same meaning", async () => {
    const shipped = await runCli({ configFile: "config/wiredesk.yaml" }, ["config", "show"]);
    writeFileSync(workspace.path("again.yaml"), shipped.stdout);
    const [again, first] = ["again.yaml", null].map((name) =>
      loadConfig(name === null ? "config/wiredesk.yaml" : workspace.path(name), { WIREDESK_LOG_LEVEL: "silent" }),
    );
    expect({ ...again, file: "" }).toEqual({ ...first, file: "" });
  });

  test("schema prints the schema that is shipped for editors, which is up to date", async () => {
    const shipped = readFileSync("config/wiredesk.schema.json", "utf8");
    expect(shipped, "node dist/main.js config schema > config/wiredesk.schema.json").toBe(`${configJsonSchema()}\n`);
    expect((await run("config schema")).stdout).toBe(shipped);
    expect(readFileSync("config/wiredesk.yaml", "utf8")).toMatch(
      /^# yaml-language-server: \$schema=wiredesk\.schema\.json\n/,
    );
    const schema = JSON.parse(shipped);
    expect(schema.additionalProperties).toBe(false);
    expect(schema.properties.sources.items.required).toEqual(["name"]);
    expect(schema.properties.polling.properties.minInterval).toMatchObject({ type: "string" });
  });
});

describe("a secret", () => {
  const yaml = "sources: [{ name: A, feeds: [{ url: 'https://a.example/f', headers: { Key: '${WIRE_KEY}' } }] }]";
  const keyOf = (env: Record<string, string>) => {
    writeFileSync(workspace.configFile, yaml);
    return loadConfig(workspace.configFile, env).feedHeaders.get("https://a.example/f")?.Key?.reveal();
  };

  test("comes from the variable, else from the file that NAME_FILE names, else from a systemd credential", () => {
    writeFileSync(workspace.path("named"), "from the file\n");
    writeFileSync(workspace.path("WIRE_KEY"), "from systemd\n");
    const named = { WIRE_KEY_FILE: workspace.path("named") };
    const credentials = { CREDENTIALS_DIRECTORY: workspace.folder };
    expect(keyOf({ WIRE_KEY: "from the variable", ...named })).toBe("from the variable");
    expect(keyOf({ ...named, ...credentials })).toBe("from the file");
    expect(keyOf(credentials)).toBe("from systemd");
    writeFileSync(workspace.path("token"), "a token of sixteen\n");
    const token = { WIREDESK_ADMIN_TOKEN_FILE: workspace.path("token"), WIRE_KEY: "x" };
    expect(loadConfig(workspace.configFile, token).adminToken?.reveal()).toBe("a token of sixteen");
  });

  test("in a file that cannot be read is a fault", () => {
    expect(() => keyOf({ WIRE_KEY_FILE: workspace.path("none") })).toThrow(
      /the secret WIRE_KEY cannot be read from its file \(ENOENT/,
    );
    expect(() => keyOf({})).toThrow(/no WIRE_KEY; set it \(or WIRE_KEY_FILE, for a file\)/);
  });
});
