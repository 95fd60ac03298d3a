import { expect, test } from "vitest";
import type { Command } from "../../../src/domain/commands.ts";
import { WireError } from "../../../src/domain/errors.ts";
import { emptyFilter } from "../../../src/domain/section.ts";
import { exampleAddress, exampleBodies } from "../../../src/web/api/api-examples.ts";
import { apiOperations } from "../../../src/web/api/api-operations.ts";
import { createServer } from "../../../src/web/server.ts";
import type { WebDeps } from "../../../src/web/web-deps.ts";
import { exampleFeed, freshState, noon } from "../../ingest/poll/poll-examples.ts";
import { fakeReadStore } from "../../support/fake-read-store.ts";
import { silentLog } from "../../support/logs.ts";
import { readOnlyWeb } from "../../support/read-only-web.ts";
import { serveApp } from "../../support/serve-app.ts";
import { pageOf } from "../../support/wire-items.ts";

async function api(deps: Partial<WebDeps> = {}) {
  const app = await serveApp(
    createServer({
      store: fakeReadStore(pageOf(5).items),
      renderer: { render: () => Promise.reject(new Error("no feeds here")) } as unknown as WebDeps["renderer"],
      sections: [{ id: "sea", title: "Sea", filter: emptyFilter }],
      baseUrl: "https://desk.example",
      idBase: "https://desk.example",
      clock: { now: () => 1_000_000, sleep: async () => undefined },
      log: silentLog,
      version: "1.2.3",
      ...readOnlyWeb,
      ...deps,
    }),
  );
  const json = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`${app.url}${path}`, init);
    return {
      status: response.status,
      type: response.headers.get("content-type"),
      body: JSON.parse(await response.text()),
    };
  };
  return { app, json };
}

test("every read operation answers as its schema says", async () => {
  const { app, json } = await api({ adminToken: "right" });
  const headers = { Authorization: "Bearer right" };
  for (const { method, path, answerSchema, editor, querySchema } of apiOperations) {
    if (method !== "get") continue;
    const asked = querySchema !== null && "q" in querySchema.shape ? "?q=ferry" : "";
    const { status, body } = await json(`${path.replace("{id}", "1")}${asked}`, editor ? { headers } : {});
    expect([path, status]).toEqual([path, 200]);
    expect([path, answerSchema.safeParse(body).error]).toEqual([path, undefined]);
  }
  await app.close();
});

test("the OpenAPI document says of each operation who may call it and how it refuses", async () => {
  const { app, json } = await api();
  const { body } = await json("/api/openapi.json");
  for (const { method, path, editor } of apiOperations) {
    const described = body.paths[path][method];
    const isOpen = method === "get" && !editor;
    expect([path, described.security]).toEqual([path, isOpen ? [{}, { adminToken: [] }] : [{ adminToken: [] }]]);
    expect(Object.keys(described.responses)).toEqual(expect.arrayContaining(["200", "4XX", "default"]));
  }
  await app.close();
});

test("feeds are shown as `feeds list` shows them, without keys", async () => {
  const store = fakeReadStore();
  const failure = { code: "timeout" as const, message: "no answer within 30 s", count: 4, firstAt: noon, lastAt: noon };
  const memory = {
    moved: { to: "https://new.example/rss?token=hush", at: noon },
    twin: 9,
    quietSince: noon,
    gap: { at: noon, missingMs: 5_400_000 },
    hub: { state: "on", leaseUntil: noon, missedCount: 3 },
    rhythm: { counts: [12, ...Array(167).fill(0)], observedMs: 3_600_000, updatedAt: noon, fadedAt: noon },
  };
  const poll = freshState({ failure, memory, nextPollReason: "failure 4 in a row: timeout", lastStatus: 200 });
  store.feeds = [{ feed: exampleFeed({ url: "https://me:hush@wire.example/rss?key=hush" }), poll, entryCount: 7 }];
  const { app, json } = await api({ store });
  const { body } = await json("/api/v1/feeds");
  await app.close();
  const time = new Date(noon).toISOString();
  expect(body.feeds).toEqual([
    expect.objectContaining({
      url: "https://wire.example/rss",
      health: "failing",
      nextPoll: time,
      nextPollReason: "failure 4 in a row: timeout",
      entriesPerHour: 12,
      quietSince: time,
      gap: { at: time, missingHours: 1.5 },
      movedTo: "https://new.example/rss",
      sameAs: 9,
      hub: { state: "on", leaseUntil: time, missedCount: 3 },
      failure: { code: "timeout", message: "no answer within 30 s", count: 4, since: time },
      lastStatus: 200,
      entries: 7,
    }),
  ]);
  expect(JSON.stringify(body)).not.toContain("hush");
});

test("pages follow one another by cursor and contain every item once", async () => {
  const { app, json } = await api();
  const seen: string[] = [];
  let path: string | null = "/api/v1/entries?limit=2";
  while (path !== null) {
    const { body } = await json(path);
    seen.push(...body.items.map((item: { id: string }) => item.id));
    path = body.next === null ? null : `/api/v1/entries?limit=2&after=${body.next}`;
  }
  expect(new Set(seen).size).toBe(5);
  expect(seen).toHaveLength(5);
  await app.close();
});

test("invalid requests are refused as problem+json with the reason", async () => {
  const { app, json } = await api({ adminToken: "right" });
  const cases = [
    ["/api/v1/entries?limit=many", 400],
    ["/api/v1/entries?sort=sideways", 400],
    ["/api/v1/entries?q=%22open", 400],
    ["/api/v1/entries?section=none", 404],
    ["/api/v1/stories/999", 404],
    ["/api/v1/stories/x", 404],
    ["/api/v1/nothing", 404],
  ] as const;
  for (const [path, status] of cases) {
    const answer = await json(path);
    expect([path, answer.status, answer.type]).toEqual([path, status, "application/problem+json"]);
    expect(answer.body.detail.length).toBeGreaterThan(10);
  }
  await app.close();
});

test("a change requires the admin token and a valid body", async () => {
  const ran: Command[] = [];
  const commands: WebDeps["commands"] = {
    async run(command) {
      ran.push(command);
      return { feedId: 7 } as never;
    },
  };
  const { app, json } = await api({ adminToken: "right", commands });
  const post = (path: string, body: unknown, token: string | null) =>
    json(path, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "Content-Type": "application/json", ...(token === null ? {} : { Authorization: `Bearer ${token}` }) },
    });
  const words = { by: "Ada", words: [{ kind: "pin", storyId: 1, pinned: true }] };
  expect((await post("/api/v1/words", words, null)).status).toBe(401);
  expect((await post("/api/v1/words", words, "wrong")).status).toBe(401);
  expect((await post("/api/v1/words", { by: "Ada", words: [] }, "right")).status).toBe(400);
  expect((await post("/api/v1/feeds", { url: "file:///etc/passwd", source: "x" }, "right")).status).toBe(400);
  expect(ran).toEqual([]);
  expect((await post("/api/v1/words", words, "right")).body).toEqual({ done: true });
  expect((await post("/api/v1/feeds", { url: "https://a.example/rss", source: "A" }, "right")).body.id).toBe(7);
  expect((await post("/api/v1/feeds/7", { action: "check" }, "right")).status).toBe(200);
  expect(ran.map(({ kind }) => kind)).toEqual(["recordRulings", "addFeed", "pollSoon"]);
  const { body } = await post("/api/v1/stories/1", { action: "pin", by: "Ada" }, "right");
  expect([body, ran.at(-1)]).toEqual([
    { done: true, rulings: 1 },
    { kind: "recordRulings", by: "Ada", rulings: words.words },
  ]);
  expect((await post("/api/v1/stories/1", { action: "unpin", by: "Ada" }, "right")).body).toEqual({
    done: true,
    rulings: 0,
  });
  expect((await post("/api/v1/stories/1", { action: "split", entries: [99], by: "Ada" }, "right")).status).toBe(404);
  for (let attempt = 0; attempt < 5; attempt += 1) await post("/api/v1/words", words, "wrong");
  expect((await post("/api/v1/words", words, "right")).status).toBe(200);
  await app.close();
});

test("a request with a wrong value is told which values there are", async () => {
  const { app, json } = await api({ adminToken: "right" });
  const headers = { Authorization: "Bearer right", "Content-Type": "application/json" };
  const wrong = async (path: string, body: object) =>
    (await json(path, { method: "POST", headers, body: JSON.stringify(body) })).body.detail;
  expect(await wrong("/api/v1/feeds", { url: "https://a.example/", source: "A", kind: "paper" })).toBe(
    "kind must be agency, outlet or aggregator",
  );
  expect(await wrong("/api/v1/feeds/1", { action: "stop" })).toBe("action must be check, pause, resume or remove");
  expect(await wrong("/api/v1/stories/1", { action: "burn", by: "Ada" })).toMatch(/^action must be split, merge, pin/);
  await app.close();
});

test("every operation with a body has examples that its schema accepts, also in the OpenAPI document", async () => {
  const { app, json } = await api();
  const { body } = await json("/api/openapi.json");
  for (const one of apiOperations) {
    const examples = exampleBodies(one);
    expect(examples.length > 0, one.path).toBe(one.bodySchema !== null);
    for (const [name, example] of examples) {
      expect(one.bodySchema?.safeParse(example).error, `${one.path} ${name}`).toBeUndefined();
      expect(JSON.stringify(example)).not.toContain("'");
      const { content } = body.paths[one.path][one.method].requestBody;
      expect(content["application/json"].examples[name].value).toEqual(example);
    }
    expect(exampleAddress(one)).not.toMatch(/[{}']|\/\//);
  }
  await app.close();
});

test("the OpenAPI document names every operation with the schemas that check it", async () => {
  const { app, json } = await api();
  const { body } = await json("/api/openapi.json");
  expect([body.openapi, body.info.version]).toEqual(["3.1.0", "1.2.3"]);
  const named = Object.entries(body.paths).flatMap(([path, methods]) =>
    Object.keys(methods as object).map((method) => `${method} ${path}`),
  );
  expect(named.sort()).toEqual(apiOperations.map(({ method, path }) => `${method} ${path}`).sort());
  const { parameters } = body.paths["/api/v1/entries"].get;
  expect(parameters.find(({ name }: { name: string }) => name === "collapse").schema.enum).toEqual([
    "copy",
    "story",
    "none",
  ]);
  const ids = Object.values(body.paths).flatMap((methods) =>
    Object.values(methods as object).map(({ operationId }) => operationId),
  );
  expect(new Set(ids).size).toBe(ids.length);
  await app.close();
});

test("a command that is recorded but not yet carried out is answered with 202, and the answer says so", async () => {
  const commands: WebDeps["commands"] = { run: () => Promise.reject(new WireError("not-yet", "Recorded, not yet.")) };
  const { app, json } = await api({ adminToken: "right", commands });
  const headers = { "Content-Type": "application/json", Authorization: "Bearer right" };
  const body = JSON.stringify({ action: "pin", by: "Ada" });
  const answer = await json("/api/v1/stories/1", { method: "POST", body, headers });
  expect(answer).toMatchObject({ status: 202, body: { done: false, detail: "Recorded, not yet." } });
  await app.close();
});
