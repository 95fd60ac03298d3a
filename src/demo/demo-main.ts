#!/usr/bin/env node
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { loadConfig } from "../config/load-config.ts";
import { messageOf, WireError } from "../domain/errors.ts";
import { serve } from "../runtime/serve.ts";
import { systemClock } from "../runtime/system-clock.ts";
import { startDemoAgencies } from "./demo-agencies.ts";
import { demoSources } from "./demo-feeds.ts";

/**
 * `npm run demo`: the whole product without internet. Simulated agencies on loopback play a script of invented stories,
 * and a fresh wiredesk polls them every two seconds. This process prints a summary whenever the merged feed changes.
 */
const defaultPort = "8080";
const summaryMs = 3000;
const talk = (line: string) => process.stdout.write(`${line}\n`);

async function demo(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "wiredesk-demo-"));
  const agencies = await startDemoAgencies(systemClock.now);
  const port = process.env.WIREDESK_PORT ?? defaultPort;
  const baseUrl = `http://localhost:${port}`;
  const env = { ...process.env, WIREDESK_LOG_LEVEL: process.env.WIREDESK_LOG_LEVEL ?? "warn" };
  const file = join(folder, "wiredesk.yaml");
  writeFileSync(file, demoConfig(agencies.feeds, join(folder, "demo.db"), Number(port), baseUrl));
  talk(`wiredesk demo: ${agencies.feeds.size} simulated agencies and outlets on loopback`);
  talk(`  desk page    ${baseUrl}/`);
  talk(`  merged feed  ${baseUrl}/feeds/all.rss   (also .atom and .json; Ctrl-C ends the demo)`);
  const stop = new AbortController();
  const summary = summarise(baseUrl, stop.signal);
  try {
    const readConfig = () => loadConfig(file, env);
    await serve(readConfig(), readConfig);
  } finally {
    stop.abort();
    await summary;
    await agencies.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function demoConfig(feeds: ReadonlyMap<string, string>, store: string, port: number, baseUrl: string): string {
  return stringify({
    server: { port, host: "127.0.0.1", baseUrl },
    store: `sqlite:${store}`,
    polling: { cron: "*/2 * * * * *", allowPrivateAddresses: true, minInterval: "1s", hostGap: "0s" },
    sources: demoSources.map(({ id, name, kind, rank }) => ({
      name,
      kind,
      rank,
      feeds: [{ url: feeds.get(id), interval: "2s" }],
    })),
    sections: [
      { id: "agencies", title: "Agencies", match: { kinds: ["agency"] } },
      { id: "sea", title: "Ships and ports", match: { query: "ferry OR port OR ships" } },
    ],
  });
}

/** Prints the merged feed whenever it has changed, until `signal` aborts. */
async function summarise(baseUrl: string, signal: AbortSignal): Promise<void> {
  let shown = "";
  while (!signal.aborted) {
    try {
      await systemClock.sleep(summaryMs, signal);
      const text = describe(await (await fetch(`${baseUrl}/feeds/all.json?limit=20`, { signal })).text());
      if (text !== shown) talk(`\n${text}`);
      shown = text;
    } catch (error) {
      if (!signal.aborted) talk(`  (the merged feed cannot be read yet: ${messageOf(error)})`);
    }
  }
}

interface DemoFeed {
  readonly items: readonly {
    readonly title?: string;
    readonly _wiredesk: { readonly carriers: readonly { readonly source: string }[] };
  }[];
}

function describe(json: string): string {
  const { items } = JSON.parse(json) as DemoFeed;
  const carriers = items.reduce((sum, item) => sum + item._wiredesk.carriers.length, 0);
  const rows = items.map((item) => {
    const names = [...new Set(item._wiredesk.carriers.map((carrier) => carrier.source))];
    return `  ${String(item._wiredesk.carriers.length).padStart(2)} × ${item.title ?? "(no title)"}  [${names.join(", ")}]`;
  });
  return [`the merged feed now: ${items.length} items out of ${carriers} entries`, ...rows].join("\n");
}

await demo().catch((error: unknown) => {
  if (!(error instanceof WireError)) throw error;
  process.stderr.write(`wiredesk: ${error.message}\n`);
  process.exitCode = 1;
});
