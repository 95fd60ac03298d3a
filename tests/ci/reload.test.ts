import { afterEach, beforeEach, expect, test } from "vitest";
import { createWorkspace, eventually, type Service, startService, type Workspace } from "../support/cli.ts";
import { rssDocument, testItem } from "../support/feed-documents.ts";
import { type FeedHost, startFeedHost } from "../support/feed-host.ts";

/** The configuration is read again while the service runs: by SIGHUP, and by the API. */
let host: FeedHost;
let workspace: Workspace;
let service: Service;
const adminToken = "a-token-of-twenty-four-letters";

beforeEach(async () => {
  host = await startFeedHost();
  for (const number of [1, 2])
    host.publish(
      `/${number}.rss`,
      rssDocument({ title: `Wire ${number}`, link: `https://wire${number}.example/` }, [testItem(number)]),
    );
  workspace = createWorkspace(configOf([1]));
  service = await startService(workspace, { WIREDESK_ADMIN_TOKEN: adminToken });
  await itemsOf("all", 1);
});

afterEach(async () => {
  await service.stop("SIGKILL");
  await host.close();
  workspace.remove();
});

function configOf(numbers: readonly number[], more: object = {}): object {
  const sources = numbers.map((number) => ({
    name: `Wire ${number}`,
    kind: "agency",
    feeds: [{ url: host.publish(`/${number}.rss`, documentOf(number)) }],
  }));
  return {
    polling: { cron: "* * * * * *", allowPrivateAddresses: true, hostGap: "0s" },
    sources,
    sections: numbers.map((number) => ({ id: `wire-${number}`, match: { sources: [`Wire ${number}`] } })),
    ...more,
  };
}

function documentOf(number: number): string {
  return rssDocument({ title: `Wire ${number}`, link: `https://wire${number}.example/` }, [testItem(number)]);
}

function itemsOf(section: string, count: number) {
  return eventually(
    async () => {
      const response = await fetch(`${service.baseUrl}/feeds/${section}.json`);
      return response.status === 200 ? ((await response.json()) as { items: unknown[] }).items : [];
    },
    (items) => items.length === count,
  );
}

function logged(text: string) {
  return eventually(
    async () => service.log(),
    (log) => log.includes(text),
  );
}

function reload(): Promise<Response> {
  const headers = { Authorization: `Bearer ${adminToken}` };
  return fetch(`${service.baseUrl}/api/v1/reload`, { method: "POST", headers });
}

test("after SIGHUP a new source is polled, a new section is served, and no request on the way fails", async () => {
  workspace.writeConfig(configOf([1, 2]));
  const statuses: number[] = [];
  let isDone = false;
  const reading = (async () => {
    while (!isDone) statuses.push((await fetch(`${service.baseUrl}/feeds/all.rss`)).status);
  })();
  process.kill(service.pid, "SIGHUP");
  await itemsOf("wire-2", 1);
  await itemsOf("all", 2);
  isDone = true;
  await reading;
  expect(new Set(statuses)).toEqual(new Set([200]));
  await logged("configuration read again");
  expect(await service.stop()).toBe(0);
}, 60_000);

test("a file with faults is refused with each fault and its line, and the earlier configuration stays", async () => {
  workspace.writeConfig(configOf([1, 2], { pollling: {}, retention: { entryAge: "soon" } }));
  process.kill(service.pid, "SIGHUP");
  await logged("the service continues with the earlier configuration");
  expect(service.log()).toMatch(/wiredesk\.yaml:\d+: pollling: there is no such option/);
  const refused = await reload();
  expect(refused.status).toBe(400);
  expect(((await refused.json()) as { detail: string }).detail).toMatch(/wiredesk\.yaml:\d+: retention/);
  expect((await fetch(`${service.baseUrl}/feeds/wire-2.rss`)).status).toBe(404);
  expect(await itemsOf("wire-1", 1)).toHaveLength(1);
}, 60_000);

test("the API answers when the new configuration is in effect, and a live page comes back by itself", async () => {
  const stream = await fetch(`${service.baseUrl}/events`, { headers: { Accept: "text/event-stream" } });
  expect(stream.status).toBe(200);
  workspace.writeConfig(configOf([2]));
  expect((await reload()).status).toBe(200);
  expect((await fetch(`${service.baseUrl}/feeds/wire-2.rss`)).status).toBe(200);
  expect((await fetch(`${service.baseUrl}/feeds/wire-1.rss`)).status).toBe(404);
  // The stream of the earlier pages ends, so that the browser connects to the present ones.
  await expect(stream.text()).rejects.toThrow();
  expect((await fetch(`${service.baseUrl}/events`, { method: "HEAD" })).status).toBeLessThan(500);
}, 60_000);

test("a change of the store or the port is refused, because only a new start can make it", async () => {
  workspace.writeConfig({ ...configOf([1]), store: `sqlite:${workspace.path("other.db")}` });
  const refused = await reload();
  expect(refused.status).toBe(400);
  expect(((await refused.json()) as { detail: string }).detail).toContain("store cannot change while the service runs");
  expect(await itemsOf("all", 1)).toHaveLength(1);
}, 60_000);

test("without the editors' token nobody reloads", async () => {
  expect((await fetch(`${service.baseUrl}/api/v1/reload`, { method: "POST" })).status).toBe(401);
});
