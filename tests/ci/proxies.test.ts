import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createWorkspace, eventually, type Service, startService, type Workspace } from "../support/cli.ts";
import { rssDocument, testItem } from "../support/feed-documents.ts";
import { type FeedHost, startFeedHost } from "../support/feed-host.ts";

/** The configurations of docs/proxy.md, run by the real programs in front of a real service. */
const docs = readFileSync("docs/proxy.md", "utf8");
const block = (language: string) => new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(docs)?.[1] ?? "";
const token = "a-long-token-of-the-desk";
const key = "anna-s-key";

let host: FeedHost;
let workspace: Workspace;
let service: Service;
let proxy: ChildProcess;
let address: string;

beforeEach(async () => {
  host = await startFeedHost();
  const feed = (path: string, title: string, number: number) => ({
    url: host.publish(path, rssDocument({ title, link: `https://${title}.example/` }, [testItem(number)])),
  });
  workspace = createWorkspace({
    server: { trustedProxies: ["loopback"] },
    polling: { cron: "* * * * * *", allowPrivateAddresses: true, hostGap: "0s" },
    accessLog: true,
    sources: [
      { name: "Harbour", feeds: [feed("/a.rss", "harbour", 1)] },
      { name: "Secretive", private: true, feeds: [feed("/b.rss", "secretive", 2)] },
    ],
    sections: [
      {
        id: "licensed",
        match: { sources: ["Secretive"] },
        access: { keys: [{ name: "anna", sha256: createHash("sha256").update(key).digest("hex") }] },
      },
    ],
  });
  service = await startService(workspace, { WIREDESK_ADMIN_TOKEN: token });
  const text = async (path: string) => (await fetch(`${service.baseUrl}${path}`)).text();
  await eventually(
    async () => (await text(`/feeds/licensed.json?key=${key}`)) + (await text("/feeds/all.json")),
    (both) => both.includes("Secretive") && both.includes("Harbour"),
  );
});

afterEach(async () => {
  proxy.kill("SIGTERM");
  if (proxy.exitCode === null) await once(proxy, "exit");
  await service.stop("SIGKILL");
  await host.close();
  workspace.remove();
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}

const servicePort = () => new URL(service.baseUrl).port;

async function startNginx(): Promise<void> {
  const port = await freePort();
  const folder = workspace.path("nginx");
  mkdirSync(folder);
  const site = block("nginx")
    .replaceAll("127.0.0.1:8080", `127.0.0.1:${servicePort()}`)
    .replace("listen 80", `listen 127.0.0.1:${port}`)
    .replace("/var/cache/nginx/wiredesk", `${folder}/cache`);
  const paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  const user = process.getuid?.() === 0 ? "user root;" : "";
  const main = `daemon off; ${user} pid ${folder}/pid; error_log stderr; events {} http { access_log off; ${paths.join(" ")} ${site} }`;
  writeFileSync(`${folder}/nginx.conf`, main);
  await startProxy("/usr/sbin/nginx", ["-p", folder, "-e", "stderr", "-c", `${folder}/nginx.conf`], port);
}

async function startVarnish(): Promise<void> {
  const port = await freePort();
  const file = workspace.path("wiredesk.vcl");
  writeFileSync(file, block("vcl").replace('"8080"', `"${servicePort()}"`));
  // The folder is the test's alone, so Varnish must not change to a user of its own.
  const args = [
    "-j",
    "none",
    "-F",
    "-n",
    workspace.path("varnish"),
    "-a",
    `127.0.0.1:${port}`,
    "-f",
    file,
    "-s",
    "malloc,32m",
  ];
  await startProxy("/usr/sbin/varnishd", args, port);
}

async function startProxy(file: string, args: string[], port: number): Promise<void> {
  proxy = spawn(file, args, { stdio: "ignore" });
  address = `http://127.0.0.1:${port}`;
  await eventually(
    () =>
      fetch(`${address}/healthz`).then(
        ({ status }) => status,
        () => 0,
      ),
    (status) => status === 200,
    30_000,
  );
}

const requestsOf = (path: string) =>
  service
    .log()
    .split("\n")
    .filter((line) => line.includes('"msg":"request"') && line.includes(`"path":"${path}"`));

async function signIn(): Promise<string> {
  const body = new URLSearchParams({ name: "Ada", token });
  const response = await fetch(`${address}/login`, { method: "POST", redirect: "manual", body });
  expect(response.status).toBe(303);
  return (response.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
}

describe.each([
  ["nginx", startNginx],
  ["Varnish", startVarnish],
])("behind %s", (_name, start) => {
  beforeEach(start);

  test("public documents come from the cache, and are still checked by their ETag", async () => {
    const first = await fetch(`${address}/feeds/all.rss`);
    const etag = first.headers.get("etag") ?? "";
    expect(await first.text()).toContain("<item>");
    for (let count = 0; count < 5; count += 1) await (await fetch(`${address}/feeds/all.rss`)).text();
    const again = await fetch(`${address}/feeds/all.rss`, { headers: { "If-None-Match": etag } });
    expect(again.status).toBe(304);
    await (await fetch(`${address}/nowhere`)).text();
    await eventually(
      async () => requestsOf("/nowhere"),
      (lines) => lines.length === 1,
    );
    expect(requestsOf("/feeds/all.rss")).toHaveLength(1);
  });

  test("a keyed feed is given to those who have the key alone", async () => {
    const keyed = `${address}/feeds/licensed.rss?key=${key}`;
    for (let count = 0; count < 2; count += 1) expect(await (await fetch(keyed)).text()).toContain("Secretive");
    for (const other of ["", "?key=wrong", "?KEY="]) {
      const refused = await fetch(`${address}/feeds/licensed.rss${other}`);
      expect([refused.status >= 400, (await refused.text()).includes("Secretive")]).toEqual([true, false]);
    }
  });

  test("nobody gets the page of an editor, and an editor gets no page of the public", async () => {
    const cookie = await signIn();
    const mine = async () => (await fetch(`${address}/sources`, { headers: { cookie } })).text();
    const open = async () => (await fetch(`${address}/sources`)).text();
    expect([await open(), await mine(), await open(), await mine()].map((page) => page.includes("Secretive"))).toEqual([
      false,
      true,
      false,
      true,
    ]);
    const asEditor = { headers: { Authorization: `Bearer ${token}` } };
    const entries = async (init: RequestInit) => (await fetch(`${address}/api/v1/entries`, init)).text();
    expect(
      [await entries(asEditor), await entries({}), await entries(asEditor)].map((text) => text.includes("Secretive")),
    ).toEqual([true, false, true]);
  });

  test("a live page hears its first event at once", async () => {
    const leave = new AbortController();
    const stream = await fetch(`${address}/events`, { headers: { Accept: "text/event-stream" }, signal: leave.signal });
    expect(stream.headers.get("content-type")).toContain("text/event-stream");
    const reader = stream.body?.getReader();
    const { value } = (await reader?.read()) ?? {};
    expect(value?.length ?? 0).toBeGreaterThan(0);
    leave.abort();
  });
});
