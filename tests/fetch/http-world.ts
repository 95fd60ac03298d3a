import type { FetchResult } from "../../src/domain/document.ts";
import type { Clock, FetchRequest, Http } from "../../src/domain/ports.ts";
import { defaultFetchLimits, type FetchLimits } from "../../src/fetch/fetch-limits.ts";
import { createHttp, type HttpOptions } from "../../src/fetch/guarded-http.ts";
import { systemClock } from "../../src/runtime/system-clock.ts";
import { type LoopbackHosts, startLoopbackHosts } from "../support/loopback-host.ts";

export const rss = "<rss version='2.0'><channel><title>Harbour wire</title></channel></rss>";
export const host = "127.0.2.1";
export const other = "127.0.2.2";

/** The client under test, and loopback hosts for its requests. */
export interface HttpWorld {
  readonly hosts: LoopbackHosts;
  /** Makes another client. It is closed with the world. */
  open(options?: Partial<HttpOptions>, limits?: Partial<FetchLimits>, clock?: Clock): Http;
  /** Requests a path at `host`, or a full address. */
  get(path: string, request?: Partial<FetchRequest>, client?: Http): Promise<FetchResult>;
  close(): Promise<void>;
}

export async function openHttpWorld(): Promise<HttpWorld> {
  const hosts = await startLoopbackHosts();
  const opened: Http[] = [];
  const open: HttpWorld["open"] = (options = {}, limits = {}, clock = systemClock) => {
    const client = createHttp({
      userAgent: "wiredesk-test (+https://example.org/wiredesk; 1 subscriber)",
      allowPrivateAddresses: true,
      allowAddresses: [],
      limits: { ...defaultFetchLimits, ...limits },
      clock,
      ...options,
    });
    opened.push(client);
    return client;
  };
  const http = open();
  return {
    hosts,
    open,
    get(path, request = {}, client = http) {
      const url = path.includes("://") ? path : hosts.url(host, path);
      const validators = { etag: null, lastModified: null };
      return client.fetch({ url, validators, headers: {}, signal: null, ...request });
    },
    async close() {
      for (const client of opened) await client.close();
      await hosts.close();
    },
  };
}

export function textOf(result: FetchResult): string {
  if (result.kind !== "modified") throw new Error(`expected a document, got ${JSON.stringify(result)}`);
  return Buffer.from(result.document.bytes).toString();
}

export function codeOf(result: FetchResult): string {
  return result.kind === "failed" ? result.error.code : result.kind;
}

export function messageOf(result: FetchResult): string {
  return result.kind === "failed" ? result.error.message : "";
}

export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}
