import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import net from "node:net";
import { afterEach, expect, test } from "vitest";
import type { FetchRoute, Http } from "../../src/domain/ports.ts";
import { defaultFetchLimits } from "../../src/fetch/fetch-limits.ts";
import { createHttp } from "../../src/fetch/guarded-http.ts";
import { systemClock } from "../../src/system-clock.ts";
import { startLoopbackHosts } from "../support/loopback-host.ts";

const pem = (name: string) => readFileSync(new URL(`../fixtures/tls/${name}.pem`, import.meta.url), "utf8");
const certificate = { cert: pem("test-cert"), key: pem("test-key"), ca: pem("test-cert") };
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function open(allowAddresses: readonly string[] = ["127.0.0.0/8"]): Http {
  const limits = defaultFetchLimits;
  const http = createHttp({
    userAgent: "test",
    allowPrivateAddresses: false,
    allowAddresses,
    limits,
    clock: systemClock,
  });
  cleanups.push(() => http.close());
  return http;
}

async function get(url: string, route: FetchRoute | null, http = open()) {
  const validators = { etag: null, lastModified: null };
  const result = await http.fetch({ url, validators, headers: {}, signal: null, route });
  return result.kind === "modified" ? Buffer.from(result.document.bytes).toString() : result;
}

/** A server that hears only those who show the certificate. */
async function startTlsHost(): Promise<string> {
  const server = createTlsServer(
    { ...certificate, requestCert: true, rejectUnauthorized: true },
    (request, response) => {
      if (request.url === "/away") response.writeHead(302, { location: `https://127.0.6.2:${port}/` }).end();
      else response.end("<rss/> for you");
    },
  );
  server.on("tlsClientError", () => undefined);
  server.listen(0, "0.0.0.0");
  await once(server, "listening");
  cleanups.push(() => server.close().closeAllConnections());
  const { port } = server.address() as net.AddressInfo;
  return `https://127.0.6.1:${port}`;
}

/** A proxy that notes whom it was asked for, and with which credentials. */
async function startProxy() {
  const asked: [string, string | undefined][] = [];
  const server = createServer();
  server.on("connect", (request, socket: net.Socket) => {
    asked.push([request.url ?? "", request.headers["proxy-authorization"]]);
    const [, port] = (request.url ?? "").split(":");
    const there = net.connect(Number(port), "127.0.6.3", () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      there.pipe(socket).pipe(there);
    });
    there.on("error", () => socket.destroy());
    socket.on("error", () => there.destroy());
  });
  server.listen(0, "127.0.6.9");
  await once(server, "listening");
  cleanups.push(() => server.close().closeAllConnections());
  return { asked, address: `127.0.6.9:${(server.address() as net.AddressInfo).port}` };
}

test("a client certificate opens a host that asks for one, and no other host is shown it", async () => {
  const base = await startTlsHost();
  expect(await get(`${base}/`, { certificate, proxy: null })).toBe("<rss/> for you");
  expect(await get(`${base}/`, null)).toMatchObject({ kind: "failed", error: { code: "tls-failed" } });
  expect(await get(`${base}/away`, { certificate, proxy: null })).toMatchObject({
    kind: "failed",
    error: { code: "tls-failed" },
  });
});

test("a proxy is asked for the host, with its credentials, and resolves the name itself", async () => {
  const hosts = await startLoopbackHosts();
  cleanups.push(() => hosts.close());
  hosts.on("127.0.6.3", "/feed", (_request, response) => response.end("<rss/> through the proxy"));
  const { asked, address } = await startProxy();
  const route = { certificate: null, proxy: `http://me:hunter2@${address}` };
  const url = `http://feeds.invalid:${hosts.port}/feed`;
  expect(await get(url, route)).toBe("<rss/> through the proxy");
  expect(asked).toEqual([[`feeds.invalid:${hosts.port}`, `Basic ${Buffer.from("me:hunter2").toString("base64")}`]]);
});

test("behind a proxy, addresses and ports that are written out are refused as ever", async () => {
  const { asked, address } = await startProxy();
  const route = { certificate: null, proxy: `http://${address}` };
  for (const url of ["http://169.254.169.254/latest", "http://[::1]/", "http://feeds.invalid:22/"])
    expect(await get(url, route, open([]))).toMatchObject({ kind: "failed", error: { code: "address-refused" } });
  expect(asked).toEqual([]);
});

test("a dead proxy is a failure like another, and its password is not told", async () => {
  const result = await get("http://feeds.invalid/", { certificate: null, proxy: "http://me:hunter2@127.0.6.9:1" });
  expect(result).toMatchObject({ kind: "failed", error: { code: "connect-failed" } });
  expect(JSON.stringify(result)).not.toContain("hunter2");
});
