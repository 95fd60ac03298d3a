import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createRuleBook } from "../../src/config/alerts/create-rule-book.ts";
import { loadConfig } from "../../src/config/load-config.ts";
import { runCommand } from "../../src/ingest/run-command.ts";
import { createSendTest } from "../../src/runtime/parts/create-send-test.ts";
import type { WebDeps } from "../../src/web/web-deps.ts";
import { makeFolder, removeFolder } from "../support/folders.ts";
import { openDesk, serveDesk } from "./served-desk.ts";

/** A configuration with the rule "Ferries" and these channels. */
export function configOf(channels: string) {
  // Several test files share this module, so none of them may own the folder.
  const folder = makeFolder();
  const file = join(folder, "wiredesk.yaml");
  const rules = "alerts: [{ name: Ferries, match: { query: ferry }, to: [desk] }]";
  const sections = "sections: [{ id: ports, title: Ports, match: { query: port } }]";
  writeFileSync(file, `${sections}\n${rules}\nchannels: [${channels}]\nsources: []\n`);
  const config = loadConfig(file, {});
  removeFolder(folder);
  return config;
}
export const desk = "{ name: desk, kind: discord, url: 'https://hooks.example/x' }";
const night = "{ name: night, kind: discord, url: 'https://hooks.example/y' }";

/** A service with a store, whose commands are carried out by the store. */
export async function serveRules(channels = `${desk}, ${night}`) {
  const world = await openDesk();
  const { store, clock } = world;
  const config = configOf(channels);
  const hearCommands = async () => void (await store.carryOutFeedCommands(clock.now(), 10));
  const commands: WebDeps["commands"] = {
    run: async (command) =>
      (await runCommand(
        { store, clock, hearCommands, poll: () => undefined, hubs: null, hub: null },
        command,
      )) as never,
  };
  const app = await serveDesk({
    ...{ ...world, sections: config.sections },
    deps: { commands, adminToken: "right", rules: createRuleBook(config), sendTest: createSendTest(config) },
  });
  const ask = async (method: string, path: string, body: unknown = null, token: string | null = "right") => {
    const response = await fetch(`${app.url}/api/v1/alerts${path}`, {
      method,
      headers: {
        ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
        ...(body === null ? {} : { "Content-Type": "application/json" }),
      },
      ...(body === null ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: JSON.parse(await response.text()) };
  };
  return { ...world, config, app, ask };
}

export const bridges = { rule: { match: { query: "bridge" }, to: ["night"] }, by: "ana" };
