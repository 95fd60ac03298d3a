import { afterEach, beforeEach, expect, test } from "vitest";
import { createWorkspace, type Service, startService, type Workspace } from "../support/cli.ts";

/** Signs in to and out of a running service while strangers try tokens. */
let workspace: Workspace;
let service: Service;
const token = "a-long-token-of-the-desk";
const env = { WIREDESK_ADMIN_TOKEN: token };

beforeEach(async () => {
  workspace = createWorkspace();
  service = await startService(workspace, env);
});

afterEach(async () => {
  await service.stop("SIGKILL");
  workspace.remove();
});

function post(path: string, form: Record<string, string>, cookie = "", signal?: AbortSignal): Promise<Response> {
  return fetch(`${service.baseUrl}${path}`, {
    method: "POST",
    redirect: "manual",
    headers: { cookie },
    body: new URLSearchParams(form),
    ...(signal === undefined ? {} : { signal }),
  });
}

async function signIn(): Promise<string> {
  const response = await post("/login", { name: "Ada", token });
  expect(response.status).toBe(303);
  return (response.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
}

async function csrfOf(cookie: string): Promise<string> {
  const page = await (await fetch(`${service.baseUrl}/sources`, { headers: { cookie } })).text();
  return /name="csrf" value="([^"]+)"/.exec(page)?.[1] ?? "";
}

test("an editor signs in at once after a stranger at the same address has tried 60 tokens", async () => {
  const stranger = new AbortController();
  const tries = Array.from({ length: 60 }, (_, n) => post("/login", { token: `guess-${n}` }, "", stranger.signal));
  const first = await Promise.race(tries);
  expect(first.status).toBe(403);
  await signIn();
  stranger.abort();
  await Promise.allSettled(tries);
});

test("a copy of the cookie gives no access after its editor has signed out, nor after a restart", async () => {
  const cookie = await signIn();
  const csrf = await csrfOf(cookie);
  const other = await signIn();
  expect((await post("/logout", { csrf }, cookie)).status).toBe(303);
  const form = { url: "https://stranger.example/rss", source: "Stranger", csrf };
  expect((await post("/sources/feeds", form, cookie)).status).toBe(401);
  expect(await csrfOf(cookie)).toBe("");
  await service.stop();
  service = await startService(workspace, env);
  expect((await post("/sources/feeds", form, cookie)).status).toBe(401);
  expect(await csrfOf(other)).not.toBe("");
});
