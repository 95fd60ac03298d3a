import { once } from "node:events";
import { isIP } from "node:net";
import type { Duplex } from "node:stream";
import tls from "node:tls";
import { Client } from "undici";
import { WireError } from "../../domain/errors.ts";
import type { FetchRoute } from "../../domain/ports.ts";
import { tlsOf } from "../guarded-connector.ts";

/** Opens a connection to `url` through a proxy (RFC 9110 section 9.3.6). Rejects with the error of the failed step. */
export async function openTunnel(
  proxy: string,
  certificate: FetchRoute["certificate"],
  url: URL,
  connectMsMax: number,
): Promise<Duplex> {
  const { origin, username, password } = new URL(proxy);
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const auth = username === "" ? {} : { "proxy-authorization": `Basic ${Buffer.from(pair).toString("base64")}` };
  const target = `${url.hostname}:${url.port === "" ? (url.protocol === "https:" ? 443 : 80) : url.port}`;
  const client = new Client(origin, { connect: { timeout: connectMsMax }, headersTimeout: connectMsMax });
  try {
    const { statusCode, socket } = await client.connect({ path: target, headers: { host: target, ...auth } });
    if (statusCode === 200 && url.protocol === "http:") return socket;
    if (statusCode === 200) return await secure(socket, certificate, url, connectMsMax);
    socket.destroy();
    throw new WireError("connect-failed", `the proxy answered ${statusCode}`);
  } finally {
    // This does not close the tunnel's socket, which no longer belongs to the client.
    void client.destroy();
  }
}

async function secure(
  socket: Duplex,
  certificate: FetchRoute["certificate"],
  { hostname }: URL,
  msMax: number,
): Promise<Duplex> {
  const servername = isIP(hostname) === 0 ? hostname : "";
  const secured = tls.connect({
    ...tlsOf(certificate),
    socket,
    servername,
    host: hostname,
    ALPNProtocols: ["http/1.1"],
  });
  try {
    await once(secured, "secureConnect", { signal: AbortSignal.timeout(msMax) });
    return secured;
  } catch (thrown) {
    secured.destroy();
    throw thrown;
  }
}
