import { expect, test } from "vitest";
import { hourMs } from "../../../src/domain/time.ts";
import { defaultFetchLimits } from "../../../src/fetch/fetch-limits.ts";
import { createHttp } from "../../../src/fetch/guarded-http.ts";
import { systemClock } from "../../../src/runtime/system-clock.ts";
import { makeGzipBomb } from "../../support/gzip-bomb.ts";
import type { Behaviour } from "../../support/loopback-host.ts";
import { feedText } from "./feed-text.ts";
import { noon } from "./poll-examples.ts";
import { openPollerWorld, serve } from "./poller-world.ts";

const endless: Behaviour = (_request, response) => {
  const piece = Buffer.alloc(64 * 1024, "<item>");
  const push = (): void => {
    while (!response.destroyed && response.write(piece));
  };
  response.on("drain", push);
  push();
};

const dripping: Behaviour = (_request, response) => {
  response.writeHead(200);
  const timer = setInterval(() => response.write("x"), 20);
  response.on("close", () => clearInterval(timer));
};

test("every hostile host gets its own recorded error, the pass continues, and memory stays limited", async () => {
  const world = await openPollerWorld();
  const { hosts } = world;
  const bomb = await makeGzipBomb();
  const hostile: Record<string, [Behaviour, string]> = {
    "127.0.9.1": [(_q, r) => r.writeHead(200, { "content-encoding": "gzip" }).end(bomb), "too-large"],
    "127.0.9.2": [endless, "too-large"],
    "127.0.9.3": [dripping, "timeout"],
    "127.0.9.4": [() => undefined, "timeout"],
    "127.0.9.5": [(_q, r) => r.socket?.resetAndDestroy(), "reset"],
    "127.0.9.6": [(_q, r) => r.writeHead(302, { location: "/feed" }).end(), "redirect-loop"],
    "127.0.9.7": [(_q, r) => r.writeHead(302, { location: "http://127.0.9.7:25/" }).end(), "address-refused"],
    "127.0.9.8": [
      (_q, r) => r.writeHead(200, { "content-encoding": "gzip" }).end(bomb.subarray(0, 900)),
      "encoding-broken",
    ],
    "127.0.9.9": [(_q, r) => r.end(Buffer.from([0x89, 0x50, 0x4e, 0x47, 1, 2, 3])), "not-a-feed"],
    "127.0.9.10": [(_q, r) => r.writeHead(429, { "retry-after": "99999999999" }).end(), "rate-limited"],
    "127.0.9.11": [(_q, r) => r.socket?.end("220 mail ESMTP\r\n"), "reset"],
  };
  for (const [address, [behaviour]] of Object.entries(hostile)) hosts.on(address, "*", behaviour);
  hosts.on(
    "127.0.9.99",
    "/feed",
    serve(() => feedText([[noon - hourMs, "Ferry resumes"]])),
  );
  const urls = [...Object.keys(hostile), "127.0.9.99"].map((address) => hosts.url(address, "/feed"));
  const tls = hosts.url("127.0.9.12", "/feed").replace("http:", "https:");
  await world.subscribe(...urls, tls);
  const http = createHttp({
    userAgent: "wiredesk-test",
    allowPrivateAddresses: true,
    allowAddresses: [],
    limits: { ...defaultFetchLimits, headersMsMax: 3000, totalMsMax: 6000 },
    clock: { now: () => Date.now(), sleep: systemClock.sleep },
  });
  const rssBefore = process.memoryUsage.rss();
  const report = await world.poller({ http }).tick();
  const grownMb = (process.memoryUsage.rss() - rssBefore) / 1024 / 1024;

  expect(report).toMatchObject({
    polledCount: urls.length + 1,
    modifiedCount: 1,
    failedCount: urls.length,
    newCount: 1,
  });
  for (const [address, [, code]] of Object.entries(hostile)) {
    expect([address, (await world.status(hosts.url(address, "/feed"))).poll.failure?.code]).toEqual([address, code]);
  }
  expect((await world.status(tls)).poll.failure?.code).toBe("tls-failed");
  expect(world.lines).toHaveLength(urls.length + 1);
  expect(grownMb).toBeLessThan(150);
  await http.close();
  await world.close();
});
