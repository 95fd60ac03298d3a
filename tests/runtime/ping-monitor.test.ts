import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { pingMonitor } from "../../src/runtime/service/ping-monitor.ts";
import { createRecordingLog } from "../support/logs.ts";

/** The answers of the monitor, one for each ping: a status. */
let answers: number[];
let asked: string[];
let server: Server;

beforeEach(async () => {
  answers = [];
  asked = [];
  server = createServer((request, response) => {
    asked.push(request.url ?? "");
    response.statusCode = answers.shift() ?? 200;
    response.end("OK");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});

afterEach(async () => {
  server.closeAllConnections();
  server.close();
});

/** Pings as often as there are `wells`; each says whether all is well at that time. */
async function pingWhile(wells: readonly (boolean | Error)[]) {
  const { log, lines } = createRecordingLog();
  const stop = new AbortController();
  let turn = 0;
  const waits: number[] = [];
  const clock = {
    now: () => 0,
    async sleep(ms: number) {
      waits.push(ms);
      turn += 1;
      if (turn === wells.length) stop.abort();
    },
  };
  const isWell = async () => {
    const well = wells[turn];
    if (well instanceof Error) throw well;
    return well === true;
  };
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/a-key`;
  await pingMonitor({ url, everyMs: 60_000, isWell, clock, log }, stop.signal);
  return { lines, waits };
}

test("asks the monitor every minute while all is well, and only then", async () => {
  const { waits, lines } = await pingWhile([true, false, new Error("the store is gone"), true]);
  expect(asked).toEqual(["/a-key", "/a-key"]);
  expect(waits).toEqual([60_000, 60_000, 60_000, 60_000]);
  expect(lines).toEqual([]);
});

test("a monitor that cannot be reached is one line, without its address, and one when it is back", async () => {
  answers = [500, 502, 200];
  const { lines } = await pingWhile([true, true, true, true]);
  expect(lines.map(({ level, message }) => [level, message])).toEqual([
    ["warn", "the monitor under ping.url cannot be reached"],
    ["info", "the monitor under ping.url can be reached again"],
  ]);
  expect(JSON.stringify(lines)).not.toContain("a-key");
});
