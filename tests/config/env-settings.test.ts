import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readEnvSettings, withSettings } from "../../src/config/env-settings.ts";
import { loadConfig } from "../../src/config/load-config.ts";
import { makeFolder, removeFolder } from "../support/folders.ts";
import { importBuilt } from "../support/import-built.ts";

const folder = makeFolder();
afterAll(() => removeFolder(folder));
const file = join(folder, "wiredesk.yaml");

function load(text: string, env: Record<string, string>) {
  writeFileSync(file, text);
  return loadConfig(file, env);
}

test("every setting can come from the environment, in place of the file's", () => {
  const text = "polling:\n  cron: '*/5 * * * *'\n  concurrency: 8\nretention: { entries: 10d }\n";
  const { polling, retention, accessLog, server, feeds, hub } = load(text, {
    WIREDESK_POLLING_CRON: "* * * * *",
    WIREDESK_POLLING_ALLOW_PRIVATE_ADDRESSES: "true",
    WIREDESK_RETENTION_ENTRIES: "30d",
    WIREDESK_ACCESS_LOG: "true",
    WIREDESK_SERVER_TRUSTED_PROXIES: "[loopback, 10.0.0.0/8]",
    WIREDESK_HUB_ENABLED: "false",
    WIREDESK_SOURCES: '[{ name: Pier, feeds: [{ url: "https://pier.example/rss" }] }]',
  });
  expect(polling).toMatchObject({ cron: "* * * * *", concurrency: 8, allowPrivateAddresses: true });
  expect(retention.entryAgeMs).toBe(30 * 86_400_000);
  expect([accessLog, hub.enabled, server.trustedProxies]).toEqual([true, false, ["loopback", "10.0.0.0/8"]]);
  expect(feeds.map(({ url }) => url)).toEqual(["https://pier.example/rss"]);
});

test("a fault names the variable, and the faults of the file keep their lines", () => {
  const env = { WIREDESK_POLLING_CONCURRENCY: "many", WIREDESK_RETENTION_ENTRIES: "soon" };
  expect(() => load("server:\n  prot: 1\n", env)).toThrowError(
    /wiredesk\.yaml:2: server\.prot[\s\S]*WIREDESK_POLLING_CONCURRENCY: [\s\S]*WIREDESK_RETENTION_ENTRIES: /,
  );
});

test("a fault of the file is reported although a variable sets a part of the same group", () => {
  const env = { WIREDESK_SERVER_PORT: "9000" };
  expect(() => load("server: 5\n", env)).toThrowError(/wiredesk\.yaml:1: server/);
  expect(() => load("server: [port]\n", env)).toThrowError(/wiredesk\.yaml:1: server/);
  expect(load("server:\n", env).server.port).toBe(9000);
});

test("empty variables count as unset, and settings with variables of their own are left to those", () => {
  expect(readEnvSettings({ WIREDESK_ACCESS_LOG: "", WIREDESK_STORE: "sqlite:a.db", WIREDESK_PORT: "1" })).toEqual([]);
  const read = { polling: { cron: "a" } };
  withSettings(read, [{ name: "X", path: ["polling", "cron"], value: "b" }]);
  expect(read).toEqual({ polling: { cron: "a" } });
});

test("a large file in a thread of its own gets the same settings", async () => {
  const { parseConfigInThread } = await importBuilt<typeof import("../../src/runtime/parse-config-in-thread.ts")>(
    "runtime/parse-config-in-thread.js",
  );
  const large = `sources:\n${Array.from({ length: 3_000 }, (_, at) => `  - { name: S${at}, feeds: [{ url: "https://s${at}.example/" }] }`).join("\n")}\n`;
  const settings = readEnvSettings({ WIREDESK_POLLING_CONCURRENCY: "7" });
  expect(parseConfigInThread(large, settings)?.polling.concurrency).toBe(7);
});
