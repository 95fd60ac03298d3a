import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";

/** The demo's agencies on loopback, and the configuration of a wiredesk that polls them on a port. */
export async function startDemoWire() {
  const demo = (name) => import(pathToFileURL(join(resolve("dist/demo"), name)).href);
  const [{ startDemoAgencies }, { demoSources }] = [await demo("demo-agencies.js"), await demo("demo-feeds.js")];
  const agencies = await startDemoAgencies(Date.now);
  const sources = demoSources.map(({ id, name, kind, rank }) => ({
    ...{ name, kind, rank },
    feeds: [{ url: agencies.feeds.get(id), interval: "2s" }],
  }));
  return {
    config: (port) => ({
      server: { port, host: "127.0.0.1", baseUrl: `http://127.0.0.1:${port}` },
      polling: { cron: "*/2 * * * * *", allowPrivateAddresses: true, minInterval: "1s", hostGap: "0s" },
      sources,
    }),
    close: agencies.close,
  };
}

/** Waits until a wiredesk serves items of the demo's feeds; returns how many. */
export async function servedItems(port, msMax = 120_000) {
  const end = performance.now() + msMax;
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/feeds/all.json`).catch(() => null);
    const { items = [] } = answer?.status === 200 ? await answer.json() : {};
    if (items.length > 0) return items.length;
    if (performance.now() > end) throw new Error(`no items on port ${port} after ${msMax / 1000} s`);
    await sleep(200);
  }
}
