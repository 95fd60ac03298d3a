import type { ServerResponse } from "node:http";
import zlib from "node:zlib";
import { rssDocument, type TestItem, testItem } from "./feed-documents.ts";
import type { Behaviour } from "./loopback-host.ts";

/** Named answers of publishers, good and bad. */
type Headers = Readonly<Record<string, string>>;

/** An RSS document with numbered items. `extra` is part of its channel. */
export function wire(numbers: readonly number[], extra = ""): string {
  return wireOf(
    numbers.map((n) => testItem(n)),
    extra,
  );
}

export function wireOf(items: readonly TestItem[], extra = ""): string {
  return rssDocument({ title: "Harbour wire", link: "https://harbour.example/", extra }, items);
}

/** One item for each time, newest first. */
export function wireAt(times: readonly number[], extra = ""): string {
  return wireOf(
    times.map((at, n) => ({ ...testItem(n), guid: `at-${at}`, date: new Date(at).toUTCString() })),
    extra,
  );
}

/** 200 with a body. */
export function answer(body: string | Buffer, headers: Headers = {}): Behaviour {
  return (_request, response) => response.writeHead(200, { ...feedType, ...headers }).end(body);
}

/** 200, or 304 when the request has the same ETag. */
export function tagged(body: string, etag: string, headers: Headers = {}): Behaviour {
  return (request, response) => {
    const index = request.rawHeaders.findIndex((name) => name.toLowerCase() === "if-none-match");
    if (index >= 0 && request.rawHeaders[index + 1] === etag) response.writeHead(304, { etag, ...headers }).end();
    else response.writeHead(200, { ...feedType, etag, ...headers }).end(body);
  };
}

/** A status without a document. */
export function status(code: number, headers: Headers = {}): Behaviour {
  return (_request, response) => response.writeHead(code, headers).end();
}

export function redirect(code: number, location: string): Behaviour {
  return status(code, { location: Buffer.from(location).toString("latin1") });
}

/** Bytes with a Content-Encoding that may be wrong. */
export function encoded(encoding: string, body: Buffer): Behaviour {
  return answer(body, { "content-encoding": encoding });
}

/** Writes these bytes to the connection and closes it. */
export function raw(text: string): Behaviour {
  return (_request, response) => response.socket?.end(text);
}

/** Accepts the request and never answers. */
export const mute: Behaviour = () => undefined;

/** Begins an answer and never continues. */
export const stalled: Behaviour = (_request, response) => void response.writeHead(200, feedType).write("<rss>");

/** Sends one byte at a time without end. */
export const dripping: Behaviour = (_request, response) => {
  response.writeHead(200, feedType);
  const timer = setInterval(() => response.write("x"), 20);
  response.on("close", () => clearInterval(timer));
};

/** Sends as fast as the client reads, without end. */
export const endless: Behaviour = (_request, response) => {
  const piece = Buffer.alloc(64 * 1024, "<item>");
  const push = (): void => {
    while (!response.destroyed && response.write(piece));
  };
  response.on("drain", push);
  push();
};

export const reset: Behaviour = (_request, response) => response.socket?.resetAndDestroy();

/** Closes the connection in the middle of a document. */
export const resetMidway: Behaviour = (_request, response) => {
  response.writeHead(200, { ...feedType, "content-length": "5000" });
  response.write("<rss>", () => response.socket?.resetAndDestroy());
};

/** Delays another answer. */
export function after(ms: number, behaviour: Behaviour): Behaviour {
  return (request, response, seen) => void setTimeout(() => behaviour(request, response, seen), ms);
}

/** `megabytes` of zeros as gzip. */
export function bomb(megabytes: number): Behaviour {
  const body = zlib.gzipSync(Buffer.alloc(megabytes * 1024 * 1024), { level: 9 });
  return encoded("gzip", body);
}

/** Sends headers without end. */
export const headerFlood: Behaviour = (_request, response: ServerResponse) => {
  for (let index = 0; index < 200; index += 1) response.setHeader(`x-${index}`, "y".repeat(1000));
  response.end(wire([1]));
};

const feedType = { "content-type": "application/rss+xml; charset=utf-8" };
