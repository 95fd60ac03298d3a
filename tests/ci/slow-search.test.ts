import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createWorkspace, type Service, startService, type Workspace } from "../support/cli.ts";
import { fillStore } from "../support/fill-store.ts";

// When other tests keep the processors busy, a service takes long to start.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let workspace: Workspace;
let service: Service;

const entryCount = 3_000;

/** Every text has its own words that begin with abc. A lookup of one of them is cheap; a lookup of all is not. */
beforeAll(async () => {
  workspace = createWorkspace();
  const now = Date.now();
  const entries = Array.from({ length: entryCount }, (_, n) => {
    const words = Array.from({ length: 60 }, (__, word) => `abc${n.toString(36)}x${word.toString(36)}`);
    const firstSeenAt = now - (entryCount - n) * 1_000;
    return { guid: `g${n}`, title: `News ${n}`, text: words.join(" "), firstSeenAt };
  });
  await fillStore(`sqlite:${workspace.path("wire.db")}`, entries);
});
afterAll(() => workspace.remove());

const pathOf = (path: string, query: string) => `${service.baseUrl}${path}?${new URLSearchParams({ q: query })}`;
/** Nothing matches, so the store reads every entry. */
const everything = "-abc* -abcd*";
/** The most expensive query: FTS5 reads all words that begin with abc for each of these. */
const dearest = Array.from({ length: 60 }, (_, at) => `"${at.toString(36)} abc"*`).join(" OR ");

/** Starts the service once for the tests of a group. */
function useStarted(): void {
  beforeAll(async () => {
    service = await startService(workspace);
  });
  afterAll(async () => {
    await service.stop("SIGKILL");
  });
}

describe("a service that has just started", () => {
  useStarted();

  test("a flood of new searches right after the start leaves places for the feeds and keeps the log short", async () => {
    const flood = Array.from({ length: 200 }, (_, at) => fetch(pathOf("/feeds/all.rss", `news flood${at}`)));
    for (const path of ["/feeds/all.rss", "/feeds/all.atom", "/feeds/source/1.rss", "/feeds/feed/1.json"])
      expect([path, (await fetch(`${service.baseUrl}${path}`)).status]).toEqual([path, 200]);
    const statuses = (await Promise.all(flood)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([200, 503]));
    const metrics = await (await fetch(`${service.baseUrl}/metrics`)).text();
    const refused = statuses.filter((status) => status === 503).length;
    expect(metrics).toContain(`wiredesk_refused_requests_total{code="rate-limited"} ${refused}`);
    const told = service
      .log()
      .split("\n")
      .filter((line) => line.includes("refused"));
    expect(told).toHaveLength(1);
    expect(service.log()).not.toContain("stack");
  });
});

describe("a service that runs", () => {
  useStarted();

  test("the search of a client that leaves is cancelled: the next client does not wait for a hundred abandoned searches", async () => {
    const leaving = new AbortController();
    const gone = Array.from({ length: 100 }, (_, at) =>
      fetch(pathOf("/api/v1/entries", `${dearest} -x${at}`), { signal: leaving.signal }).catch(() => null),
    );
    await fetch(`${service.baseUrl}/healthz`);
    leaving.abort();
    await Promise.all(gone);
    expect((await fetch(pathOf("/api/v1/entries", "news"))).status).toBe(200);
    const metrics = await (await fetch(`${service.baseUrl}/metrics`)).text();
    expect(metrics).not.toContain("wiredesk_refused_requests_total{");
  });

  test("a search that reads every entry is answered, on the page, in feeds and in the API", async () => {
    for (const path of ["/", "/feeds/all.rss", "/feeds/all.json", "/api/v1/entries"]) {
      const response = await fetch(pathOf(path, everything));
      expect([path, response.status]).toEqual([path, 200]);
    }
  });

  test("during the most expensive search everybody else is answered, and it ends with 200 or 503", async () => {
    const order: string[] = [];
    const noted = async (name: string, asked: Promise<Response>) => {
      const response = await asked;
      order.push(name);
      return response;
    };
    const slow = ["/", "/feeds/all.atom", "/api/v1/entries"].map((path) => noted("slow", fetch(pathOf(path, dearest))));
    // The first search has started when the page behind it in the queue has not been answered.
    for (const path of ["/healthz", "/", "/feeds/all.rss", "/feeds/all.json", "/sources"])
      expect((await noted("quick", fetch(`${service.baseUrl}${path}`))).status).toBe(200);
    expect(order).toEqual(["quick", "quick", "quick", "quick", "quick"]);
    for (const response of await Promise.all(slow)) {
      expect([200, 503]).toContain(response.status);
      if (response.status === 503) expect(response.headers.get("retry-after")).toBe("5");
    }
  });

  test("SIGTERM during such a search ends the service cleanly", async () => {
    const slow = fetch(pathOf("/feeds/all.rss", dearest)).catch(() => null);
    const more = ["/feeds/all.atom", "/"].map((path) => fetch(pathOf(path, everything)).catch(() => null));
    await fetch(`${service.baseUrl}/healthz`);
    expect(await service.stop()).toBe(0);
    expect(service.log()).not.toContain("bug");
    await Promise.all([slow, ...more]);
  });
});
