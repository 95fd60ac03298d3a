import { existsSync } from "node:fs";
import { beforeEach, expect, test } from "vitest";
import { eventually, runProcess, type Service } from "../support/cli.ts";
import { testItem } from "../support/feed-documents.ts";
import { useServedWire } from "../support/served-wire.ts";

/** What an operator finds after a service was stopped, after one was killed, and while one runs. */
const wire = useServedWire();
beforeEach(() => wire.configure({ wire: wire.publish([testItem(1), testItem(2)]) }));

/** A service that has stored news and has answered requests for pages and feeds. */
async function startRead(): Promise<Service> {
  const service = await wire.start();
  await eventually(
    () => wire.readItems(),
    (items) => items.length === 2,
  );
  await (await wire.ask("/")).text();
  return service;
}

const killedLine = /not closed|was killed/;

test("a clean stop leaves one file, and the next start reports nothing about the one before", async () => {
  const first = await startRead();
  expect(await first.stop()).toBe(0);
  expect(["-wal", "-shm"].map((end) => existsSync(wire.workspace.path(`wire.db${end}`)))).toEqual([false, false]);
  const second = await startRead();
  expect(second.log()).not.toMatch(killedLine);
});

test("a command beside a running service reports no unclean stop", async () => {
  await startRead();
  const listed = await runProcess(wire.workspace, ["feeds", "list"]);
  expect([listed.code, listed.stderr]).toEqual([0, ""]);
});

test("after a kill the next start reports in one line that stored news is safe, and serves it", async () => {
  const first = await startRead();
  await first.stop("SIGKILL");
  const second = await startRead();
  expect(
    second
      .log()
      .split("\n")
      .filter((line) => killedLine.test(line)),
  ).toHaveLength(1);
});
