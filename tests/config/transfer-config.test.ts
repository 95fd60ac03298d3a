import { writeFileSync } from "node:fs";
import { inspect } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { loadConfig } from "../../src/config/load-config.ts";
import { packConfig, unpackConfig } from "../../src/config/transfer-config.ts";
import { createWorkspace, type Workspace } from "../support/cli.ts";

let workspace: Workspace;

beforeEach(() => {
  workspace = createWorkspace();
});
afterEach(() => workspace.remove());

test("a configuration that was posted to another thread is the same, and its secrets are still secret", () => {
  writeFileSync(
    workspace.configFile,
    `store: sqlite:wire.db
sections:
  - id: ports
    match: { query: ferry OR harbour, languages: [en] }
sources:
  - name: Harbour Agency
    kind: agency
    family: Harbour Group
    feeds:
      - url: https://wire.example/feed
        headers: { X-Key: "\${WIRE_KEY}" }
        query: { a secret: "\${WIRE_KEY}" }
        proxy: http://user:\${WIRE_KEY}@proxy.example:3128
`,
  );
  const config = loadConfig(workspace.configFile, { WIRE_KEY: "k3y", WIREDESK_ADMIN_TOKEN: "t0ken" });
  const received = unpackConfig(structuredClone(packConfig(config)));
  expect(received).toEqual(config);
  expect(received.feeds[0]?.source.family).toBe("Harbour Group");
  expect(received.adminToken?.reveal()).toBe("t0ken");
  expect(received.feedHeaders.get("https://wire.example/feed")?.["X-Key"]?.reveal()).toBe("k3y");
  expect(received.feedQueries.get("https://wire.example/feed")?.["a secret"]?.reveal()).toBe("k3y");
  expect(received.feedRoutes.get("https://wire.example/feed")?.proxy?.reveal()).toContain("k3y");
  expect(inspect(received, { depth: null })).not.toMatch(/k3y|t0ken/);
  expect(Object.isFrozen(received.sections[0]?.filter)).toBe(true);
});
