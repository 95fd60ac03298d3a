import { request } from "node:http";
import type { Express } from "express";
import { expect, test } from "vitest";
import { ownPlaces } from "../../src/config/wrong-base-url.ts";
import { emptyFilter } from "../../src/domain/section.ts";
import { createServer } from "../../src/web/server.ts";
import type { WebDeps } from "../../src/web/web-deps.ts";
import { fakeReadStore } from "../support/fake-read-store.ts";
import { readOnlyWeb } from "../support/read-only-web.ts";
import { serveApp } from "../support/serve-app.ts";
import { pageOf } from "../support/wire-items.ts";

const quiet = () => undefined;

function webApp(): Express {
  return createServer({
    store: fakeReadStore(pageOf(3).items),
    renderer: { render: () => Promise.reject(new Error("no feeds here")) } as unknown as WebDeps["renderer"],
    sections: [{ id: "sea", title: "Sea", filter: emptyFilter }],
    baseUrl: "https://desk.example",
    idBase: "https://desk.example/",
    clock: { now: () => 1_000_000, sleep: async () => undefined },
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    version: "1.2.3",
    ...readOnlyWeb,
    adminToken: "right",
    websub: true,
  });
}

interface Route {
  readonly path: string;
  readonly methods: readonly string[];
}

interface Layer {
  readonly route?: { readonly path: string | readonly string[]; readonly methods: Record<string, boolean> };
  readonly handle: { readonly stack?: readonly Layer[] };
}

/** Every route of the application, by what Express keeps of it, with a value for each parameter. */
function routesOf(stack: readonly Layer[]): readonly Route[] {
  return stack.flatMap(({ route, handle }) => {
    if (route === undefined) return routesOf(handle.stack ?? []);
    const methods = Object.keys(route.methods).map((method) => method.toUpperCase());
    return [route.path].flat().map((path) => ({ path: path.replace(/\*\w+|:\w+/g, "7"), methods }));
  });
}

function ask(address: string, method: string): Promise<{ status: number; allow: string; type: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(address, { method }, (answer) => {
      answer.resume();
      const { allow = "", "content-type": type = "" } = answer.headers;
      resolve({ status: answer.statusCode ?? 0, allow, type });
    });
    sent.on("error", reject);
    sent.end();
  });
}

/** Whether a route answers an address: "7" stands for any value. */
function covers(route: string, path: string): boolean {
  const [own, asked] = [route.split("/"), path.split("/")];
  return own.length === asked.length && own.every((part, at) => part === asked[at] || part === "7");
}

test("every address answers 405 with Allow to the methods that it does not have", async () => {
  const app = webApp();
  const routes = routesOf((app.router as unknown as { stack: readonly Layer[] }).stack);
  expect(routes.length).toBeGreaterThan(30);
  const served = await serveApp(app);
  const own = (path: string) =>
    new Set(routes.filter((route) => covers(route.path, path)).flatMap(({ methods }) => methods));
  for (const path of new Set(routes.map((route) => route.path))) {
    const methods = own(path);
    for (const method of ["DELETE", "GET", "POST"].filter((one) => !methods.has(one))) {
      if (methods.has("_ALL") && !methods.has("GET")) continue;
      const { status, allow, type } = await ask(`${served.url}${path}`, method);
      expect([method, path, status]).toEqual([method, path, 405]);
      const allowed = allow.split(", ");
      expect([path, allowed]).toEqual([path, expect.arrayContaining([...methods].filter((one) => one !== "_ALL"))]);
      expect(allowed).not.toContain(method);
      if (path.startsWith("/api/")) expect(type).toBe("application/problem+json");
    }
  }
  await served.close();
});

test("the path of baseUrl can begin with no address that we serve", () => {
  const routes = routesOf((webApp().router as unknown as { stack: readonly Layer[] }).stack);
  const places = new Set(routes.map(({ path }) => path.split("/")[1] ?? "").filter((place) => place !== ""));
  expect(ownPlaces).toEqual(expect.arrayContaining([...places]));
});

test("an address that nothing has stays 404, whatever the method", async () => {
  const served = await serveApp(webApp());
  for (const method of ["GET", "POST", "DELETE"]) {
    expect((await ask(`${served.url}/nothing/here`, method)).status).toBe(404);
  }
  await served.close();
});
